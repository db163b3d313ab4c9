package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogSink.Loss;
import org.jspecify.annotations.Nullable;

/**
 * Texts of Cloud Logging, each an entry or a part of one with the prefix of the service, which
 * takes the time out of it. Belongs to one writer.
 */
final class TextPayloads {
  private final CommonPrefixes prefixes;
  private final LogTime times;
  private final int maxBytes;
  private final LogSink sink;
  private @Nullable PendingEntry pending;

  TextPayloads(CommonPrefixes prefixes, LogTime times, int maxBytes, LogSink sink) {
    this.prefixes = prefixes;
    this.times = times;
    this.maxBytes = maxBytes;
    this.sink = sink;
  }

  void take(String text, String time, Line line) {
    LinePrefix.Match match = prefixes.match(text, times);
    PendingEntry entry = pending;
    if (match == null && entry != null && text.startsWith("\t")) {
      entry.nextLine(text, line);
      return;
    }
    if (match == null) {
      settle();
      sink.lost(Loss.NO_ENTRY, line.size());
      return;
    }
    String rest = text.substring(match.textFrom()).replace("\n\t", "\n");
    if (!Severity.isPart(match.head().severity)) {
      settle();
      if (match.head().epochNanos == LogEntry.NO_TIME) {
        match.head().epochNanos = LogTime.isoEpochNanos(time);
      }
      pending = new PendingEntry(match.head(), rest, line, maxBytes);
    } else if (entry != null && entry.pid() == match.head().pid) {
      entry.part(match.head().severity, rest, line);
    } else {
      settle();
      sink.lost(Loss.NO_ENTRY, line.size());
    }
  }

  void gap(long unusedEnd) {
    settle();
  }

  void settle() {
    PendingEntry entry = pending;
    if (entry != null) {
      pending = null;
      PrefixedLines.tell(entry, sink);
    }
  }

  long pendingFrom() {
    PendingEntry entry = pending;
    return entry == null ? LineHandler.NONE : entry.start();
  }
}
