package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;

class RelationsContractIT extends CollectorRules<RelationsConfig> {
  private static String database = "";

  RelationsContractIT() {
    super(database);
  }

  @BeforeAll
  static void makeADatabase() throws SQLException {
    database = TestDatabase.newest().createDatabase();
    try (Connection connection = TestDatabase.newest().connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("create table jobs (id bigint primary key, state text)");
      statement.execute("insert into jobs select n, 'done' from generate_series(1, 1000) n");
    }
  }

  @Override
  protected CollectorProvider<RelationsConfig> provider() {
    return new RelationsProvider();
  }
}
