package io.dbintel.core.toy;

import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts lines and keeps none; it reaches nothing of the JDK's logging. Thread-safe. */
public final class CountingLogger implements System.Logger {
  private final AtomicLong lines = new AtomicLong();

  /** How many lines there were. */
  public long lines() {
    return lines.get();
  }

  @Override
  public String getName() {
    return "toy";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String text,
      @Nullable Throwable thrown) {
    lines.incrementAndGet();
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object... parameters) {
    lines.incrementAndGet();
  }
}
