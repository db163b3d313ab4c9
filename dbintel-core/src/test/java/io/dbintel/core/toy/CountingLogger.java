package io.dbintel.core.toy;

import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts lines and keeps none; it reaches nothing of the JDK's logging. Thread-safe. */
public final class CountingLogger implements System.Logger {
  private final AtomicLong lines = new AtomicLong();
  private final Consumer<String> listener;

  /** Only counts. */
  public CountingLogger() {
    this(line -> {});
  }

  /** Also tells each line to whoever listens, on the thread that logs. */
  public CountingLogger(Consumer<String> listener) {
    this.listener = listener;
  }

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
    listener.accept(String.valueOf(text));
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object... parameters) {
    lines.incrementAndGet();
    listener.accept(String.valueOf(format));
  }
}
