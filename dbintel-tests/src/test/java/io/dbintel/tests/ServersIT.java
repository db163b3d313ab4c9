package io.dbintel.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The servers that another module fetched are found here. */
class ServersIT {
  @ParameterizedTest
  @MethodSource("io.dbintel.jdbc.testing.TestDatabase#all")
  void everyServerOfTheBuildAnswersHere(TestDatabase server) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW server_version_num")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1) / 10_000).isEqualTo(server.major());
    }
  }
}
