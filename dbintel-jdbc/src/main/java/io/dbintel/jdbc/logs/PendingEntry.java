package io.dbintel.jdbc.logs;

import java.util.EnumMap;
import java.util.Map;

/** An entry whose lines are still coming. Belongs to one writer. */
final class PendingEntry {
  private enum Part {
    MESSAGE,
    DETAIL,
    HINT,
    CONTEXT,
    STATEMENT,
    OTHER
  }

  private final EntryHead head;
  private final long start;
  private final long number;
  private final int maxBytes;
  private final Map<Part, StringBuilder> texts = new EnumMap<>(Part.class);
  private Part part = Part.MESSAGE;
  private long end;
  private long bytes;
  private boolean indented;

  PendingEntry(EntryHead head, String text, Line line, int maxBytes) {
    this.head = head;
    this.maxBytes = maxBytes;
    start = line.start();
    number = line.number();
    add(head.withoutSqlState(text), line);
  }

  /** A line that names what it is: {@code DETAIL}. */
  void part(String word, String text, Line line) {
    part =
        switch (word) {
          case "DETAIL" -> Part.DETAIL;
          case "HINT" -> Part.HINT;
          case "CONTEXT" -> Part.CONTEXT;
          case "STATEMENT" -> Part.STATEMENT;
          default -> Part.OTHER;
        };
    if (part == Part.OTHER) {
      count(line);
    } else {
      add(text, line);
    }
  }

  /** A further line of the part that is being written; the server indents it by a tab. */
  void nextLine(String text, Line line) {
    boolean tab = text.startsWith("\t");
    indented |= tab;
    continued("\n" + (tab ? text.substring(1) : text), line);
  }

  /** More of the last line. */
  void continued(String text, Line line) {
    if (part == Part.OTHER) {
      count(line);
    } else {
      add(text, line);
    }
  }

  /**
   * True if a line without a tab belongs to somebody else, because the server did indent further
   * lines.
   */
  boolean isIndented() {
    return indented;
  }

  int pid() {
    return head.pid;
  }

  long start() {
    return start;
  }

  long bytes() {
    return bytes;
  }

  boolean isTooLong() {
    return bytes > maxBytes;
  }

  LogEntry entry() {
    LogTexts told =
        new LogTexts(
            text(Part.MESSAGE),
            text(Part.DETAIL),
            text(Part.HINT),
            text(Part.CONTEXT),
            text(Part.STATEMENT));
    return head.entry(told, number, end);
  }

  private void add(String text, Line line) {
    count(line);
    if (isTooLong()) {
      texts.clear();
    } else {
      texts.computeIfAbsent(part, unused -> new StringBuilder()).append(text);
    }
  }

  private void count(Line line) {
    bytes += line.size();
    end = line.end();
  }

  private String text(Part which) {
    StringBuilder text = texts.get(which);
    if (text == null) {
      return "";
    }
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == '\n') {
      length--;
    }
    return text.substring(0, length);
  }
}
