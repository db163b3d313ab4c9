package io.dbintel.examples.quickstart;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that dbintel logs, at every level. Thread-safe. */
final class LogCapture extends Handler {
  /** Kept, so that the logger's level is. */
  private static final Logger DBINTEL = Logger.getLogger("io.dbintel");

  private final SimpleFormatter formatter = new SimpleFormatter();
  private final StringWriter text = new StringWriter();

  private LogCapture() {
    setLevel(Level.ALL);
  }

  static LogCapture start() {
    LogCapture capture = new LogCapture();
    DBINTEL.setLevel(Level.ALL);
    DBINTEL.addHandler(capture);
    return capture;
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    PrintWriter out = new PrintWriter(text);
    out.println(entry.getLoggerName() + ' ' + formatter.formatMessage(entry));
    if (entry.getThrown() != null) {
      entry.getThrown().printStackTrace(out);
    }
    out.flush();
  }

  synchronized String text() {
    return text.toString();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
