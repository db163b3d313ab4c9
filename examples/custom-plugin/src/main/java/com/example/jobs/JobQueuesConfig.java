package com.example.jobs;

import io.dbintel.core.config.ConfigChecks;
import java.time.Duration;

/**
 * How job queues are read.
 *
 * @param interval from reading to reading, 1 s to 1 h; default 15 s
 * @param timeout how long a reading may take, 100 ms to 1 min; default 5 s
 * @param schema the schema of the table {@code jobs}; default {@code public}
 * @param maxQueues how many queues are told by name, the longest first, 1 to 1 000; default 20. The
 *     others are told together, as {@code other}
 */
public record JobQueuesConfig(Duration interval, Duration timeout, String schema, int maxQueues) {

  /** Checks everything, and tells all problems at once. */
  public JobQueuesConfig {
    new ConfigChecks(JobQueuesProvider.NAME)
        .inRange("interval", interval, Duration.ofSeconds(1), Duration.ofHours(1))
        .inRange("timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1))
        .inRange("maxQueues", maxQueues, 1, 1_000)
        .that(!schema.isBlank(), "schema", "must be the name of a schema")
        .throwIfAny();
  }

  /** Every 15 s, the twenty longest queues of {@code public.jobs}. */
  public static JobQueuesConfig defaults() {
    return new JobQueuesConfig(Duration.ofSeconds(15), Duration.ofSeconds(5), "public", 20);
  }
}
