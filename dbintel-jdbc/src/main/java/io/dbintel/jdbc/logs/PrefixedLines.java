package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogSink.Loss;
import org.jspecify.annotations.Nullable;

/**
 * Entries as they go to stderr: a prefix, a severity and a text, further lines indented by a tab,
 * further parts with a prefix of their own. The server writes the lines of an entry together.
 *
 * <p>Because of the tab nothing in a statement or a message can look like the beginning of an
 * entry. Names in the prefix can: a role or database whose name holds a line break, which takes the
 * right to create one; and an application's name for the rest of its line. A shipper that strips
 * tabs takes this protection away.
 */
final class PrefixedLines implements LineHandler {
  private final LinePrefix prefix;
  private final LogTime times;
  private final int maxBytes;
  private final LogSink sink;
  private @Nullable PendingEntry pending;

  PrefixedLines(LinePrefix prefix, LogTime times, int maxBytes, LogSink sink) {
    this.prefix = prefix;
    this.times = times;
    this.maxBytes = maxBytes;
    this.sink = sink;
  }

  @Override
  public void line(Line line) {
    String text = line.text();
    LinePrefix.Match match = prefix.match(text, times);
    PendingEntry entry = pending;
    if (match != null) {
      begin(match, text.substring(match.textFrom()), line);
    } else if (entry != null && (text.startsWith("\t") || !entry.isIndented())) {
      entry.nextLine(text, line);
    } else if (!line.isEmpty()) {
      sink.lost(Loss.NO_ENTRY, line.size());
    }
  }

  /** A line that has a prefix: an entry of its own, or a part of the one before. */
  void begin(LinePrefix.Match match, String text, Line line) {
    PendingEntry entry = pending;
    if (!Severity.isPart(match.head().severity)) {
      settle();
      pending = new PendingEntry(match.head(), text, line, maxBytes);
    } else if (entry != null && entry.pid() == match.head().pid) {
      entry.part(match.head().severity, text, line);
    } else {
      settle();
      sink.lost(Loss.NO_ENTRY, line.size());
    }
  }

  @Override
  public void gap(long end) {
    PendingEntry entry = pending;
    if (entry != null) {
      sink.lost(Loss.TOO_LONG, entry.bytes());
      pending = null;
    }
  }

  @Override
  public void settle() {
    PendingEntry entry = pending;
    if (entry != null) {
      pending = null;
      tell(entry, sink);
    }
  }

  @Override
  public long pendingFrom() {
    PendingEntry entry = pending;
    return entry == null ? NONE : entry.start();
  }

  /** Hands an entry on, or says that it was too long. */
  static void tell(PendingEntry entry, LogSink sink) {
    if (entry.isTooLong()) {
      sink.lost(Loss.TOO_LONG, entry.bytes());
    } else {
      sink.entry(entry.entry());
    }
  }
}
