package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogFormat.Form;

/**
 * Makes entries of the bytes of a server log, in whatever pieces they come.
 *
 * <p>An entry is told once it is complete, which in the forms with a prefix is when the next one
 * begins, or when {@link #settle()} says that nothing more belongs to it. What cannot be an entry
 * is told to the sink as lost, and reading goes on with the next. Time is linear in the bytes;
 * memory is some multiple of the longest entry, and at most that of the limit. Not thread-safe.
 */
public final class LogReader {
  /** What an entry may be long at most, in bytes. */
  public static final int MAX_ENTRY_BYTES = 10 << 20;

  private final LineHandler handler;
  private final LineCutter lines;
  private long offset;

  /** Reads a log from its beginning. */
  public LogReader(LogFormat format, LogSink sink) {
    this(format, sink, 0, MAX_ENTRY_BYTES);
  }

  /**
   * Reads a log from somewhere on.
   *
   * @param offset the offset of the first byte that will be read; best the beginning of an entry,
   *     else what stands before the first entry is told as lost
   * @param maxEntryBytes what an entry may be long at most
   */
  public LogReader(LogFormat format, LogSink sink, long offset, int maxEntryBytes) {
    this.offset = offset;
    LogTime times = new LogTime(format.zone());
    DetectingLines.HandlerFactory handlers =
        (form, prefix) ->
            switch (form) {
              case JSON ->
                  new JsonLines(
                      times,
                      sink,
                      new TextPayloads(new CommonPrefixes(), times, maxEntryBytes, sink));
              case CSV -> new CsvRecords(times, maxEntryBytes, sink);
              case SYSLOG -> new SyslogLines(prefix, times, maxEntryBytes, sink);
              case STDERR, UNKNOWN -> new PrefixedLines(prefix, times, maxEntryBytes, sink);
            };
    handler = handler(format, handlers, times, sink);
    lines = new LineCutter(maxEntryBytes, handler, sink, offset);
  }

  private static LineHandler handler(
      LogFormat format, DetectingLines.HandlerFactory handlers, LogTime times, LogSink sink) {
    Form form = format.form();
    boolean prefixed = form == Form.STDERR || form == Form.SYSLOG;
    if (form == Form.UNKNOWN || (prefixed && format.linePrefix() == null)) {
      return new DetectingLines(format, handlers, times, sink);
    }
    String prefix = format.linePrefix();
    return handlers.handler(form, LinePrefix.of(prefix == null ? "" : prefix));
  }

  /** Reads on. */
  public void read(byte[] bytes, int from, int to) {
    offset += to - from;
    lines.read(bytes, from, to);
  }

  /** Says that nothing was written for a while: what is pending and whole is an entry. */
  public void settle() {
    if (lines.isBetweenLines()) {
      handler.settle();
    }
  }

  /** Says that nothing will be written any more. */
  public void end() {
    lines.end();
    handler.end();
  }

  /** The offset of the first byte that was not read yet. */
  public long offset() {
    return offset;
  }

  /**
   * The offset up to which everything has become an entry or was lost. Whoever reads on from here,
   * with a new reader, gets exactly the entries that were not told yet.
   */
  public long settledOffset() {
    return Math.min(lines.start(), handler.pendingFrom());
  }
}
