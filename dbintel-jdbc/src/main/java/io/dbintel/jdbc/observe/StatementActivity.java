package io.dbintel.jdbc.observe;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What statements did lately, as the statement collector last told it. Thread-safe; reading costs a
 * volatile read. Keeps one interval, whose statements are bounded by the collector's top N.
 */
public final class StatementActivity {
  private final AtomicReference<StatementInterval> latest = new AtomicReference<>();

  /** Nothing yet. */
  public StatementActivity() {}

  /** The last interval; empty until two readings were taken. */
  public Optional<StatementInterval> latest() {
    return Optional.ofNullable(latest.get());
  }

  /** Replaces the last interval. */
  public void record(StatementInterval interval) {
    latest.set(interval);
  }
}
