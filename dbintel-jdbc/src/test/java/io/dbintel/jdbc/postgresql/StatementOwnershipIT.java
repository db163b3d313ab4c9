package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose a statement of our role is, if an application uses the role as well. */
final class StatementOwnershipIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final String VERSIONS = "io.dbintel.jdbc.testing.TestDatabase#versions";
  private static final StatementsConfig ALL_APART = StatementsConfig.defaults().withTopN(1_000);
  private static final Duration UNTIL_TEXTS = Duration.ofMinutes(1);

  /** A text that is not there any more cannot say whose a statement was. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatVanishedBeforeItsTextWasKnownIsToldByItsId(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection application = server.connect("postgres", role)) {
      statements.read();
      StatementsIT.execute(application, "select 'vanished', generate_series(1, 9)", 7);
      statements.read();
      assertThat(callsWithRows(statements, 9)).isZero();
      server.run(
          "select pg_stat_statements_reset(userid, dbid, queryid) from pg_stat_statements"
              + " where query like 'select $1, generate_series($2, $3)%' and userid = '"
              + role.name()
              + "'::regrole");
      statements.read();
      statements.read();
      assertThat(callsWithRows(statements, 9)).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatTheDriverSendsIsOursOnlyIfNobodyElseUsesTheRole(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection application = server.connect("postgres", role)) {
      statements.read();
      StatementsIT.execute(application, "begin", 1);
      StatementsIT.execute(application, "commit", 1);
      statements.pass(UNTIL_TEXTS);
      statements.read();
      assertThat(of(statements, role)).isEmpty();

      StatementsIT.execute(application, "select 'the role is shared'", 1);
      statements.pass(UNTIL_TEXTS);
      statements.read();
      statements.forgetEvents();
      StatementsIT.execute(application, "commit", 3);
      statements.read();
      assertThat(of(statements, role))
          .filteredOn(event -> "commit".equalsIgnoreCase(event.get(Attributes.DB_QUERY_TEXT)))
          .hasSize(1)
          .allMatch(event -> event.getLong(StatementAttributes.CALLS, 0) >= 3);
      assertThat(of(statements, role))
          .noneMatch(event -> text(event).contains("pg_stat_statements"));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatWasNotAskedForStaysHeldBackUntilItIs(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    String many = TenThousand.SQL.replace("1..100", "1..40");
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection application = server.connect("postgres", role)) {
      StatementsIT.execute(application, many, 1);
      statements.read();
      StatementsIT.execute(application, many, 1);
      statements.read();
      statements.read();
      double held = statements.context().gauge("held_statements");
      assertThat(held).isGreaterThan(500);
      assertThat(rowsOfNested(statements)).isLessThanOrEqualTo(1_000);
      for (int minute = 0; minute < 3; minute++) {
        statements.pass(UNTIL_TEXTS);
        statements.read();
      }
      assertThat(rowsOfNested(statements)).isEqualTo(1_600);
      assertThat(statements.context().gauge("held_statements")).isZero();
    }
  }

  /** As it is after the file was damaged, or the server gave the texts up for want of space. */
  @ParameterizedTest
  @MethodSource(VERSIONS)
  void withoutATextItIsToldAsTheWorkloadsOnceAskedForTwice(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try {
      Role role = server.createRole("pg_monitor");
      try (Statements statements = new Statements(server, role, ALL_APART)) {
        statements.read();
        statements.read();
      }
      Path texts = server.data().resolve("pg_stat_tmp").resolve("pgss_query_texts.stat");
      try (Connection application = server.connect("postgres", role)) {
        StatementsIT.execute(application, "select 'textless', generate_series(1, 9)", 1);
      }
      byte[] damaged = Files.readAllBytes(texts);
      Arrays.fill(damaged, (byte) 'x');
      Files.write(texts, damaged);
      try (Statements statements = new Statements(server, role, ALL_APART);
          Connection application = server.connect("postgres", role)) {
        statements.read();
        StatementsIT.execute(application, "select 'textless', generate_series(1, 9)", 7);
        statements.read();
        assertThat(callsWithRows(statements, 9)).isZero();
        for (int minute = 0; minute < 3; minute++) {
          statements.pass(UNTIL_TEXTS);
          statements.read();
        }
        assertThat(callsWithRows(statements, 9)).isEqualTo(7);
        assertThat(statements.context().said("texts").reason()).isEqualTo("texts_lost");
        for (int minute = 0; minute < 8; minute++) {
          statements.pass(UNTIL_TEXTS);
          statements.read();
        }
        assertThat(statements.context().gauge("held_statements")).isZero();
        assertThat(statements.context().counter("text_readings")).isLessThan(7);
      }
    } finally {
      server.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsHeldBackTakesNoPlaceAmongTheFirst(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Statements statements =
            new Statements(server, role, StatementsConfig.defaults().withTopN(1));
        Connection application = server.connect("postgres", role);
        Connection other = server.connect("postgres")) {
      statements.read();
      StatementsIT.execute(
          application, "select 'slow', (select pg_sleep(0.05)), generate_series(1, 99)", 9);
      StatementsIT.execute(
          other, "select 'quick', (select pg_sleep(0.01)), generate_series(1, 11)", 5);
      statements.read();
      assertThat(statements.events(EventTypes.TOP_QUERY))
          .filteredOn(event -> !event.has(Attributes.STATEMENT_OTHERS))
          .extracting(event -> event.getLong(StatementAttributes.ROWS, 0))
          .contains(55L)
          .doesNotContain(9 * 99L);
      statements.pass(UNTIL_TEXTS);
      statements.read();
      assertThat(callsWithRows(statements, 99)).isEqualTo(9);
    }
  }

  /** They were dropped at close: not told, not counted. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsHeldBackAtCloseIsToldAsALossyRest(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection application = server.connect("postgres", role)) {
      StatementsIT.execute(application, "select 'known to share the role'", 1);
      statements.read();
      StatementsIT.execute(application, "select 'closing', generate_series(1, 9)", 7);
      statements.read();
      StatementsIT.execute(application, "select 'closing', generate_series(1, 9)", 6);
      statements.read();
      assertThat(callsWithRows(statements, 9)).isZero();
      statements.forgetEvents();
      statements.drain();
      assertThat(statements.events(EventTypes.TOP_QUERY)).hasSize(1);
      DbEvent rest = statements.events(EventTypes.TOP_QUERY).get(0);
      assertThat(rest.getLong(Attributes.STATEMENT_OTHERS, 0)).isPositive();
      assertThat(rest.getLong(StatementAttributes.ROWS, 0)).isGreaterThanOrEqualTo(13 * 9);
      assertThat(rest.getBoolean(Attributes.STATEMENT_LOSSY, false)).isTrue();
      assertThat(rest.getDouble(Attributes.STATEMENT_INTERVAL, 0)).isEqualTo(20.0);
      statements.drain();
      assertThat(statements.events(EventTypes.TOP_QUERY)).hasSize(1);
    }
  }

  /** They were dropped with the counters they were of. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsHeldBackWhenAnotherServerAnswersIsToldAsALossyRest(TestDatabase server)
      throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection application = server.connect("postgres", role)) {
      StatementsIT.execute(application, "select 'known to share the role'", 1);
      statements.read();
      StatementsIT.execute(application, "select 'left', generate_series(1, 9)", 7);
      statements.read();
      statements.forgetEvents();
      statements.readOf("another server");
      assertThat(statements.events(EventTypes.TOP_QUERY)).hasSize(1);
      DbEvent rest = statements.events(EventTypes.TOP_QUERY).get(0);
      assertThat(rest.getLong(StatementAttributes.ROWS, 0)).isGreaterThanOrEqualTo(7 * 9);
      assertThat(rest.getBoolean(Attributes.STATEMENT_LOSSY, false)).isTrue();
      assertThat(rest.getDouble(Attributes.STATEMENT_INTERVAL, 0)).isEqualTo(10.0);
    }
  }

  /** Where nobody else uses our role it is what other collectors asked since the last texts. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatIsHeldBackAtCloseIsOursIfNobodyElseUsesTheRole(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection another = server.connect("postgres", role)) {
      statements.read();
      StatementsIT.execute(another, "select /* dbintel:other */ generate_series(1, 9)", 7);
      statements.read();
      statements.forgetEvents();
      long before = statements.context().counter("own_calls");
      statements.drain();
      assertThat(statements.events(EventTypes.TOP_QUERY)).isEmpty();
      assertThat(statements.context().counter("own_calls") - before).isGreaterThanOrEqualTo(7);
    }
  }

  /** What it did in a minute was told as that of ten seconds, and took its share of these. */
  @ParameterizedTest
  @MethodSource(ALL)
  void whatComesLateSaysOfWhichTimeItIsAndHasNoShare(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Statements statements = new Statements(server, role, ALL_APART);
        Connection application = server.connect("postgres", role);
        Connection other = server.connect("postgres")) {
      StatementsIT.execute(application, "select 'known to share the role'", 1);
      StatementsIT.execute(other, "select 'in time', generate_series(1, 23)", 1);
      statements.read();
      StatementsIT.execute(
          application, "select 'late', (select pg_sleep(0.2)), generate_series(1, 97)", 1);
      statements.read();
      statements.pass(UNTIL_TEXTS);
      StatementsIT.execute(other, "select 'in time', generate_series(1, 23)", 5);
      statements.forgetEvents();
      statements.read();
      DbEvent late = withRows(statements, 97);
      assertThat(late.getDouble(Attributes.STATEMENT_INTERVAL, 0)).isEqualTo(80.0);
      assertThat(late.has(Attributes.STATEMENT_SHARE)).isFalse();
      DbEvent inTime = withRows(statements, 5 * 23);
      assertThat(inTime.getDouble(Attributes.STATEMENT_INTERVAL, 0)).isEqualTo(70.0);
      double shares =
          statements.events(EventTypes.TOP_QUERY).stream()
              .mapToDouble(event -> event.getDouble(Attributes.STATEMENT_SHARE, 0))
              .sum();
      if (inTime.has(Attributes.STATEMENT_SHARE)) {
        assertThat(shares).isCloseTo(1, within(1e-9));
      }
    }
  }

  private static DbEvent withRows(Statements statements, long rows) {
    return statements.events(EventTypes.TOP_QUERY).stream()
        .filter(event -> event.getLong(StatementAttributes.ROWS, 0) == rows)
        .findFirst()
        .orElseThrow();
  }

  private static List<DbEvent> of(Statements statements, Role role) {
    return statements.events(EventTypes.TOP_QUERY).stream()
        .filter(event -> role.name().equals(event.get(Attributes.USER_NAME)))
        .toList();
  }

  private static String text(DbEvent event) {
    return String.valueOf(event.get(Attributes.DB_QUERY_TEXT));
  }

  /** Executions of the statement that brings so many rows a call, which no other here does. */
  private static long callsWithRows(Statements statements, int rows) {
    return statements.sum(
        StatementAttributes.CALLS,
        event ->
            event.getLong(StatementAttributes.ROWS, 0)
                == rows * event.getLong(StatementAttributes.CALLS, 0));
  }

  /** Each brings one row; what the driver sends besides brings none. */
  private static long rowsOfNested(Statements statements) {
    return statements.sum(
        StatementAttributes.ROWS, event -> !event.getBoolean(Attributes.STATEMENT_TOPLEVEL, false));
  }
}
