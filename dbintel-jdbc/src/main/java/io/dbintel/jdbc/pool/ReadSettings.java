package io.dbintel.jdbc.pool;

import java.time.Duration;
import java.util.Objects;

/**
 * How one borrowing of a connection is limited.
 *
 * @param database the database to read from; empty for the one the target is configured with
 * @param deadline how long it may take in all, waiting for a connection included; then the
 *     statement is cancelled, and if the server does not answer, the connection is cut
 * @param statementTimeout how long the server may work on one statement
 * @param lockTimeout how long the server may wait for one lock
 */
public record ReadSettings(
    String database, Duration deadline, Duration statementTimeout, Duration lockTimeout) {
  /** Checks that all limits are at least 1 ms: 0 would mean "none" to the server. */
  public ReadSettings {
    Objects.requireNonNull(database, "database");
    require("deadline", deadline);
    require("statementTimeout", statementTimeout);
    require("lockTimeout", lockTimeout);
  }

  private static void require(String name, Duration value) {
    if (value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + " must be at least 1ms and at most " + Integer.MAX_VALUE + "ms but was " + value);
    }
  }
}
