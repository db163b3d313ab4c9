package io.dbintel.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * Builds {@code db.query.summary} as OpenTelemetry's conventions for database spans define it:
 * operations and their targets in the order of the text, as they are written, at most 255
 * characters, cut behind a whole target. Names of common table expressions are no targets. Good for
 * any number of texts, one after another. Not thread-safe.
 */
final class SqlSummary {
  private static final int MAX_LENGTH = 255;
  private static final int MAX_COMMON_TABLES = 32;

  /** Each statement within a statement writes a word, so there is no room for more. */
  private static final int MAX_FRAMES = 48;

  /** A name in the quotes of another server is no longer than this. */
  private static final int MAX_FOREIGN_NAME = 130;

  /** What the statement that is being read expects. */
  private enum Mode {
    /** Its verb. */
    VERB,
    /** The verb of what is explained, prepared or declared. */
    INNER_VERB,
    COMMON_TABLES,
    /** {@code FROM} and joins. */
    TABLES,
    FROM_TARGET,
    INTO_TARGET,
    /** What is created, altered or dropped. */
    OBJECT,
    TRANSACTION,
    /** Nothing but statements within it. */
    INNER_ONLY,
    /** Nothing at all. */
    NOTHING
  }

  /** What the next word is. */
  private enum Awaited {
    NOTHING,
    /** A target, also behind a bracket. */
    TABLE,
    /** A target. */
    TARGET,
    /** A target, before which {@code TABLE} may stand, which is told. */
    TABLE_AND_TARGET,
    COMMON_TABLE
  }

  private enum Name {
    NONE,
    /** A part of a name was read: a dot may follow. */
    PART,
    DOT
  }

  private final char[] out = new char[MAX_LENGTH];
  private final Mode[] outerModes = new Mode[MAX_FRAMES];
  private final int[] outerDepths = new int[MAX_FRAMES];
  private final boolean[] outerInTables = new boolean[MAX_FRAMES];
  private final int[] commonTables = new int[2 * MAX_COMMON_TABLES];

  private char[] in = {};
  private int length;
  private boolean full;
  private boolean separator;

  private int frames;
  private Mode mode = Mode.VERB;
  private int modeDepth;
  private boolean inTables;
  private Awaited awaited = Awaited.NOTHING;
  private Name name = Name.NONE;
  private int nameMark;
  private boolean nameOfCommonTable;
  private int commonTableCount;
  private int skipUntil;

  /** Begins a text. */
  void begin(char[] text) {
    in = text;
    length = 0;
    full = false;
    separator = false;
    skipUntil = 0;
    beginStatement();
  }

  /** Ends a statement. */
  void endStatement() {
    endName();
    separator = length > 0;
    beginStatement();
  }

  /** Takes the name back that the text ends in: if the text is cut, so may be the name. */
  void dropOpenName() {
    if (name != Name.NONE) {
      length = nameMark;
      name = Name.NONE;
    }
  }

  private void beginStatement() {
    frames = 0;
    mode = Mode.VERB;
    modeDepth = 0;
    inTables = false;
    awaited = Awaited.NOTHING;
    name = Name.NONE;
    commonTableCount = 0;
  }

  /** The summary; null if there is nothing to say. */
  @Nullable String finish() {
    endName();
    return length == 0 ? null : new String(out, 0, length);
  }

  /** Whether a token that is no keyword, comma or bracket would change anything. */
  boolean isAwaiting() {
    return awaited != Awaited.NOTHING
        || name != Name.NONE
        || mode == Mode.VERB
        || mode == Mode.OBJECT
        || mode == Mode.TRANSACTION;
  }

  /** Whether a comma may change anything. */
  boolean heedsCommas() {
    return inTables || mode == Mode.COMMON_TABLES;
  }

  /** Whether a closing bracket may change anything. */
  boolean heedsClosings() {
    return frames > 0;
  }

  /**
   * Takes notice of a token.
   *
   * @param depth how many brackets are open before it
   * @param previous the token before it
   */
  void see(
      TokenType type,
      Keyword keyword,
      Keyword previousKeyword,
      TokenType previous,
      int start,
      int end,
      boolean spaced,
      int depth) {
    if (full || start < skipUntil || mode == Mode.NOTHING) {
      return;
    }
    if (name != Name.NONE && continuesName(type, start, end, spaced)) {
      return;
    }
    switch (type) {
      case WORD -> {
        if (previous != TokenType.DOT) {
          word(keyword, previousKeyword, previous, start, end, depth);
        }
      }
      case QUOTED -> name(start, end);
      case OPEN -> open(start);
      case CLOSE -> close(depth);
      case COMMA -> comma(depth);
      case OPERATOR -> {
        if (in[start] == '`') {
          foreignName(start);
        }
      }
      case PLACEHOLDER, VARIABLE -> awaited = Awaited.NOTHING;
      default -> {}
    }
  }

  private void word(
      Keyword keyword, Keyword previousKeyword, TokenType previous, int start, int end, int depth) {
    if (awaited != Awaited.NOTHING && takesWord(keyword, start, end)) {
      return;
    }
    switch (keyword) {
      case SELECT -> select(start, end, depth);
      case WITH -> {
        if (previous == TokenType.OPEN
            || previousKeyword == Keyword.AS
            || mode == Mode.VERB
            || mode == Mode.INNER_VERB
            || mode == Mode.INTO_TARGET) {
          enter(Mode.COMMON_TABLES, depth);
          awaited = Awaited.COMMON_TABLE;
        }
      }
      case FROM -> from(previousKeyword, start, depth);
      case JOIN, STRAIGHT_JOIN, APPLY -> {
        if (mode == Mode.TABLES && inTables) {
          awaited = Awaited.TABLE;
        }
      }
      case INTO -> {
        if (mode == Mode.INTO_TARGET && depth == modeDepth) {
          awaited = Awaited.TARGET;
        }
      }
      case WHERE, GROUP, HAVING, ORDER, LIMIT, OFFSET, FETCH, FOR, WINDOW -> endTables(depth);
      case UNION, INTERSECT, EXCEPT, MINUS, RETURNING -> endTables(depth);
      default -> other(keyword, previous, start, end, depth);
    }
  }

  private void other(Keyword keyword, TokenType previous, int start, int end, int depth) {
    switch (mode) {
      case VERB -> verb(keyword, start, end, depth);
      case INNER_VERB -> {
        if (keyword.startsQuery() || keyword == Keyword.REPLACE || keyword == Keyword.EXECUTE) {
          verb(keyword, start, end, depth);
        }
      }
      case COMMON_TABLES -> {
        if (keyword.startsQuery() && (depth == modeDepth || previous == TokenType.OPEN)) {
          if (depth > modeDepth) {
            enter(Mode.VERB, depth);
          }
          verb(keyword, start, end, depth);
        }
      }
      case OBJECT -> object(keyword, start, end);
      case TRANSACTION -> {
        if (keyword == Keyword.TRANSACTION) {
          append(start, end);
        }
        mode = Mode.NOTHING;
      }
      default -> {}
    }
  }

  private void verb(Keyword keyword, int start, int end, int depth) {
    modeDepth = depth;
    if (keyword == Keyword.VALUES && frames > 0) {
      mode = Mode.INNER_ONLY;
      return;
    }
    mode =
        switch (keyword) {
          case TRUNCATE, LOCK -> {
            awaited = Awaited.TABLE_AND_TARGET;
            yield Mode.INNER_ONLY;
          }
          case UPDATE, MERGE, REPLACE, CALL, EXECUTE, EXEC, USE, TABLE, COPY -> {
            awaited = Awaited.TARGET;
            yield Mode.INNER_ONLY;
          }
          case INSERT -> Mode.INTO_TARGET;
          case DELETE -> Mode.FROM_TARGET;
          case CREATE, ALTER, DROP -> Mode.OBJECT;
          case BEGIN, START, COMMIT, ROLLBACK -> Mode.TRANSACTION;
          case EXPLAIN, DESCRIBE, DESC, PREPARE, DECLARE -> Mode.INNER_VERB;
          case VALUES, DO -> Mode.INNER_ONLY;
          default -> Mode.NOTHING;
        };
    if (keyword.kind() != StatementKind.OTHER) {
      append(start, end);
    }
  }

  private void select(int start, int end, int depth) {
    append(start, end);
    enter(Mode.TABLES, depth);
    inTables = false;
    awaited = Awaited.NOTHING;
  }

  /** Begins a statement within the current one if it stands in brackets, or goes on with it. */
  private void enter(Mode next, int depth) {
    if (depth > modeDepth) {
      if (frames == MAX_FRAMES) {
        full = true;
        return;
      }
      outerModes[frames] = mode;
      outerDepths[frames] = modeDepth;
      outerInTables[frames++] = inTables;
    }
    mode = next;
    modeDepth = depth;
    inTables = false;
  }

  private void from(Keyword previousKeyword, int start, int depth) {
    if (mode == Mode.VERB) {
      // HQL and JPQL leave the verb out.
      append(in[start] == 'f' ? "select" : "SELECT");
      enter(Mode.TABLES, depth);
    }
    if (depth != modeDepth || previousKeyword == Keyword.DISTINCT) {
      return;
    }
    if (mode == Mode.TABLES) {
      inTables = true;
      awaited = Awaited.TABLE;
    } else if (mode == Mode.FROM_TARGET) {
      mode = Mode.INNER_ONLY;
      awaited = Awaited.TARGET;
    }
  }

  private void endTables(int depth) {
    if (mode == Mode.TABLES && depth == modeDepth) {
      inTables = false;
    }
  }

  private void object(Keyword keyword, int start, int end) {
    switch (keyword) {
      case REPLACE, OR, TEMP, TEMPORARY, UNIQUE, GLOBAL, LOCAL, UNLOGGED, MATERIALIZED -> {}
      case FULLTEXT, SPATIAL, FOREIGN, RECURSIVE -> {}
      case TABLE, INDEX, VIEW, DATABASE, SCHEMA, PROCEDURE, FUNCTION, TRIGGER, SEQUENCE, TYPE -> {
        append(start, end);
        mode = Mode.INNER_ONLY;
        awaited = Awaited.TARGET;
      }
      default -> {
        append(start, end);
        mode = Mode.INNER_ONLY;
      }
    }
  }

  /** Whether a word is what was awaited, or goes before it. */
  private boolean takesWord(Keyword keyword, int start, int end) {
    switch (keyword) {
      case ONLY, LATERAL, IF, NOT, EXISTS, CONCURRENTLY, INTO, RECURSIVE, NEXT, VALUE, FOR -> {
        return true;
      }
      case LOW_PRIORITY, HIGH_PRIORITY, DELAYED, QUICK, IGNORE -> {
        return true;
      }
      case SELECT, VALUES, ON -> {
        awaited = Awaited.NOTHING;
        return false;
      }
      case TABLE, TABLES -> {
        if (awaited == Awaited.TABLE_AND_TARGET) {
          append(start, end);
          awaited = Awaited.TARGET;
          return true;
        }
      }
      default -> {}
    }
    name(start, end);
    return true;
  }

  private void name(int start, int end) {
    switch (awaited) {
      case TABLE, TARGET, TABLE_AND_TARGET -> {
        nameMark = length;
        nameOfCommonTable = isCommonTable(start, end);
        append(start, end);
        name = Name.PART;
      }
      case COMMON_TABLE -> {
        if (commonTableCount < MAX_COMMON_TABLES) {
          commonTables[2 * commonTableCount] = start;
          commonTables[2 * commonTableCount + 1] = end;
          commonTableCount++;
        }
      }
      case NOTHING -> {}
    }
    awaited = Awaited.NOTHING;
  }

  private boolean continuesName(TokenType type, int start, int end, boolean spaced) {
    boolean takes =
        switch (type) {
          case DOT -> name == Name.PART;
          case WORD, QUOTED -> name == Name.DOT;
          // A link to another server: users@remote.
          case VARIABLE -> name == Name.PART && !spaced;
          case OPERATOR -> name == Name.PART && !spaced && end - start == 1 && in[start] == '@';
          default -> false;
        };
    if (takes) {
      nameOfCommonTable = false;
      appendPart(start, end);
      boolean more = type == TokenType.DOT || type == TokenType.OPERATOR;
      name = more ? Name.DOT : Name.PART;
      return true;
    }
    if (name == Name.DOT && (in[start] == '[' || in[start] == '`')) {
      int after = foreignEnd(start);
      if (after > 0) {
        appendPart(start, after);
        skipUntil = after;
        name = Name.PART;
        return true;
      }
    }
    endName();
    return false;
  }

  private void endName() {
    if (name != Name.NONE && nameOfCommonTable) {
      length = nameMark;
    }
    name = Name.NONE;
    nameOfCommonTable = false;
  }

  private boolean isCommonTable(int start, int end) {
    for (int i = 0; i < commonTableCount; i++) {
      if (isSame(commonTables[2 * i], commonTables[2 * i + 1], start, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSame(int start, int end, int otherStart, int otherEnd) {
    if (end - start != otherEnd - otherStart) {
      return false;
    }
    for (int i = 0; i < end - start; i++) {
      if (Character.toLowerCase(in[start + i]) != Character.toLowerCase(in[otherStart + i])) {
        return false;
      }
    }
    return true;
  }

  private void open(int start) {
    if (in[start] == '[') {
      foreignName(start);
    } else if (awaited != Awaited.TABLE && awaited != Awaited.NOTHING) {
      awaited = Awaited.NOTHING;
    } else if (mode == Mode.OBJECT) {
      mode = Mode.INNER_ONLY;
    }
  }

  private void close(int depth) {
    awaited = Awaited.NOTHING;
    if (frames > 0 && depth == modeDepth) {
      frames--;
      // A statement in brackets was all there was before, or a part of a union.
      mode = outerModes[frames] == Mode.VERB ? Mode.INNER_ONLY : outerModes[frames];
      modeDepth = outerDepths[frames];
      inTables = outerInTables[frames];
    }
  }

  private void comma(int depth) {
    if (depth != modeDepth) {
      return;
    }
    if (mode == Mode.COMMON_TABLES) {
      awaited = Awaited.COMMON_TABLE;
    } else if (mode == Mode.TABLES && inTables) {
      awaited = Awaited.TABLE;
    }
  }

  /** A name in the quotes of another server, which here are an operator or an array's brackets. */
  private void foreignName(int start) {
    if (awaited != Awaited.NOTHING) {
      int after = foreignEnd(start);
      if (after > 0) {
        name(start, after);
        skipUntil = after;
      }
    }
  }

  /** The end of such a name, which has nothing but letters, digits and spaces; 0 if it is none. */
  private int foreignEnd(int start) {
    char quote = in[start] == '[' ? ']' : '`';
    int i = start + 1;
    while (i - start < MAX_FOREIGN_NAME) {
      char c = in[i++];
      if (c == quote && in[i] == quote) {
        i++;
      } else if (c == quote) {
        return i;
      } else if (!Character.isLetterOrDigit(c) && c != '_' && c != ' ') {
        return 0;
      }
    }
    return 0;
  }

  private void append(int start, int end) {
    int mark = length;
    space();
    put(start, end, mark);
  }

  private void append(String word) {
    space();
    for (int i = 0; i < word.length() && length < MAX_LENGTH; i++) {
      out[length++] = word.charAt(i);
    }
  }

  private void appendPart(int start, int end) {
    put(start, end, nameMark);
  }

  private void space() {
    if (length > 0 && length < MAX_LENGTH - 1) {
      if (separator) {
        out[length++] = ';';
      }
      out[length++] = ' ';
    }
    separator = false;
  }

  private void put(int start, int end, int mark) {
    if (length + end - start > MAX_LENGTH) {
      length = mark;
      full = true;
      nameOfCommonTable = false;
      return;
    }
    for (int i = start; i < end; i++) {
      char c = in[i];
      if (c >= ' ' && c < 0x7f) {
        out[length++] = c;
      } else {
        i += special(i, end);
      }
    }
  }

  /**
   * Puts a character that may be one nobody sees: a quoted name can hold a line break, and a
   * summary is one line wherever it is shown.
   *
   * @return how many characters it has in the text, less one
   */
  private int special(int at, int end) {
    int codePoint = Character.codePointAt(in, at, end);
    int more = Character.charCount(codePoint) - 1;
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          out[length++] = '?';
      default -> {
        for (int i = at; i <= at + more; i++) {
          out[length++] = in[i];
        }
      }
    }
    return more;
  }
}
