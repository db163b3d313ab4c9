package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.testing.LoneConnection;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.TestSql;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An array of integers reaches the server, whatever the connection. */
final class ReadingParametersIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void arrayIsAParameterOnOurOwnConnections(TestDatabase server) throws Exception {
    for (boolean pooler : new boolean[] {false, true}) {
      Role role = server.createRole();
      try (PostgresTarget target =
          PostgresTarget.builder("orders")
              .url(server.url())
              .user(role.name())
              .password(Secret.of(role.password()))
              .transactionPooler(pooler)
              .tls(Tls.DISABLED)
              .build()) {
        checkArrays(target);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void arrayLeavesNothingPreparedOnABorrowedConnection(TestDatabase server) throws Exception {
    try (Connection connection = server.connect("postgres");
        PostgresTarget target =
            PostgresTarget.builder("orders").dataSource(new LoneConnection(connection)).build()) {
      for (int i = 0; i < 10; i++) {
        checkArrays(target);
      }
      try (Statement statement = connection.createStatement();
          var row = statement.executeQuery("select count(*) from pg_prepared_statements")) {
        row.next();
        assertThat(row.getInt(1)).isZero();
      }
    }
  }

  private static void checkArrays(PostgresTarget target) throws Exception {
    target.open(new TestContext("orders"));
    target.identify();
    assertThat(chosen(target, 2, -3, 17)).containsExactly(-3L, 2L);
    assertThat(chosen(target)).isEmpty();
    assertThat(chosen(target, Long.MIN_VALUE, 0, Long.MAX_VALUE)).containsExactly(0L);
  }

  private static List<Long> chosen(PostgresTarget target, long... ids) throws Exception {
    List<Long> numbers = new ArrayList<>();
    long rows =
        target.inTransaction(
            new TestCollection(target),
            reading ->
                reading.each(TestSql.of("chosen"), ids, row -> numbers.add(row.integer("number"))));
    assertThat(rows).isEqualTo(numbers.size());
    return numbers;
  }
}
