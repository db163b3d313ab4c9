package io.dbintel.core.sql;

/**
 * What one statement's own words tell about it: its kind, and which words are values that its
 * grammar lets go unquoted. Not thread-safe.
 */
final class StatementScope {
  /** What becomes of a token. */
  enum Treatment {
    KEEP,
    /** It is a value, or the beginning of one. */
    MASK,
    /** It belongs to a value that was masked already. */
    SKIP
  }

  private enum Assignment {
    NONE,
    /** {@code SET} was read: a value may follow. */
    EXPECTED,
    /** The equals sign or {@code TO} was read: a value follows. */
    BEGUN,
    MASKED
  }

  private StatementKind kind = StatementKind.UNKNOWN;
  private Keyword verb = Keyword.NONE;
  private Keyword object = Keyword.NONE;
  private int words;
  private boolean inCommonTables;
  private int baseDepth;
  private boolean settled;
  private Assignment assignment = Assignment.NONE;
  private TokenType previousType = TokenType.END;
  private Keyword previousKeyword = Keyword.NONE;

  /** Begins a statement. */
  void begin() {
    kind = StatementKind.UNKNOWN;
    verb = Keyword.NONE;
    object = Keyword.NONE;
    words = 0;
    inCommonTables = false;
    baseDepth = 0;
    assignment = Assignment.NONE;
    previousType = TokenType.END;
    previousKeyword = Keyword.NONE;
    settled = false;
  }

  /** Whether no further token of the statement can tell anything. */
  boolean settled() {
    return settled;
  }

  /** The kind as far as it is known; {@link StatementKind#OTHER} if a {@code WITH} has no end. */
  StatementKind kind() {
    return inCommonTables ? StatementKind.OTHER : kind;
  }

  /**
   * Takes notice of a token.
   *
   * @param assigns whether it is a lone equals sign
   * @param depth how many brackets are open before it
   */
  Treatment see(TokenType type, Keyword keyword, boolean assigns, int depth) {
    if (type == TokenType.WORD) {
      words++;
    }
    classify(type, keyword, depth);
    Treatment treatment = isBarePassword(type, keyword) ? Treatment.MASK : Treatment.KEEP;
    if (verb.kind() == StatementKind.SET || verb == Keyword.ALTER) {
      treatment = assign(keyword, assigns, treatment);
    }
    previousType = type;
    previousKeyword = keyword;
    settled = words >= 2 && !inCommonTables && !mayHideValues();
    return treatment;
  }

  private boolean mayHideValues() {
    return verb.kind() == StatementKind.SET || verb == Keyword.ALTER || verb == Keyword.CREATE;
  }

  private void classify(TokenType type, Keyword keyword, int depth) {
    if (inCommonTables) {
      if (keyword.startsQuery() && depth == baseDepth && !namesCommonTable()) {
        kind = keyword.kind();
        inCommonTables = false;
      }
    } else if (kind == StatementKind.UNKNOWN && type != TokenType.OPEN) {
      verb = keyword;
      kind = keyword.kind();
      inCommonTables = keyword == Keyword.WITH;
      baseDepth = depth;
    } else if (words == 2 && object == Keyword.NONE) {
      object = keyword;
      if (verb == Keyword.PREPARE && keyword == Keyword.TRANSACTION) {
        kind = StatementKind.TRANSACTION;
      }
    }
  }

  /** The verbs are not reserved, so that a common table may be called {@code update}. */
  private boolean namesCommonTable() {
    return previousType == TokenType.COMMA
        || previousKeyword == Keyword.WITH
        || previousKeyword == Keyword.RECURSIVE;
  }

  /** {@code PASSWORD secret}, without quotes or in the wrong ones, which no server executes. */
  private boolean isBarePassword(TokenType type, Keyword keyword) {
    return previousKeyword == Keyword.PASSWORD
        && (verb == Keyword.CREATE || verb == Keyword.ALTER)
        && (object == Keyword.ROLE || object == Keyword.USER || object == Keyword.GROUP)
        && keyword != Keyword.NULL
        && (type == TokenType.WORD || type == TokenType.QUOTED);
  }

  /** The value of a setting may be a bare word, and often is a tenant's or a person's name. */
  private Treatment assign(Keyword keyword, boolean assigns, Treatment otherwise) {
    switch (assignment) {
      case NONE -> {
        if (keyword == Keyword.SET && (verb == Keyword.SET || altersSettings())) {
          assignment = Assignment.EXPECTED;
        }
        return otherwise;
      }
      case EXPECTED -> {
        if (assigns || keyword == Keyword.TO) {
          assignment = Assignment.BEGUN;
        }
        return otherwise;
      }
      case BEGUN -> {
        boolean masked = keyword != Keyword.DEFAULT;
        assignment = masked ? Assignment.MASKED : Assignment.NONE;
        return masked ? Treatment.MASK : otherwise;
      }
      case MASKED -> {
        return Treatment.SKIP;
      }
    }
    throw new AssertionError(assignment);
  }

  private boolean altersSettings() {
    return switch (object) {
      case ROLE, USER, GROUP, DATABASE, SYSTEM -> true;
      default -> false;
    };
  }
}
