package io.dbintel.jdbc.logs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code log_line_prefix}, compiled: says whether a line begins with it and a severity, and what
 * the escapes stood for.
 *
 * <p>Numbers, times and identifiers end where their grammar ends. A name ends at the first place
 * from which the rest of the prefix and a severity follow; each pair of element and place is tried
 * once, so that the cost is bounded by their number, whatever names hold. Immutable and
 * thread-safe.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX">the
 *     manual</a>
 */
final class LinePrefix {
  /** No name of a server is longer, a host's apart, which may have as many. */
  private static final int LONGEST_NAME = 255;

  private static final int LONGEST_PREFIX = 4096;

  private final List<Element> elements;
  private final String pattern;

  /** A literal; or an escape, whose literal is empty. */
  private record Element(char escape, String literal, boolean padded) {}

  private LinePrefix(String pattern, List<Element> elements) {
    this.pattern = pattern;
    this.elements = List.copyOf(elements);
  }

  /**
   * Compiles a setting; escapes the server does not know stand for nothing, as the server has it.
   */
  static LinePrefix of(String pattern) {
    List<Element> elements = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c != '%' || at == pattern.length()) {
        literal.append(c == '%' ? "" : String.valueOf(c));
        continue;
      }
      int digits = pattern.charAt(at) == '-' ? at + 1 : at;
      int escape = LogTime.digitsEnd(pattern, digits, pattern.length());
      if (escape == pattern.length()) {
        break;
      }
      char letter = pattern.charAt(escape);
      boolean padded = escape > at;
      at = escape + 1;
      if (letter == '%') {
        literal.append('%');
      } else if ("audbrhLptTmnsiecvxlqQP".indexOf(letter) >= 0) {
        if (!literal.isEmpty()) {
          elements.add(new Element(' ', literal.toString(), false));
          literal.setLength(0);
        }
        elements.add(new Element(letter, "", padded));
      }
    }
    if (!literal.isEmpty()) {
      elements.add(new Element(' ', literal.toString(), false));
    }
    return new LinePrefix(pattern, elements);
  }

  /** The setting. */
  String pattern() {
    return pattern;
  }

  /** True if it tells in which database a statement ran. */
  boolean hasDatabase() {
    return elements.stream().anyMatch(element -> element.escape() == 'd');
  }

  /**
   * The head of an entry that begins with this line, its time, names and severity; null if none
   * does.
   */
  @Nullable Match match(String line, LogTime times) {
    if (line.isEmpty() || line.charAt(0) == '\t') {
      return null;
    }
    Search search = new Search(line);
    int severity = search.from(0, 0);
    if (severity < 0) {
      return null;
    }
    EntryHead head = new EntryHead();
    for (int i = 0; i < elements.size(); i++) {
      if (search.ends[i] >= 0) {
        take(head, elements.get(i), line.substring(search.starts[i], search.ends[i]), times);
      }
    }
    int end = Severity.end(line, severity);
    head.severity = line.substring(severity, end);
    return new Match(head, textAfter(line, end));
  }

  /** A line that begins an entry, or a part of one. */
  record Match(EntryHead head, int textFrom) {}

  /** The server writes two blanks after the colon; others may have made one of them. */
  private static int textAfter(String line, int colon) {
    int at = colon + 1;
    while (at < line.length() && at < colon + 3 && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static void take(EntryHead head, Element element, String raw, LogTime times) {
    String text = element.padded() ? raw.strip() : raw;
    switch (element.escape()) {
      case 'a' -> head.application = EntryHead.name(text);
      case 'u' -> head.user = EntryHead.name(text);
      case 'd' -> head.database = EntryHead.name(text);
      case 'p' -> head.pid = EntryHead.pid(text);
      case 'c' -> head.sessionId = text;
      case 'e' -> head.sqlState = text;
      case 'Q' -> head.queryId = EntryHead.number(text);
      case 't', 'm' -> head.epochNanos = times.epochNanos(text);
      case 'n' -> head.epochNanos = LogTime.unixEpochNanos(text);
      default -> {}
    }
  }

  /** One line's search. */
  private final class Search {
    private final String line;
    private final int most;
    private final int[] starts = new int[elements.size()];
    private final int[] ends = new int[elements.size()];
    private @Nullable Set<Integer> inVain;

    Search(String line) {
      this.line = line;
      most = Math.min(line.length(), LONGEST_PREFIX);
    }

    /** Where the severity begins if all elements from this one on match from here; else -1. */
    int from(int index, int at) {
      if (index == elements.size()) {
        return Severity.end(line, at) < 0 ? -1 : at;
      }
      ends[index] = -1;
      Element element = elements.get(index);
      if (element.escape() == ' ') {
        return line.startsWith(element.literal(), at)
            ? from(index + 1, at + element.literal().length())
            : -1;
      }
      if (element.escape() == 'q') {
        if (Severity.end(line, at) >= 0) {
          Arrays.fill(ends, index, ends.length, -1);
          return at;
        }
        return from(index + 1, at);
      }
      int begin = element.padded() ? skipBlanks(at) : at;
      int end = typedEnd(element.escape(), begin);
      if (end == NAME) {
        return name(index, at);
      }
      if (end < 0) {
        return -1;
      }
      return took(index, begin, end, element.padded() ? skipBlanks(end) : end);
    }

    private int took(int index, int begin, int end, int next) {
      int severity = from(index + 1, next);
      if (severity < 0 && next > end) {
        severity = from(index + 1, end);
      }
      if (severity >= 0) {
        starts[index] = begin;
        ends[index] = end;
      }
      return severity;
    }

    /** Tries each end of a name, nearest first; what follows a place is the same whoever asks. */
    private int name(int index, int at) {
      int key = index * (LONGEST_PREFIX + 1) + at;
      if (at > most || (inVain != null && inVain.contains(key))) {
        return -1;
      }
      Element next = index + 1 < elements.size() ? elements.get(index + 1) : null;
      String stop = next == null || next.escape() != ' ' ? "" : next.literal();
      for (int end = at; end <= Math.min(most, at + LONGEST_NAME); end++) {
        if (stop.isEmpty() || line.startsWith(stop, end)) {
          int severity = took(index, at, end, end);
          if (severity >= 0) {
            return severity;
          }
        }
      }
      if (inVain == null) {
        inVain = new HashSet<>();
      }
      inVain.add(key);
      return -1;
    }

    private int skipBlanks(int from) {
      int at = from;
      while (at < most && line.charAt(at) == ' ') {
        at++;
      }
      return at;
    }

    /** Where a value ends whose grammar tells; {@link #NAME} if it does not; -1 if it is none. */
    private int typedEnd(char escape, int at) {
      return switch (escape) {
        case 't', 'm', 's' -> LogTime.end(line, at);
        case 'n' -> unixEnd(at);
        case 'p', 'l' -> atLeastOne(at, LogTime.digitsEnd(line, at, 20));
        case 'x', 'P' -> LogTime.digitsEnd(line, at, 20);
        case 'Q' -> integerEnd(at);
        case 'e' -> sqlStateEnd(at);
        case 'c' -> sessionEnd(at);
        case 'v' -> virtualTransactionEnd(at);
        case 'r', 'h', 'L' -> remoteEnd(at);
        default -> NAME;
      };
    }

    private int atLeastOne(int from, int end) {
      return end == from ? -1 : end;
    }

    private int unixEnd(int at) {
      int end = LogTime.digitsEnd(line, at, 13);
      if (end < at + 9) {
        return -1;
      }
      return end < line.length() && line.charAt(end) == '.'
          ? LogTime.digitsEnd(line, end + 1, 9)
          : end;
    }

    private int integerEnd(int at) {
      int digits = at < line.length() && line.charAt(at) == '-' ? at + 1 : at;
      return atLeastOne(digits, LogTime.digitsEnd(line, digits, 20));
    }

    private int sqlStateEnd(int at) {
      if (at + 5 > line.length()) {
        return -1;
      }
      for (int i = at; i < at + 5; i++) {
        char c = line.charAt(i);
        if (!LogTime.isDigit(c) && (c < 'A' || c > 'Z')) {
          return -1;
        }
      }
      return at + 5;
    }

    private int sessionEnd(int at) {
      int point = hexEnd(at);
      if (point == at || point >= line.length() || line.charAt(point) != '.') {
        return -1;
      }
      return atLeastOne(point + 1, hexEnd(point + 1));
    }

    private int hexEnd(int from) {
      int at = from;
      while (at < most && at < from + 16 && Character.digit(line.charAt(at), 16) >= 0) {
        at++;
      }
      return at;
    }

    /** {@code 3/17}; nothing where there is no backend. */
    private int virtualTransactionEnd(int at) {
      int slash = LogTime.digitsEnd(line, at, 20);
      if (slash == at || slash >= line.length() || line.charAt(slash) != '/') {
        return at;
      }
      return LogTime.digitsEnd(line, slash + 1, 20);
    }

    /** An address has colons, which separate elsewhere: its port in parentheses ends it. */
    private int remoteEnd(int at) {
      if (line.startsWith("[local]", at)) {
        return at + "[local]".length();
      }
      int open = at;
      while (open < most && isOfHost(line.charAt(open))) {
        open++;
      }
      if (open == at || open >= line.length() || line.charAt(open) != '(') {
        return NAME;
      }
      int close = LogTime.digitsEnd(line, open + 1, 5);
      return close > open + 1 && close < line.length() && line.charAt(close) == ')'
          ? close + 1
          : NAME;
    }

    private boolean isOfHost(char c) {
      return Character.isLetterOrDigit(c) || ".:-_%".indexOf(c) >= 0;
    }
  }

  private static final int NAME = -2;
}
