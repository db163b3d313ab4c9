package io.dbintel.core.sql;

/**
 * Divides a run of operator characters into operators and parameters. PostgreSQL takes a run for
 * one operator, MySQL for those it knows. The run's ends are remembered from one operator to the
 * next, or a megabyte of plus signs would be searched once per sign. Not thread-safe.
 */
final class OperatorScanner {
  /** With one of these in it an operator may end in a sign; others may not: {@code =-1} is two. */
  private static final String UNUSUAL = "~!@#^&|`?%";

  private final LexicalRules rules;
  private char[] in = {};
  private int end;

  private int position;

  /** The end of the run of operator characters. */
  private int runEnd;

  /** The first question mark in the rest of the run, or the run's end. */
  private int question;

  /** Where the signs before {@link #question} begin. */
  private int signs;

  OperatorScanner(LexicalRules rules) {
    this.rules = rules;
  }

  /** Begins a text with NULs behind it. */
  void begin(char[] text, int textEnd) {
    in = text;
    end = textEnd;
    runEnd = 0;
    question = 0;
    signs = 0;
  }

  /** Where the last token scanned ends. */
  int end() {
    return position;
  }

  /** Scans the token that begins here, with an operator character that begins no comment. */
  TokenType scan(int start) {
    char c = in[start];
    if (rules.mySql) {
      position = start + (c == '?' ? 1 : mySqlLength(start));
      return c == '?' ? TokenType.PLACEHOLDER : TokenType.OPERATOR;
    }
    if (start >= runEnd) {
      if (!rules.isOperator(in[start + 1])) {
        position = start + 1;
        return c == '?' ? TokenType.PLACEHOLDER : TokenType.OPERATOR;
      }
      runEnd = runEnd(start);
      findQuestion(start);
    } else if (start > question) {
      findQuestion(start);
    }
    if (start == question) {
      return questionMark(start);
    }
    boolean whole = question + 1 == runEnd && isOwnOperator(start, question + 1);
    position = whole ? runEnd : withoutTrailingSigns(start);
    return TokenType.OPERATOR;
  }

  private int mySqlLength(int start) {
    char c = in[start];
    char next = in[start + 1];
    return switch (c) {
      case '<' -> next == '=' && in[start + 2] == '>' ? 3 : in(next, "=><");
      case '>' -> in(next, "=>");
      case '!' -> in(next, "=");
      case '|' -> in(next, "|");
      case '&' -> in(next, "&");
      case '-' -> next == '>' && in[start + 2] == '>' ? 3 : in(next, ">");
      default -> 1;
    };
  }

  private static int in(char next, String continuing) {
    return continuing.indexOf(next) >= 0 ? 2 : 1;
  }

  /** A parameter, or an operator that begins with a question mark. */
  private TokenType questionMark(int start) {
    findQuestion(start + 1);
    if (isOwnOperator(start, question)) {
      position = question;
      return TokenType.OPERATOR;
    }
    // Drivers write the operator twice to tell it from a parameter.
    boolean twice = question == start + 1 && question < runEnd;
    position = twice ? start + 2 : start + 1;
    return TokenType.PLACEHOLDER;
  }

  /**
   * Whether the operator holding a question mark is one of the server's own: {@code ?|}, {@code
   * ?&}, {@code ?#}, {@code @?} or {@code ?-|}. Any other question mark is taken for a parameter,
   * as drivers write it.
   */
  private boolean isOwnOperator(int from, int to) {
    char second = in[from + 1];
    if (to - from == 2) {
      return in[from] == '?'
          ? second == '|' || second == '&' || second == '#'
          : in[from] == '@' && second == '?';
    }
    return to - from == 3 && in[from] == '?' && second == '-' && in[from + 2] == '|';
  }

  private int withoutTrailingSigns(int start) {
    int body = Math.max(signs, start + 1);
    for (int i = start; i < body; i++) {
      if (UNUSUAL.indexOf(in[i]) >= 0) {
        return question;
      }
    }
    return body;
  }

  private void findQuestion(int from) {
    question = from;
    signs = from;
    while (question < runEnd && in[question] != '?') {
      char c = in[question];
      question++;
      if (c != '+' && c != '-') {
        signs = question;
      }
    }
  }

  private int runEnd(int start) {
    int i = start + 1;
    while (i < end && rules.isOperator(in[i]) && !opensComment(i)) {
      i++;
    }
    return i;
  }

  private boolean opensComment(int i) {
    char next = in[i + 1];
    char c = in[i];
    return (c == '-' && next == '-') || (c == '/' && next == '*');
  }
}
