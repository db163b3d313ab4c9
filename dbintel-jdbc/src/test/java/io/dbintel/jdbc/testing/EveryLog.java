package io.dbintel.jdbc.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that anybody in the JVM logs while this is open, at every level and with every stack
 * trace. The driver alone stays at INFO: what it tells beyond that is its own, it quotes addresses
 * and statements there, and the tests' own sessions use it as well.
 */
public final class EveryLog extends Handler implements AutoCloseable {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");
  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

  /** A line, and who logged it. */
  public record Line(String logger, Level level, String text) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final List<Runnable> undo = new ArrayList<>();

  private EveryLog() {
    setLevel(Level.ALL);
  }

  /** Begins to listen, and keeps the console quiet. */
  public static EveryLog open() {
    EveryLog log = new EveryLog();
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
      log.undo.add(() -> ROOT.addHandler(handler));
    }
    log.level(ROOT, Level.ALL);
    log.level(POOL, Level.ALL);
    log.level(DRIVER, Level.INFO);
    boolean parents = POOL.getUseParentHandlers();
    POOL.setUseParentHandlers(true);
    log.undo.add(() -> POOL.setUseParentHandlers(parents));
    ROOT.addHandler(log);
    return log;
  }

  private void level(Logger logger, Level level) {
    Level before = logger.getLevel();
    logger.setLevel(level);
    undo.add(() -> logger.setLevel(before));
  }

  /** All lines so far. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** The lines of loggers whose name starts with this, at this level or above. */
  public List<Line> lines(String logger, Level atLeast) {
    return lines.stream()
        .filter(line -> line.logger().startsWith(logger))
        .filter(line -> line.level().intValue() >= atLeast.intValue())
        .toList();
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(
        new Line(
            String.valueOf(record.getLoggerName()), record.getLevel(), formatter.format(record)));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    ROOT.removeHandler(this);
    undo.forEach(Runnable::run);
    undo.clear();
  }
}
