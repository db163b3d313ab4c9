package io.dbintel.processors.advice;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls of functions on columns in a condition without literals, as PostgreSQL prints it:
 * {@code (lower((name)::text) = ?)}, and not {@code (at > (now() - ?))} nor {@code
 * ((name)::character varying(20) = ?)}. One pass; nothing of the text is kept.
 */
final class ColumnCalls {
  /** Words that a parenthesis may follow, or that stand among arguments, and that name nothing. */
  private static final Set<String> WORDS =
      Set.of(
          "any",
          "all",
          "some",
          "array",
          "row",
          "and",
          "or",
          "not",
          "in",
          "is",
          "null",
          "true",
          "false",
          "case",
          "when",
          "then",
          "else",
          "end",
          "interval",
          "distinct",
          "from",
          "between",
          "like",
          "ilike",
          "similar",
          "to",
          "current_date",
          "current_time",
          "current_timestamp",
          "localtime",
          "localtimestamp",
          "current_user",
          "session_user");

  private final String text;
  private int at;

  /** How many calls are open, and the depth of parentheses at which the outermost began. */
  private int depth;

  private int callDepth = -1;

  private ColumnCalls(String text) {
    this.text = text;
  }

  /** Whether a function is called with a column among its arguments. */
  static boolean isIn(@Nullable String condition) {
    return condition != null && new ColumnCalls(condition).search();
  }

  private boolean search() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ':' && at + 1 < text.length() && text.charAt(at + 1) == ':') {
        at += 2;
        skipType();
      } else if (c == '(') {
        depth++;
        at++;
      } else if (c == ')') {
        depth--;
        at++;
        if (depth <= callDepth) {
          callDepth = -1;
        }
      } else if (isNameStart(c)) {
        if (name()) {
          return true;
        }
      } else {
        at++;
      }
    }
    return false;
  }

  /** Reads a name; true if it is a column's within a call. */
  private boolean name() {
    int start = at;
    skipName();
    String word = text.substring(start, at).toLowerCase(Locale.ROOT);
    if (WORDS.contains(word) || text.startsWith(" =>", at)) {
      return false;
    }
    boolean call = at < text.length() && text.charAt(at) == '(';
    if (call && callDepth < 0) {
      callDepth = depth;
      return false;
    }
    return !call && callDepth >= 0;
  }

  private void skipName() {
    if (text.charAt(at) == '"') {
      int end = text.indexOf('"', at + 1);
      at = end < 0 ? text.length() : end + 1;
    }
    while (at < text.length() && (isNamePart(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
  }

  /** Skips a type's name of one or more words, its modifier and the brackets of an array. */
  private void skipType() {
    while (at < text.length() && (isNamePart(text.charAt(at)) || isSpaceInType())) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '(') {
      int end = text.indexOf(')', at);
      at = end < 0 ? text.length() : end + 1;
    }
  }

  /** {@code character varying}, {@code timestamp without time zone}: a name and no keyword next. */
  private boolean isSpaceInType() {
    if (text.charAt(at) != ' ' || at + 1 >= text.length() || !isNameStart(text.charAt(at + 1))) {
      return false;
    }
    int end = at + 1;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return !WORDS.contains(text.substring(at + 1, end).toLowerCase(Locale.ROOT));
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '"';
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }
}
