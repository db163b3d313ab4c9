package io.dbintel.core.spi;

/**
 * What a collection cost the server, as seen from here.
 *
 * @param statementNanos the time statements took from sending to the last row, in nanoseconds
 * @param idleRoundTripNanos how much of that was the network: the idle round trip, measured, times
 *     the number of statements
 * @param statements how many statements were sent
 * @param rows how many rows were read
 */
public record CollectionCost(
    long statementNanos, long idleRoundTripNanos, int statements, long rows) {
  /** Nothing. */
  public static final CollectionCost NONE = new CollectionCost(0, 0, 0, 0);

  /** Checks that no figure is negative. */
  public CollectionCost {
    if (statementNanos < 0 || idleRoundTripNanos < 0 || statements < 0 || rows < 0) {
      throw new IllegalArgumentException("a cost cannot be negative");
    }
  }

  /** The server's time: statement time less the network's, at least 0, in nanoseconds. */
  public long serverNanos() {
    return Math.max(0, statementNanos - idleRoundTripNanos);
  }

  /** Both together. */
  public CollectionCost plus(CollectionCost other) {
    return new CollectionCost(
        statementNanos + other.statementNanos,
        idleRoundTripNanos + other.idleRoundTripNanos,
        statements + other.statements,
        rows + other.rows);
  }
}
