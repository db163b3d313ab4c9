package io.dbintel.jdbc.observe;

import java.util.List;

/**
 * What the statements of a server did from one reading to the next. Immutable and thread-safe.
 *
 * @param endEpochNanos when the later reading was taken
 * @param seconds how long before the earlier one was
 * @param lossy true if the server threw statements out meanwhile: numbers are lower bounds
 * @param top the statements that lead by any measure, by time, longest first
 * @param others how many top-level statements were active besides; those that had to wait until it
 *     was known whose they are, and then were not among the first, are told by their event alone
 * @param otherCalls how often these ended
 * @param otherSeconds how long these ran
 */
public record StatementInterval(
    long endEpochNanos,
    double seconds,
    boolean lossy,
    List<StatementUse> top,
    long others,
    long otherCalls,
    double otherSeconds) {

  /** Copies the list. */
  public StatementInterval {
    top = List.copyOf(top);
  }
}
