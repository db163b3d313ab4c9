package io.dbintel.examples.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody tidies up, and drops the index by which customers look at their payments. */
final class DroppedIndex {
  static final String TABLE = "payments_log";

  private static final String INDEX = "payments_by_account";

  private DroppedIndex() {}

  static void createIndex(Statement sql) throws SQLException {
    sql.execute("CREATE INDEX " + INDEX + " ON " + TABLE + " (account)");
    sql.execute("ANALYZE " + TABLE);
  }

  static void run(EmbeddedServer server) throws SQLException {
    try (Connection connection = server.connect("backoffice");
        Statement sql = connection.createStatement()) {
      sql.execute("DROP INDEX " + INDEX);
    }
  }
}
