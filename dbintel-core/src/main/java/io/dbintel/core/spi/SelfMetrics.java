package io.dbintel.core.spi;

/**
 * Numbers a component keeps about itself. Names are snake_case and come from a small fixed set; at
 * most 64 names a component are kept and further ones are counted under {@code other}.
 *
 * <p>Thread-safe; costs a map look-up and an addition without contention.
 */
public interface SelfMetrics {
  /** Adds to a counter. */
  void add(String name, long amount);

  /** Sets a gauge. */
  void set(String name, double value);
}
