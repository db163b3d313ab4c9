package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.Output;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements of a megabyte, as programs make them that write their data into the text. */
final class HugeStatementsIT {
  private static final String VERSIONS = "io.dbintel.jdbc.testing.TestDatabase#versions";
  private static final int MEGABYTE = 1 << 20;
  private static final String CANARY = "zq7";

  /** As many characters of a text are asked for, and told at most. */
  private static final int LIMIT = 16_384;

  /** How many statements of a megabyte differ in structure only. */
  private static final int LIKE = 6;

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void sessionsAreReadByTheirFirstCharactersAndTellNoLiteral(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try {
      server.set("track_activity_query_size", "'1MB'");
      Role role = server.createRole("pg_monitor");
      List<String> huge = huge("pg_sleep(600)");
      try (Clients clients = new Clients(server);
          Sampling sampling =
              new Sampling(server, role, Sampling.toldAtOnce(Duration.ofSeconds(1)))) {
        for (String sql : huge) {
          clients.start(clients.open(), sql);
        }
        String sizes =
            "sum(octet_length(query)) from pg_stat_activity where wait_event = 'PgSleep'";
        await()
            .atMost(Watching.PATIENCE)
            .until(() -> number(server, "select " + sizes) >= huge.size() * (MEGABYTE - 1L));
        sampling.sample();
        long before = allocated();
        sampling.sample();
        long cost = allocated() - before;
        await()
            .atMost(Watching.PATIENCE)
            .until(
                () -> {
                  sampling.sample();
                  return sampling.events(EventTypes.QUERY_SAMPLE).size() >= huge.size();
                });
        assertToldWithoutLiterals(sampling.events(EventTypes.QUERY_SAMPLE), "pg_sleep(?)");
        assertThat(sampling.context().complaints()).isEqualTo("{}");
        assertThat(cost).as("bytes for one sample").isLessThan(MEGABYTE);
        assertThat(sampling.events(EventTypes.QUERY_SAMPLE))
            .allSatisfy(event -> assertThat(event.get(Attributes.QUERY_TRUNCATED)).isTrue());
      }
    } finally {
      server.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void finishedOnesAreReadByTheirFirstCharactersAndTellNoLiteral(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      List<String> huge = huge("length('" + CANARY + "')");
      statements.read();
      for (String sql : huge) {
        Clients.run(load, sql);
      }
      long whole = number(server, "select sum(octet_length(query)) from pg_stat_statements");
      assertThat(whole).isGreaterThan(LIKE * MEGABYTE / 2);
      statements.pass(Duration.ofMinutes(1));
      long before = allocated();
      statements.read();
      long cost = allocated() - before;
      assertToldWithoutLiterals(statements.events(EventTypes.TOP_QUERY), "length(?)");
      assertThat(statements.context().complaints()).isEqualTo("{}");
      assertThat(cost).as("bytes for one reading").isLessThan(whole);
      assertThat(statements.context().gauge("query_text_bytes")).isLessThan(MEGABYTE);
    } finally {
      server.remove();
    }
  }

  /** A condition that goes on and on, of several lengths; a literal, a comment and a list. */
  private static List<String> huge(String item) {
    List<String> huge = new ArrayList<>();
    String part = "'" + CANARY + "' is not null and ";
    for (int i = 0; i < LIKE; i++) {
      huge.add(
          "select " + item + " where " + part.repeat(MEGABYTE / part.length() + 1 + i) + "true");
    }
    huge.add("select " + item + ", '" + CANARY.repeat(MEGABYTE / CANARY.length() + 1) + "'");
    huge.add("select " + item + " /* " + CANARY.repeat(MEGABYTE / CANARY.length() + 1) + " */");
    String one = "'" + CANARY + "', ";
    huge.add(
        "select "
            + item
            + " where 'a' not in ("
            + one.repeat(MEGABYTE / one.length() + 1)
            + "'b')");
    return huge;
  }

  private static void assertToldWithoutLiterals(List<DbEvent> events, String item) {
    List<String> texts = events.stream().map(HugeStatementsIT::text).distinct().toList();
    assertThat(texts)
        .allSatisfy(
            text -> assertThat(text).hasSizeLessThanOrEqualTo(LIMIT).doesNotContain(CANARY));
    Output output = new Output();
    events.forEach(event -> output.add("events", event));
    assertThat(output.has("events", "select " + item)).isTrue();
    assertThat(output.has("events", CANARY)).isFalse();
    for (String wanted :
        List.of(" where ? is not null and ? is not null and ", " where ? not in (")) {
      assertThat(texts).anySatisfy(text -> assertThat(text).startsWith("select " + item + wanted));
    }
  }

  private static String text(DbEvent event) {
    return Objects.requireNonNullElse(event.get(Attributes.DB_QUERY_TEXT), "");
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static long number(TestDatabase server, String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
