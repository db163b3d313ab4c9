package io.dbintel.jdbc.observe;

/**
 * How long something in a session has lasted, in seconds by the server's clock, at least 0; NaN
 * where there is no such thing.
 *
 * @param transaction since its transaction began
 * @param query since its current or last statement began
 * @param state since it is in its state
 */
public record SessionAges(double transaction, double query, double state) {
  /** Nothing is known. */
  public static final SessionAges UNKNOWN = new SessionAges(Double.NaN, Double.NaN, Double.NaN);
}
