package com.example.jobs;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionException;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.JdbcCollector;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads how many jobs wait in each queue. The connection is read-only and has its time-outs; what
 * its statements cost is measured for us, and they are cancelled when the collection is given up.
 */
final class JobQueuesCollector implements JdbcCollector {
  /** SQLSTATE: the role may not read the table. */
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** SQLSTATE: there is no such table. */
  private static final String UNDEFINED_TABLE = "42P01";

  private final String table;
  private final SqlResource sql;

  JobQueuesCollector(JobQueuesConfig config) {
    this.table = SqlResource.identifier(config.schema()) + ".jobs";
    this.sql =
        SqlResource.of(JobQueuesCollector.class, "job-queues")
            .with("table", table)
            .with("max", String.valueOf(config.maxQueues()));
  }

  @Override
  public void collect(Connection readOnly, CollectionContext out)
      throws SQLException, CollectionException {
    try (Statement statement = readOnly.createStatement();
        ResultSet rows = statement.executeQuery(sql.text())) {
      while (rows.next()) {
        emit(rows, out);
      }
    } catch (SQLException failure) {
      explain(failure);
      throw failure;
    }
  }

  private static void emit(ResultSet row, CollectionContext out) throws SQLException {
    if (out.room() < 2) {
      out.badRow("no_room");
      return;
    }
    String queue = row.getString("queue");
    out.emit(JobVocabulary.WAITING).value(row.getLong("waiting")).set(JobVocabulary.QUEUE, queue);
    out.emit(JobVocabulary.OLDEST)
        .value(row.getDouble("oldest_seconds"))
        .set(JobVocabulary.QUEUE, queue);
  }

  /**
   * Says what the operator can do, where we know. The driver's words stay behind, because they may
   * hold values; of other failures dbintel tells what their SQLSTATE means.
   */
  private void explain(SQLException failure) throws CollectionException {
    if (INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
      throw new CollectionException(
          HealthStatus.FORBIDDEN,
          "jobs_forbidden",
          "The role may not read " + table + ".",
          "GRANT SELECT ON " + table + " TO <role of dbintel>;");
    }
    if (UNDEFINED_TABLE.equals(failure.getSQLState())) {
      throw new CollectionException(
          HealthStatus.DEGRADED,
          "jobs_missing",
          "There is no table " + table + " in this database.",
          "Set the option schema of job-queues, or turn the collector off.");
    }
  }
}
