package io.dbintel.core.sql;

/**
 * The fast lane of a reading: passes over tokens that change nothing but text, fingerprint and what
 * stood before, which most do, in one loop without calls. It stops before the first token that may
 * matter to lists, scope, summary or signs, or that is not written in the most usual way, and
 * leaves that to the lexer. Whatever it does is what the long way does: a test compares the two.
 *
 * <p>It works on the fields of lexer, text and fingerprint, and holds them in locals while it runs.
 * Not thread-safe.
 */
final class PlainTokens {
  /** A token longer than this goes the long way, where the limit is held. */
  private static final int LONGEST = 256;

  private static final int PACKED = Long.BYTES;

  private final SqlLexer lexer;
  private final NormalText text;
  private final SqlFingerprint fingerprint;
  private final byte[] classes;
  private final byte[] folded;
  private final boolean[] operator;

  /** How many strings the last list of constants had. */
  private int listStrings;

  private int depth;
  private Keyword previousKeyword = Keyword.NONE;
  private Keyword keywordBefore = Keyword.NONE;

  PlainTokens(LexicalRules rules, SqlLexer lexer, NormalText text, SqlFingerprint fingerprint) {
    this.lexer = lexer;
    this.text = text;
    this.fingerprint = fingerprint;
    this.classes = rules.classes;
    this.folded = rules.folded;
    this.operator = rules.operator;
  }

  /** How many brackets are open behind what was passed. */
  int depth() {
    return depth;
  }

  /** The keyword passed last, {@link Keyword#NONE} if the last token was another. */
  Keyword previousKeyword() {
    return previousKeyword;
  }

  /** The keyword before that. */
  Keyword keywordBefore() {
    return keywordBefore;
  }

  /**
   * Passes over tokens. No list may be open, and the statement's scope settled.
   *
   * @param commas whether commas may be passed
   * @param closings whether closing brackets may be passed
   */
  void pass(
      int depthBefore, Keyword keyword, Keyword earlierKeyword, boolean commas, boolean closings) {
    char[] in = lexer.text();
    byte[] key = fingerprint.bytes;
    int keyEnd = fingerprint.length;
    int keyLimit = key.length - LONGEST - 2 * PACKED;
    int outLimit = text.maxLength - 2 * LONGEST;
    char[] out = text.out;
    int copied = text.copied;
    int runStart = text.runStart;
    int runEnd = text.runEnd;
    TokenType previous = text.previous;
    Keyword last = keyword;
    Keyword earlier = earlierKeyword;
    int open = depthBefore;
    int quotes = 0;
    int i = lexer.position;

    while (keyEnd < keyLimit && copied + runEnd - runStart < outLimit) {
      int start = i;
      char c = in[start];
      while (c < 128 && classes[c] == LexicalRules.SPACE) {
        c = in[++start];
      }
      if (c >= 128) {
        break;
      }
      TokenType type;
      int end = start + 1;
      int listEnd = 0;
      Keyword current = Keyword.NONE;
      int keyStart = keyEnd;
      switch (classes[c]) {
        case LexicalRules.WORD -> {
          long tail = 0;
          long head = 0;
          end = start;
          do {
            byte letter = folded[c];
            if (letter == 0) {
              break;
            }
            if (end - start == PACKED) {
              head = tail;
            }
            tail = tail << Byte.SIZE | letter;
            c = in[++end];
          } while (c < 128);
          int size = end - start;
          if (c == '\'' || c == '&' || c >= 128 || size > 2 * PACKED) {
            type = TokenType.UNREADABLE;
          } else {
            current = Keyword.of(in, start, end, tail);
            type = current.isPlain() ? TokenType.WORD : TokenType.UNREADABLE;
            if (size <= PACKED) {
              SqlFingerprint.LONGS.set(key, keyEnd, tail << (Long.SIZE - size * Byte.SIZE));
            } else {
              SqlFingerprint.LONGS.set(key, keyEnd, head);
              SqlFingerprint.LONGS.set(key, keyEnd + size - PACKED, tail);
            }
            keyEnd += size;
          }
        }
        case LexicalRules.DOT -> {
          byte next = in[end] < 128 ? classes[in[end]] : LexicalRules.ILLEGAL;
          type =
              next == LexicalRules.WORD || next == LexicalRules.NAME_QUOTE
                  ? TokenType.DOT
                  : TokenType.UNREADABLE;
          key[keyEnd++] = '.';
        }
        case LexicalRules.COMMA -> {
          type = commas ? TokenType.COMMA : TokenType.UNREADABLE;
          key[keyEnd++] = ',';
        }
        case LexicalRules.OPEN -> {
          type = last.opensList() || c != '(' ? TokenType.UNREADABLE : TokenType.OPEN;
          key[keyEnd++] = (byte) c;
          if (last == Keyword.IN && c == '(') {
            listEnd = constantsEnd(in, end);
            type = listEnd > 0 ? TokenType.OPEN : TokenType.UNREADABLE;
          }
        }
        case LexicalRules.CLOSE -> {
          type = closings && open > 0 ? TokenType.CLOSE : TokenType.UNREADABLE;
          key[keyEnd++] = (byte) c;
        }
        case LexicalRules.OPERATOR, LexicalRules.COMMENT_OR_OPERATOR -> {
          end = operatorEnd(in, start);
          type = TokenType.OPERATOR;
          if (end <= start) {
            type = end < start ? TokenType.UNREADABLE : TokenType.PLACEHOLDER;
            end = start + 1;
          }
          for (int at = start; at < end; at++) {
            key[keyEnd++] = (byte) in[at];
          }
        }
        case LexicalRules.STRING_QUOTE -> {
          end = stringEnd(in, start);
          type = end > 0 ? TokenType.PLACEHOLDER : TokenType.UNREADABLE;
          key[keyEnd++] = '?';
          quotes += end > 0 ? 1 : 0;
        }
        case LexicalRules.DIGIT -> {
          end = numberEnd(in, start);
          type = end > 0 ? TokenType.PLACEHOLDER : TokenType.UNREADABLE;
          key[keyEnd++] = '?';
        }
        case LexicalRules.DOLLAR -> {
          end = parameterEnd(in, end);
          type = end > 0 ? TokenType.PLACEHOLDER : TokenType.UNREADABLE;
          key[keyEnd++] = '?';
        }
        case LexicalRules.NAME_QUOTE -> {
          type = TokenType.QUOTED;
          char letter = in[end];
          while (letter != c && letter < 128 && letter != 0 && end - start < LONGEST) {
            letter = in[++end];
          }
          end++;
          if (letter != c || in[end] == c) {
            type = TokenType.UNREADABLE;
          } else {
            for (int at = start; at < end; at++) {
              key[keyEnd++] = (byte) in[at];
            }
            quotes++;
          }
        }
        default -> type = TokenType.UNREADABLE;
      }
      if (type == TokenType.UNREADABLE) {
        keyEnd = keyStart;
        break;
      }
      key[keyEnd++] = ' ';

      int space = 0;
      switch (NormalText.spaceBetween(previous, type)) {
        case NormalText.ALWAYS -> space = 1;
        case NormalText.AS_WRITTEN -> space = start > i ? 1 : 0;
        case NormalText.UNLESS_STAR -> space = end - start != 1 || c != '*' ? 1 : 0;
        default -> {}
      }
      boolean constant = type == TokenType.PLACEHOLDER;
      if (!constant && start - runEnd == space && (space == 0 || in[runEnd] == ' ')) {
        runEnd = end;
      } else {
        int length = runEnd - runStart;
        if (copied + length + NormalText.RESERVE > out.length) {
          out = text.grow(copied, length);
        }
        if (length > 0) {
          System.arraycopy(in, runStart, out, copied, length);
          copied += length;
        }
        if (space == 1) {
          out[copied++] = ' ';
        }
        if (constant) {
          out[copied++] = '?';
          runStart = NormalText.NO_RUN;
          runEnd = NormalText.NO_RUN;
        } else {
          runStart = start;
          runEnd = end;
        }
      }
      if (listEnd > 0) {
        // A list of constants is one constant, and is closed.
        int length = runEnd - runStart;
        if (copied + length + NormalText.RESERVE > out.length) {
          out = text.grow(copied, length);
        }
        System.arraycopy(in, runStart, out, copied, length);
        copied += length;
        out[copied++] = '?';
        runStart = listEnd - 1;
        runEnd = listEnd;
        key[keyEnd++] = '?';
        key[keyEnd++] = ' ';
        key[keyEnd++] = ')';
        key[keyEnd++] = ' ';
        quotes += listStrings;
        type = TokenType.CLOSE;
        last = Keyword.NONE;
        end = listEnd;
      } else if (type == TokenType.OPEN) {
        open++;
      } else if (type == TokenType.CLOSE) {
        open--;
      }
      previous = type;
      earlier = last;
      last = current;
      i = end;
    }

    if (i > lexer.position) {
      text.copied = copied;
      text.runStart = runStart;
      text.runEnd = runEnd;
      text.previous = previous;
      text.fit = copied + runEnd - runStart;
      fingerprint.length = keyEnd;
      lexer.passTo(i, quotes, last);
    }
    depth = open;
    previousKeyword = last;
    keywordBefore = earlier;
  }

  /**
   * The end of an operator that is one in all dialects and no sign; the start if it is a parameter;
   * negative if it is neither.
   */
  private int operatorEnd(char[] in, int start) {
    char c = in[start];
    char next = in[start + 1];
    boolean alone = next >= 128 || !operator[next];
    if (c == '-') {
      if (next != '>') {
        return -1;
      }
      int end = in[start + 2] == '>' ? start + 3 : start + 2;
      return in[end] < 128 && operator[in[end]] ? -1 : end;
    }
    if (c == '+' || c == '/' || c == '#') {
      return -1;
    }
    if (alone) {
      return c == '?' ? start : c == '*' && next == '/' ? -1 : start + 1;
    }
    boolean known =
        switch (c) {
          case '<' -> next == '=' || next == '>';
          case '>', '!' -> next == '=';
          case '|' -> next == '|';
          default -> false;
        };
    char third = in[start + 2];
    return known && (third >= 128 || !operator[third]) ? start + 2 : -1;
  }

  /** The end of a string that has nothing special in or behind it; 0 if it has. */
  private int stringEnd(char[] in, int start) {
    char quote = in[start];
    int i = start + 1;
    char c = in[i];
    while (c != quote && c != '\\' && c < 128 && c != 0) {
      c = in[++i];
    }
    if (c != quote || in[i + 1] == quote) {
      return 0;
    }
    char next = in[i + 1];
    if (next == ' ') {
      // What could continue the string stands behind a line break, or in MySQL behind a space.
      char behind = in[i + 2];
      byte type = behind < 128 ? classes[behind] : LexicalRules.SPACE;
      boolean plain =
          type != LexicalRules.SPACE
              && type != LexicalRules.STRING_QUOTE
              && type != LexicalRules.COMMENT_OR_OPERATOR;
      return plain ? i + 1 : 0;
    }
    return next == ')' || next == ',' || next == ':' || next == ';' || next == 0 ? i + 1 : 0;
  }

  /** The end of a list of constants, its bracket included; 0 if there is anything else in it. */
  private int constantsEnd(char[] in, int from) {
    listStrings = 0;
    int i = from;
    while (true) {
      while (in[i] == ' ') {
        i++;
      }
      char c = in[i];
      if (c == '?') {
        i++;
      } else if (c == '$') {
        i = parameterEnd(in, i + 1);
      } else if (c >= '0' && c <= '9') {
        i = numberEnd(in, i);
      } else {
        i = c < 128 && classes[c] == LexicalRules.STRING_QUOTE ? stringEnd(in, i) : 0;
        listStrings++;
      }
      if (i == 0) {
        return 0;
      }
      while (in[i] == ' ') {
        i++;
      }
      if (in[i] == ')') {
        return i + 1;
      }
      if (in[i] != ',') {
        return 0;
      }
      i++;
    }
  }

  /** The end of a number made of digits and a point; 0 if it is of another shape. */
  private int numberEnd(char[] in, int start) {
    int i = digitsEnd(in, start);
    if (in[i] == '.' && in[i + 1] >= '0' && in[i + 1] <= '9') {
      i = digitsEnd(in, i + 1);
    }
    return endsHere(in[i]) ? i : 0;
  }

  /** The end of a parameter's number; 0 if something clings to it. */
  private int parameterEnd(char[] in, int start) {
    int i = digitsEnd(in, start);
    return i > start && endsHere(in[i]) ? i : 0;
  }

  private static int digitsEnd(char[] in, int start) {
    int i = start;
    while (in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    return i;
  }

  private boolean endsHere(char c) {
    return c < 128 && folded[c] == 0 && c != '.' && c != '\'';
  }
}
