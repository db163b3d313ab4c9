package io.dbintel.jdbc;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionException;
import io.dbintel.core.spi.Collector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A collector that only wants a connection: what most plugins are.
 *
 * <p>Its provider returns {@link #asCollector()}. The engine runs one collection at a time, each on
 * any thread.
 */
@FunctionalInterface
public interface JdbcCollector {
  /**
   * Reads once and emits what it read.
   *
   * @param readOnly in a read-only transaction with time-outs, which is rolled back afterwards;
   *     closing it does nothing; names must be qualified, because the search path holds the
   *     product's own schema only
   * @throws SQLException if the read failed; what was emitted before is dropped and counted, and
   *     health tells what its SQLSTATE means, not its words
   * @throws CollectionException the same, in words of the collector's own, which health shows
   */
  void collect(Connection readOnly, CollectionContext out) throws SQLException, CollectionException;

  /**
   * This as a collector of the core.
   *
   * @return one that borrows a connection for each collection; it fails with an {@link
   *     IllegalStateException} on a target that is not read over JDBC
   */
  default Collector asCollector() {
    return context -> {
      if (!(context.target() instanceof JdbcTarget target)) {
        throw new IllegalStateException(
            "target '" + context.target().id() + "' is not read over JDBC: check targetTypes()");
      }
      Optional<CollectionException> explained =
          target.inTransaction(context, reading -> failure(reading.connection(), context));
      if (explained.isPresent()) {
        throw explained.get();
      }
    };
  }

  /** Collects; a failure that the collector explains is carried past the transaction's own. */
  private Optional<CollectionException> failure(Connection readOnly, CollectionContext out)
      throws SQLException {
    try {
      collect(readOnly, out);
      return Optional.empty();
    } catch (CollectionException explained) {
      return Optional.of(explained);
    }
  }
}
