package io.dbintel.core.export;

import io.dbintel.core.spi.ExportResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * A stream of the host's. After a failure nobody knows how much of an export went out, so it is
 * refused rather than retried, and the next one starts on a line of its own.
 */
final class BorrowedStream implements LineSink {
  private final OutputStream stream;
  private boolean torn;

  BorrowedStream(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public ExportResult prepare() {
    return ExportResult.exported();
  }

  @Override
  public ExportResult write(byte[] lines, int length) {
    try {
      if (torn) {
        stream.write('\n');
      }
      stream.write(lines, 0, length);
      flush();
      torn = false;
      return ExportResult.exported();
    } catch (IOException failure) {
      torn = true;
      return ExportResult.refused(WriteTrouble.STREAM_FAILED.reason());
    }
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
    // A PrintStream, such as standard output, keeps its failures to itself.
    if (stream instanceof PrintStream print && print.checkError()) {
      throw new IOException("the stream failed");
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
