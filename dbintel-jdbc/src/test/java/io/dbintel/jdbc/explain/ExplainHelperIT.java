package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.jdbc.explain.Explains.Plan;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The function that the guide has an administrator make, made by exactly that SQL. */
final class ExplainHelperIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final Path SQL = Path.of("..", "docs", "explain-helper.sql");

  private static Role dbintel(TestDatabase server) throws SQLException {
    server.run("drop role if exists dbintel");
    server.run("drop role if exists dbintel_explainer");
    server.run("create role dbintel login password 'of-the-helper-test'");
    server.run("grant pg_monitor to dbintel");
    return new Role("dbintel", "of-the-helper-test");
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void plansOfWhatChangesDataComeThroughTheHelperOfTheDocumentation(TestDatabase server)
      throws Exception {
    String helper = "dbintel.explain";
    Role role = dbintel(server);
    String database =
        Explains.database(
            server,
            "create table orders (id int primary key, total numeric)",
            "insert into orders values (1, 1)");
    try {
      Explains.run(server, database, server.superuser(), Files.readString(SQL));
      try (Explains explains =
          new Explains(server, database, role, ExplainConfig.defaults().withHelper(helper))) {
        List<Plan> plans =
            explains.after(
                "update orders set total = 2 where id = 2 and total = 5",
                "select id from orders",
                "insert into orders values (3, 3), (4, 4)");

        assertThat(explains.context().complaints()).isEqualTo("{}");
        assertThat(plans).hasSize(3);
        assertThat(plans)
            .filteredOn(plan -> plan.query().startsWith("update"))
            .singleElement()
            .satisfies(plan -> assertThat(plan.text()).contains("ModifyTable", "orders_pkey"));
        assertThat(explains.value("select count(*) from orders")).isEqualTo("3");
      }
      theHelperTakesNoText(server, database, role);
    } finally {
      Explains.run(
          server,
          database,
          server.superuser(),
          "drop schema dbintel cascade",
          "drop owned by dbintel_explainer, dbintel");
      server.run("drop role dbintel_explainer");
      server.run("drop role dbintel");
    }
  }

  private static void theHelperTakesNoText(TestDatabase server, String database, Role role)
      throws SQLException {
    try (Connection connection = server.connect(database, role);
        Statement statement = connection.createStatement()) {
      statement.execute("prepare dbintel_explain as delete from orders");
      assertThatThrownBy(() -> statement.execute("select dbintel.explain(0)"))
          .hasMessageContaining("read-only");
      statement.execute("begin read only");
      statement.execute("select dbintel.explain(0)");
      statement.execute("rollback");
      assertThatThrownBy(() -> statement.execute("select dbintel.explain('0; drop table orders')"))
          .isInstanceOf(SQLException.class);
    }
  }
}
