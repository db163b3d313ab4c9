package io.dbintel.jdbc.pool;

/**
 * What a product needs said in SQL around our transactions. Implementations are stateless and
 * thread-safe.
 */
public interface Dialect {
  /**
   * The statement that opens each transaction of ours: it makes the transaction read-only and sets
   * the time-outs and the application's name, all of it until the transaction ends and not longer.
   */
  SqlResource openTransaction(ReadSettings settings);

  /** A statement that does nothing, to measure the idle round trip with. */
  SqlResource roundTrip();
}
