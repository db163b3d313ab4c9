package io.dbintel.jdbc.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything HikariCP logs, at every level and with every stack trace, while this is open. */
public final class PoolLog extends Handler implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger("com.zaxxer.hikari");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();

  private PoolLog() {
    setLevel(Level.ALL);
  }

  /** Begins to listen, and keeps the console quiet. */
  public static PoolLog open() {
    PoolLog log = new PoolLog();
    LOGGER.setUseParentHandlers(false);
    LOGGER.setLevel(Level.ALL);
    LOGGER.addHandler(log);
    return log;
  }

  /** What was logged so far. */
  public String text() {
    return String.join("", lines);
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(formatter.format(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setLevel(Level.OFF);
  }
}
