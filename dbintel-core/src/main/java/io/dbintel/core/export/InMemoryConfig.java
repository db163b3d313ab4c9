package io.dbintel.core.export;

import io.dbintel.core.config.ConfigChecks;

/**
 * How much an {@link InMemoryExporter} remembers.
 *
 * @param maxEvents how many events at most, 1 to 10 000 000
 * @param maxBytes how many bytes at most, as {@link io.dbintel.core.event.EventSize} counts; 1 KiB
 *     to 16 GiB
 */
public record InMemoryConfig(int maxEvents, long maxBytes) {
  /** Checks the ranges. */
  public InMemoryConfig {
    new ConfigChecks(InMemoryExporterProvider.NAME)
        .inRange("maxEvents", maxEvents, 1, 10_000_000)
        .inRange("maxBytes", maxBytes, 1L << 10, 1L << 34)
        .throwIfAny();
  }

  /** 10 000 events and 64 MiB. */
  public static InMemoryConfig defaults() {
    return new InMemoryConfig(10_000, 64L << 20);
  }
}
