package io.dbintel.core.sql;

import io.dbintel.core.sql.SqlDialect.CharClass;

/**
 * Divides a run of operator characters into operators and parameters. The run's ends are remembered
 * from one to the next, or a megabyte of plus signs would be searched once per sign. Not
 * thread-safe.
 */
final class OperatorScanner {
  /** With one of these in it an operator may end in a sign; others may not: {@code =-1} is two. */
  private static final String UNUSUAL = "~!@#^&|`?%";

  private final SqlDialect dialect;
  private final String sql;
  private final int end;

  private int position;

  /** The end of the run of operator characters. */
  private int runEnd;

  /** The first question mark in the rest of the run, or the run's end. */
  private int question;

  /** Where the signs before {@link #question} begin. */
  private int signs;

  OperatorScanner(SqlDialect dialect, String sql, int end) {
    this.dialect = dialect;
    this.sql = sql;
    this.end = end;
  }

  /** Where the last token scanned ends. */
  int end() {
    return position;
  }

  /** Scans the token that begins here, with an operator character that begins no comment. */
  TokenType scan(int start) {
    if (start >= runEnd) {
      runEnd = runEnd(start);
      findQuestion(start);
    } else if (start > question) {
      findQuestion(start);
    }
    if (start == question) {
      return questionMark(start);
    }
    boolean whole =
        question + 1 == runEnd && dialect.isQuestionMarkOperator(sql, start, question + 1);
    position = whole ? runEnd : withoutTrailingSigns(start);
    return TokenType.OPERATOR;
  }

  /** A parameter, or an operator that begins with a question mark. */
  private TokenType questionMark(int start) {
    findQuestion(start + 1);
    if (dialect.isQuestionMarkOperator(sql, start, question)) {
      position = question;
      return TokenType.OPERATOR;
    }
    // Drivers write the operator twice to tell it from a parameter.
    boolean twice = question == start + 1 && question < runEnd;
    position = twice ? start + 2 : start + 1;
    return TokenType.PLACEHOLDER;
  }

  private int withoutTrailingSigns(int start) {
    int body = Math.max(signs, start + 1);
    for (int i = start; i < body; i++) {
      if (UNUSUAL.indexOf(sql.charAt(i)) >= 0) {
        return question;
      }
    }
    return body;
  }

  private void findQuestion(int from) {
    question = from;
    signs = from;
    while (question < runEnd && sql.charAt(question) != '?') {
      char c = sql.charAt(question);
      question++;
      if (c != '+' && c != '-') {
        signs = question;
      }
    }
  }

  private int runEnd(int start) {
    int i = start + 1;
    while (i < end && dialect.classOf(sql.charAt(i)) == CharClass.OPERATOR && !opensComment(i)) {
      i++;
    }
    return i;
  }

  private boolean opensComment(int i) {
    char next = i + 1 < end ? sql.charAt(i + 1) : 0;
    char c = sql.charAt(i);
    return (c == '-' && next == '-') || (c == '/' && next == '*');
  }
}
