package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.explain.NoPlan.Refusal;
import io.dbintel.jdbc.pool.SqlResource;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Proves that a text of {@code pg_stat_statements} is exactly one statement that can be planned, by
 * rules that are stricter than the server's: what could be read in two ways, by the server, by the
 * driver or under another setting, is refused. So there is no string in it, of any syntax, hence no
 * question of what a backslash means; no semicolon; no letter beyond ASCII outside quotes.
 *
 * <p>Texts that the server normalised have {@code $1} where literals were, so little is lost.
 * Linear in the text. Used once, by one thread.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">the manual</a>
 */
final class ServerText {
  private static final int MAX_NAMES = 1_000;
  private static final int MAX_PARAMETERS = 256;
  private static final int MAX_NAME_BYTES = 63;
  private static final int MAX_DEPTH = 500;
  private static final String OPERATOR = "~!@#^&|`?+-*/%<>=";

  /** With one of these in it an operator may end in a sign; others may not: {@code =-1} is two. */
  private static final String UNUSUAL = "~!@#^&|`?%";

  private static final Set<String> KINDS =
      Set.of("select", "insert", "update", "delete", "merge", "with", "values", "table");

  /** Types that are written before a literal, which is a parameter now and no grammar any more. */
  private static final Set<String> TYPED =
      Set.of("date", "time", "timestamp", "timestamptz", "interval", "numeric", "json", "jsonb");

  /** What {@code IN}, {@code LIKE}, {@code DISTINCT}, {@code ORDER BY} and joins may look for. */
  private static final Set<String> IMPLIED =
      Set.of(
          "=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*", "-",
          "+");

  private static final String SQUASHED = ", ...";
  private static final String MARK = " " + SqlResource.MARK + "explain */";

  private enum Token {
    NONE,
    WORD,
    QUOTED,
    PARAMETER,
    NUMBER,
    OPERATOR,
    DOT,
    OTHER
  }

  private final String sql;
  private final StringBuilder out;
  private final StringBuilder closers = new StringBuilder();
  private final Set<String> names = new HashSet<>();
  private final Set<String> calls = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private final Set<String> operators = new HashSet<>(IMPLIED);
  private int position;
  private int parameters;
  private boolean marked;
  private boolean ended;
  private boolean squashedHere;
  private boolean squashedBefore;
  private Token last = Token.NONE;
  private Token beforeLast = Token.NONE;
  private int lastStart;
  private String lastName = "";

  private ServerText(String sql) {
    this.sql = sql;
    out = new StringBuilder(sql.length() + MARK.length());
  }

  /**
   * Proves it.
   *
   * @param text as the server keeps it
   * @throws Refusal if it cannot be proven, with the reason
   */
  static Explainable prove(String text) throws Refusal {
    return new ServerText(text).read();
  }

  private Explainable read() throws Refusal {
    parameters = highestParameter();
    boolean blank = blank();
    while (position < sql.length()) {
      if (ended) {
        throw new Refusal(NoPlan.MULTIPLE_STATEMENTS);
      }
      token(blank);
      blank = blank();
      if (squashedHere) {
        expand();
        blank = false;
      }
    }
    if (!closers.isEmpty()) {
      throw new Refusal(NoPlan.TRUNCATED);
    }
    if (!marked) {
      throw new Refusal(out.isEmpty() ? NoPlan.NO_TEXT : NoPlan.NOT_EXPLAINABLE);
    }
    return new Explainable(out.toString(), parameters, names, calls, members, operators);
  }

  private void token(boolean blank) throws Refusal {
    char c = sql.charAt(position);
    if (c == ';') {
      position++;
      ended = true;
      return;
    }
    if (squashedBefore && c != ')' && c != ']') {
      throw new Refusal(NoPlan.SQUASHED_LIST);
    }
    squashedBefore = false;
    if (blank && !out.isEmpty()) {
      out.append(' ');
    }
    int start = out.length();
    Token type;
    if (isLetter(c)) {
      type = word();
    } else if (c == '"') {
      type = quoted();
    } else if (isDigit(c) || (c == '.' && isDigit(at(position + 1)))) {
      type = number();
    } else if (c == '$') {
      type = parameter(blank);
    } else if (OPERATOR.indexOf(c) >= 0) {
      type = operator();
    } else {
      type = punctuation(c);
    }
    beforeLast = last;
    last = type;
    lastStart = start;
  }

  private Token word() throws Refusal {
    int from = position;
    while (isLetter(at(position)) || isDigit(at(position)) || at(position) == '$') {
      position++;
    }
    char next = at(position);
    if (next == '\'') {
      throw new Refusal(NoPlan.LITERALS);
    }
    boolean unicode = next == '&' && (at(position + 1) == '\'' || at(position + 1) == '"');
    if (next == '"' || unicode) {
      throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
    String word = sql.substring(from, position);
    name(word.toLowerCase(Locale.ROOT));
    out.append(word);
    if (!marked) {
      begin(lastName);
    }
    return Token.WORD;
  }

  /** The first word says what it is; our mark stands behind it, as the server keeps it there. */
  private void begin(String kind) throws Refusal {
    if (!KINDS.contains(kind)) {
      throw new Refusal(NoPlan.NOT_EXPLAINABLE);
    }
    marked = true;
    out.append(MARK);
  }

  private Token quoted() throws Refusal {
    int from = position++;
    StringBuilder name = new StringBuilder();
    while (true) {
      char c = at(position++);
      if (c == 0) {
        throw new Refusal(NoPlan.TRUNCATED);
      }
      if (c == '"') {
        if (at(position) != '"') {
          break;
        }
        position++;
      } else if (c == ';' || Character.isISOControl(c) || Character.isSurrogate(c)) {
        throw new Refusal(NoPlan.UNSAFE_TEXT);
      }
      name.append(c);
    }
    if (name.isEmpty() || at(position) == '"' || at(position) == '\'') {
      throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
    name(name.toString());
    out.append(sql, from, position);
    return Token.QUOTED;
  }

  private void name(String name) throws Refusal {
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES
        || names.size() == MAX_NAMES) {
      throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
    boolean unusedNew = names.add(name);
    if (last == Token.DOT) {
      boolean unusedMember = members.add(name);
    }
    lastName = name;
  }

  private Token number() throws Refusal {
    int from = position;
    while (isDigit(at(position)) || at(position) == '.') {
      position++;
    }
    boolean exponent = at(position) == 'e' || at(position) == 'E';
    if (exponent) {
      position++;
      if (at(position) == '+' || at(position) == '-') {
        position++;
      }
      while (isDigit(at(position))) {
        position++;
      }
    }
    if (clings(at(position))) {
      throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
    out.append(sql, from, position);
    return Token.NUMBER;
  }

  private Token parameter(boolean blank) throws Refusal {
    int from = position++;
    if (!isDigit(at(position))) {
      throw new Refusal(NoPlan.LITERALS);
    }
    while (isDigit(at(position))) {
      position++;
    }
    if (clings(at(position))) {
      throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
    boolean typed =
        last == Token.WORD && beforeLast != Token.DOT && blank && TYPED.contains(lastName);
    if (typed) {
      out.setLength(lastStart);
      out.append('(').append(sql, from, position).append("::").append(lastName).append(')');
    } else {
      out.append(sql, from, position);
    }
    return Token.PARAMETER;
  }

  /** What would cling to a number: servers disagree on what that is. */
  private static boolean clings(char c) {
    return isLetter(c) || isDigit(c) || c == '$' || c == '\'' || c == '"' || c >= 128;
  }

  private Token operator() throws Refusal {
    int from = position;
    int end = from;
    while (end < sql.length() && OPERATOR.indexOf(sql.charAt(end)) >= 0 && !opensComment(end)) {
      end++;
    }
    String run = sql.substring(from, end);
    if (run.contains("??")) {
      // Drivers make one of it.
      throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
    int length = run.length();
    while (length > 1
        && (run.charAt(length - 1) == '+' || run.charAt(length - 1) == '-')
        && !isUnusual(run.substring(0, length - 1))) {
      length--;
    }
    boolean unusedNew = operators.add(run.substring(0, length));
    position = from + length;
    out.append(run, 0, length);
    return Token.OPERATOR;
  }

  private static boolean isUnusual(String operator) {
    return operator.chars().anyMatch(c -> UNUSUAL.indexOf(c) >= 0);
  }

  private Token punctuation(char c) throws Refusal {
    position++;
    switch (c) {
      case '(', '[' -> open(c);
      case ')', ']' -> close(c);
      case ',', ':' -> {}
      case '.' -> {
        out.append(c);
        return Token.DOT;
      }
      case '\'' -> throw new Refusal(NoPlan.LITERALS);
      default -> throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
    out.append(c);
    return Token.OTHER;
  }

  private void open(char c) throws Refusal {
    if (c == '(' && (last == Token.WORD || last == Token.QUOTED)) {
      boolean unusedNew = calls.add(lastName);
    }
    closers.append(c == '(' ? ')' : ']');
    if (closers.length() > MAX_DEPTH) {
      throw new Refusal(NoPlan.UNSAFE_TEXT);
    }
  }

  private void close(char c) throws Refusal {
    int top = closers.length() - 1;
    if (top < 0 || closers.charAt(top) != c) {
      throw new Refusal(NoPlan.NOT_SQL);
    }
    closers.setLength(top);
  }

  /**
   * The server wrote the first item of a list and a comment in place of the others. A list of one
   * is planned otherwise than one of more, so there have to be two.
   */
  private void expand() throws Refusal {
    squashedHere = false;
    if (last != Token.PARAMETER) {
      throw new Refusal(NoPlan.SQUASHED_LIST);
    }
    parameters++;
    if (parameters > MAX_PARAMETERS) {
      throw new Refusal(NoPlan.TOO_MANY_PARAMETERS);
    }
    out.append(", $").append(parameters);
    squashedBefore = true;
  }

  /** Skips white space and comments. */
  private boolean blank() throws Refusal {
    int from = position;
    while (position < sql.length()) {
      char c = sql.charAt(position);
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        position++;
      } else if (c == '-' && at(position + 1) == '-') {
        while (position < sql.length() && at(position) != '\n' && at(position) != '\r') {
          position++;
        }
      } else if (c == '/' && at(position + 1) == '*') {
        comment();
      } else {
        break;
      }
    }
    return position > from;
  }

  private void comment() throws Refusal {
    int from = position + 2;
    int depth = 0;
    do {
      if (position + 1 >= sql.length()) {
        throw new Refusal(NoPlan.TRUNCATED);
      }
      if (opensComment(position) && at(position) == '/') {
        depth++;
        position += 2;
      } else if (at(position) == '*' && at(position + 1) == '/') {
        depth--;
        position += 2;
      } else {
        position++;
      }
    } while (depth > 0);
    squashedHere |= sql.substring(from, position - 2).strip().equals(SQUASHED);
  }

  private boolean opensComment(int i) {
    char c = at(i);
    return (c == '-' && at(i + 1) == '-') || (c == '/' && at(i + 1) == '*');
  }

  /** So that a parameter of ours is none of the text's; literals may make it higher, not lower. */
  private int highestParameter() throws Refusal {
    int highest = 0;
    for (int i = sql.indexOf('$'); i >= 0; i = sql.indexOf('$', i + 1)) {
      int number = 0;
      for (int digit = i + 1; isDigit(at(digit)); digit++) {
        number = 10 * number + at(digit) - '0';
        if (number > MAX_PARAMETERS) {
          throw new Refusal(NoPlan.TOO_MANY_PARAMETERS);
        }
      }
      highest = Math.max(highest, number);
    }
    return highest;
  }

  private char at(int i) {
    return i < sql.length() ? sql.charAt(i) : 0;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
