package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogSink.Loss;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Entries in lines of syslog. Lines of several processes mix, so that a few entries are open at a
 * time; they are told in the order in which they begin, the first once its process began another,
 * or when {@value #MAX_OPEN} are open.
 *
 * <p>The server cuts lines of more than about 900 bytes. What was cut there is put together again;
 * what logplex makes of it cannot be told from a new line and is taken for one.
 */
final class SyslogLines implements LineHandler {
  private static final int MAX_OPEN = 16;

  /** How rsyslog writes a tab. */
  private static final String TAB = "#011";

  private final LinePrefix prefix;
  private final LogTime times;
  private final int maxBytes;
  private final LogSink sink;
  private final Deque<Open> open = new ArrayDeque<>();

  private static final class Open {
    final int pid;
    final long number;
    final PendingEntry entry;
    boolean complete;

    Open(int pid, long number, PendingEntry entry) {
      this.pid = pid;
      this.number = number;
      this.entry = entry;
    }
  }

  SyslogLines(LinePrefix prefix, LogTime times, int maxBytes, LogSink sink) {
    this.prefix = prefix;
    this.times = times;
    this.maxBytes = maxBytes;
    this.sink = sink;
  }

  @Override
  public void line(Line line) {
    String text = line.text();
    SyslogHeader header = SyslogHeader.of(text);
    if (header == null) {
      lost(line);
      return;
    }
    String rest = text.substring(header.textFrom());
    LinePrefix.Match match = prefix.match(rest, times);
    if (match == null) {
      Open same = header.part() > 1 ? find(header) : null;
      if (same == null) {
        lost(line);
      } else {
        more(same.entry, rest, line);
      }
      return;
    }
    String message = rest.substring(match.textFrom());
    if (!Severity.isPart(match.head().severity)) {
      begin(header, match.head(), message, line);
      return;
    }
    Open same = find(header);
    if (same == null) {
      lost(line);
    } else {
      same.entry.part(match.head().severity, message, line);
    }
  }

  private void more(PendingEntry entry, String rest, Line line) {
    if (rest.startsWith(TAB)) {
      entry.nextLine('\t' + rest.substring(TAB.length()), line);
    } else if (rest.startsWith("\t") || rest.startsWith("  ")) {
      entry.nextLine(rest, line);
    } else {
      entry.continued(rest, line);
    }
  }

  private void begin(SyslogHeader header, EntryHead head, String message, Line line) {
    for (Open each : open) {
      each.complete |= each.pid == header.pid();
    }
    if (head.pid == 0) {
      head.pid = header.pid();
    }
    if (head.epochNanos == LogEntry.NO_TIME) {
      head.epochNanos = header.epochNanos();
    }
    open.add(
        new Open(header.pid(), header.number(), new PendingEntry(head, message, line, maxBytes)));
    boolean room = open.size() <= MAX_OPEN && bytes() <= 2L * maxBytes;
    while (!open.isEmpty() && (open.element().complete || !room)) {
      PrefixedLines.tell(open.remove().entry, sink);
      room = open.size() <= MAX_OPEN && bytes() <= 2L * maxBytes;
    }
  }

  private long bytes() {
    long bytes = 0;
    for (Open each : open) {
      bytes += each.entry.isTooLong() ? 0 : each.entry.bytes();
    }
    return bytes;
  }

  private @Nullable Open find(SyslogHeader header) {
    for (Open each : open) {
      if (!each.complete
          && each.pid == header.pid()
          && (each.number == header.number() || header.number() == 0)) {
        return each;
      }
    }
    return null;
  }

  private void lost(Line line) {
    if (!line.isEmpty()) {
      sink.lost(Loss.NO_ENTRY, line.size());
    }
  }

  @Override
  public void gap(long end) {
    settle();
  }

  @Override
  public void settle() {
    while (!open.isEmpty()) {
      PrefixedLines.tell(open.remove().entry, sink);
    }
  }

  @Override
  public long pendingFrom() {
    return open.isEmpty() ? NONE : open.element().entry.start();
  }
}
