package io.dbintel.core.export;

import io.dbintel.core.spi.ExportResult;
import java.io.IOException;

/** Where lines go. Not thread-safe: {@link JsonLinesExporter} holds a lock around every call. */
sealed interface LineSink permits RotatingFile, BorrowedStream {
  /** Makes ready, so that trouble is known before the first export. */
  ExportResult prepare();

  /**
   * Writes whole lines, each of which is one event. A line that was told to be retried or refused
   * does not stand, and a line that stands was told to be exported, as far as that can be known.
   */
  ExportResult write(byte[] lines, int length);

  /** Sees to it that what was written is out. */
  void flush() throws IOException;

  /** Closes what it opened itself. Idempotent. */
  void close() throws IOException;
}
