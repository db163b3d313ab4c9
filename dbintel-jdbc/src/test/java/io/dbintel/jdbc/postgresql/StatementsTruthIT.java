package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.jdbc.observe.StatementMeasurements;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is told adds up to what was executed: on servers that nobody else uses, so that all that is
 * told is known. Each version has a server of its own, which the tests restart, kill and reset.
 */
final class StatementsTruthIT {
  private static final String VERSIONS = "io.dbintel.jdbc.testing.TestDatabase#versions";
  private static final int TABLES = 300;
  private static final Map<Integer, EmbeddedServer> SERVERS = new ConcurrentHashMap<>();

  private static final Map<String, AttrKey<Long>> SUMMED =
      Map.of(
          "calls", StatementAttributes.CALLS,
          "rows", StatementAttributes.ROWS,
          "shared_blks_hit", StatementAttributes.SHARED_BLKS_HIT,
          "shared_blks_read", StatementAttributes.SHARED_BLKS_READ,
          "shared_blks_dirtied", StatementAttributes.SHARED_BLKS_DIRTIED,
          "local_blks_hit", StatementAttributes.LOCAL_BLKS_HIT,
          "local_blks_written", StatementAttributes.LOCAL_BLKS_WRITTEN,
          "temp_blks_read", StatementAttributes.TEMP_BLKS_READ,
          "wal_records", StatementAttributes.WAL_RECORDS,
          "wal_bytes", StatementAttributes.WAL_BYTES);

  private final Map<Integer, Long> executed = new HashMap<>();

  @AfterAll
  static void removeServers() {
    SERVERS.values().forEach(EmbeddedServer::remove);
    SERVERS.clear();
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void steadyLoadIsToldToTheLastExecution(int major) throws Exception {
    EmbeddedServer server = server(major);
    Random random = new Random(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      settle(statements, load);
      for (int reading = 0; reading < 6; reading++) {
        for (int i = 0; i < 200; i++) {
          execute(load, random.nextInt(200), 1 + random.nextInt(3));
        }
        statements.pass(Duration.ofMinutes(1)); // so that each has its text
        statements.read();
      }
      executed.forEach((table, times) -> assertThat(told(statements, table)).isEqualTo(times));
      assertThat(total(statements, StatementAttributes.CALLS)).isEqualTo(executions());
      assertThat(total(statements, StatementAttributes.ROWS)).isEqualTo(executions());
      assertThat(statements.events(EventTypes.TOP_QUERY))
          .noneMatch(event -> event.getBoolean(Attributes.STATEMENT_LOSSY, true));
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void topAndRestAreAllThatWasExecuted(int major) throws Exception {
    EmbeddedServer server = server(major);
    try (Statements statements = few(server);
        Connection load = server.connect("postgres")) {
      settle(statements, load);
      for (int reading = 0; reading < 3; reading++) {
        for (int table = 0; table < 100; table++) {
          execute(load, table, 1 + table % 7);
        }
        statements.read();
      }
      List<DbEvent> rests =
          statements.events(EventTypes.TOP_QUERY).stream()
              .filter(event -> event.has(Attributes.STATEMENT_OTHERS))
              .toList();
      assertThat(rests).hasSize(3);
      assertThat(rests.get(0).getLong(Attributes.STATEMENT_OTHERS, 0)).isBetween(70L, 97L);
      assertThat(total(statements, StatementAttributes.CALLS)).isEqualTo(executions());
      double shares =
          statements.events(EventTypes.TOP_QUERY).stream()
              .mapToDouble(event -> event.getDouble(Attributes.STATEMENT_SHARE, 0))
              .sum();
      assertThat(shares).isLessThanOrEqualTo(3 + 1e-9);
    }
  }

  /** Each integer of every row, as the server's own sums say between the same readings. */
  @ParameterizedTest
  @MethodSource(VERSIONS)
  void topAndRestAndOursAreTheRiseOfAllRows(int major) throws Exception {
    EmbeddedServer server = server(major);
    try (Statements statements = few(server);
        Connection load = server.connect("postgres")) {
      for (int i = 0; i < 4; i++) {
        Map<String, Long> unused = sums(server, statements);
        settle(statements, load);
      }
      statements.read();
      long ownBefore = statements.context().counter("own_calls");
      statements.forgetEvents();
      Map<String, Long> before = sums(server, statements);
      for (int table = 0; table < 100; table++) {
        execute(load, table, 1 + table % 7);
      }
      Clients.run(load, "create temporary table summed as select generate_series(1, 5000) as n");
      Clients.run(load, "select count(*) from (select n from summed order by n desc) as sorted");
      statements.read(); // and asks for texts
      statements.read(); // as before the sums: what this one leaves untold is as much
      Map<String, Long> after = sums(server, statements);
      SUMMED.forEach(
          (column, key) ->
              assertThat(total(statements, key)).as(column).isEqualTo(rise(before, after, column)));
      assertThat(statements.context().counter("own_calls") - ownBefore)
          .isEqualTo(rise(before, after, "own"))
          .isPositive();
    }
  }

  private static long rise(Map<String, Long> before, Map<String, Long> after, String column) {
    return after.getOrDefault(column, 0L) - before.getOrDefault(column, 0L);
  }

  private static Map<String, Long> sums(TestDatabase server, Statements statements)
      throws Exception {
    String ours = "userid = '" + statements.target().features().role() + "'::regrole";
    StringBuilder sql = new StringBuilder("select sum(calls) filter (where " + ours + ") as own");
    SUMMED.keySet().forEach(c -> sql.append(", sum(").append(c).append(") filter (where not "));
    Map<String, Long> sums = new HashMap<>();
    String all = sql.toString().replace("(where not ", "(where not " + ours + ") as s");
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(all + " from pg_stat_statements")) {
      row.next();
      sums.put("own", row.getLong(1));
      int at = 2;
      for (String column : SUMMED.keySet()) {
        sums.put(column, row.getLong(at++));
      }
    }
    return sums;
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void evictionMakesALowerBoundThatSaysSo(int major) throws Exception {
    EmbeddedServer server = server(major);
    server.set("pg_stat_statements.max", "100");
    Random random = new Random(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      settle(statements, load);
      long before = 0;
      for (int reading = 0; reading < 5; reading++) {
        for (int i = 0; i < 600; i++) {
          execute(load, random.nextInt(TABLES), 1);
        }
        before = major < 14 ? 0 : deallocations(server);
        statements.read();
      }
      executed.forEach(
          (table, times) -> assertThat(told(statements, table)).isLessThanOrEqualTo(times));
      assertThat(total(statements, StatementAttributes.CALLS)).isBetween(1L, executions());
      assertThat(statements.events(EventTypes.TOP_QUERY))
          .allMatch(event -> event.getBoolean(Attributes.STATEMENT_LOSSY, false));
      if (major >= 14) {
        assertThat(
                statements.events(StatementMeasurements.DEALLOCATIONS).stream()
                    .mapToLong(DbEvent::longValue)
                    .sum())
            // A reading's own statements may throw out one more, once it has looked.
            .isBetween(before, deallocations(server));
        assertThat(statements.context().said("retention").remedy())
            .startsWith("ALTER SYSTEM SET pg_stat_statements.max = 200;");
      }
    } finally {
      server.set("pg_stat_statements.max", "5000");
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void resetOfAllBeginsAnew(int major) throws Exception {
    reset(major, "select pg_stat_statements_reset()", true);
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void resetOfAUserBeginsAnew(int major) throws Exception {
    reset(
        major,
        "select pg_stat_statements_reset((select oid from pg_roles where rolname = 'postgres'))",
        true);
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void resetOfADatabaseBeginsAnew(int major) throws Exception {
    reset(
        major,
        "select pg_stat_statements_reset(0,"
            + " (select oid from pg_database where datname = 'postgres'))",
        true);
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void resetOfAStatementBeginsAnew(int major) throws Exception {
    reset(
        major,
        "select pg_stat_statements_reset(0, 0, (select queryid from pg_stat_statements"
            + " where query like 'select count(*) from truth_1'))",
        true);
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void resetOfExtremesBeginsNothingAnew(int major) throws Exception {
    if (major >= 17) {
      reset(major, "select pg_stat_statements_reset(0, 0, 0, true)", false);
    }
  }

  private void reset(int major, String sql, boolean lossy) throws Exception {
    EmbeddedServer server = server(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      execute(load, 1, 5);
      execute(load, 2, 5);
      settle(statements, load);
      told(statements, load, 4);
      server.run(sql);
      statements.forgetEvents();
      execute(load, 1, 3);
      execute(load, 2, 3);
      statements.read();
      assertThat(told(statements, 1)).isEqualTo(3);
      assertThat(told(statements, 2)).isEqualTo(3);
      assertThat(lossy(statements)).isEqualTo(lossy);
      statements.forgetEvents();
      told(statements, load, 2);
      assertThat(lossy(statements)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void cleanRestartIsNoReset(int major) throws Exception {
    EmbeddedServer server = server(major);
    try (Statements statements = Statements.of(server)) {
      try (Connection load = server.connect("postgres")) {
        execute(load, 1, 5);
        settle(statements, load);
        told(statements, load, 4);
      }
      statements.forgetEvents();
      server.restart();
      try (Connection load = server.connect("postgres")) {
        execute(load, 1, 3);
        readAgain(statements);
        assertThat(told(statements, 1)).isEqualTo(3);
        assertThat(lossy(statements)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void killBeginsAnew(int major) throws Exception {
    EmbeddedServer server = server(major);
    try (Statements statements = Statements.of(server)) {
      try (Connection load = server.connect("postgres")) {
        execute(load, 1, 5);
        settle(statements, load);
        told(statements, load, 4);
      }
      statements.forgetEvents();
      server.kill();
      server.start();
      try (Connection load = server.connect("postgres")) {
        execute(load, 1, 3);
        readAgain(statements);
        assertThat(told(statements, 1)).isEqualTo(3);
        assertThat(lossy(statements)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void standbyHasStatementsOfItsOwn(int major) throws Exception {
    EmbeddedServer primary = server(major);
    TestDatabase.Role role = primary.createRole("pg_monitor");
    EmbeddedServer standby = primary.startStandby();
    StatementsConfig config = StatementsConfig.defaults().withTopN(1_000);
    try (Statements here = new Statements(primary, role, config);
        Statements there = new Statements(standby, role, config);
        Connection loadHere = primary.connect("postgres");
        Connection loadThere = standby.connect("postgres")) {
      settle(here, loadHere);
      settle(there, loadThere);
      execute(loadHere, 1, 3);
      execute(loadThere, 1, 4);
      here.read();
      there.read();
      assertThat(told(here, 1)).isEqualTo(3);
      assertThat(told(there, 1)).isEqualTo(4);
    } finally {
      standby.remove();
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void collectionThatFailedOrWasGivenUpLosesNothing(int major) throws Exception {
    EmbeddedServer server = server(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      settle(statements, load);
      execute(load, 1, 3);
      statements.readInVain();
      execute(load, 1, 4);
      statements.read();
      assertThat(told(statements, 1)).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void tenThousandStatementsAddUpWithinTheirMemory(int major) throws Exception {
    EmbeddedServer server = server(major);
    server.set("pg_stat_statements.max", "15000");
    try (Statements statements = few(server);
        Connection load = server.connect("postgres")) {
      Clients.run(load, TenThousand.SQL);
      statements.read();
      statements.read();
      statements.forgetEvents();
      Clients.run(load, TenThousand.SQL);
      statements.read();
      long outer = major >= 14 ? 0 : 1;
      long nested =
          statements.sum(
              StatementAttributes.CALLS,
              event -> !event.getBoolean(Attributes.STATEMENT_TOPLEVEL, false));
      assertThat(nested).isEqualTo(TenThousand.COUNT + outer);
      assertThat(statements.events(EventTypes.TOP_QUERY).size()).isLessThan(60);
      assertThat(statements.context().gauge("retained_bytes")).isLessThan(32 << 20);
    } finally {
      server.set("pg_stat_statements.max", "5000");
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void deviationsOfIntervalsMakeUpTheServersOwn(int major) throws Exception {
    EmbeddedServer server = server(major);
    try (Statements statements = Statements.of(server);
        Connection load = server.connect("postgres")) {
      settle(statements, load);
      double count = 0;
      double mean = 0;
      double squares = 0;
      for (int interval = 0; interval < 3; interval++) {
        statements.forgetEvents();
        for (int i = 0; i < 10; i++) {
          Clients.run(
              load, "select count(*) from truth_1, generate_series(1, " + 20_000 * (i + 1) + ")");
        }
        statements.read();
        DbEvent event = statements.of("from truth_1, generate_series").get(0);
        double added = event.getLong(StatementAttributes.CALLS, 0);
        double ofInterval = event.getDouble(Attributes.STATEMENT_MEAN, Double.NaN);
        double deviation = event.getDouble(Attributes.STATEMENT_STDDEV, Double.NaN);
        assertThat(event.getDouble(Attributes.STATEMENT_STDDEV_ERROR, Double.NaN))
            .isLessThan(1e-6 * deviation);
        double apart = ofInterval - mean;
        squares += added * deviation * deviation + apart * apart * count * added / (count + added);
        mean += apart * added / (count + added);
        count += added;
      }
      try (Statement statement = load.createStatement();
          var row =
              statement.executeQuery(
                  "select stddev_exec_time / 1000 from pg_stat_statements"
                      + " where query like 'select count(*) from truth_1, generate_series%'")) {
        row.next();
        double truth = row.getDouble(1);
        assertThat(Math.sqrt(squares / count)).isCloseTo(truth, within(1e-6 * truth));
      }
    }
  }

  private static Statements few(EmbeddedServer server) throws Exception {
    return new Statements(
        server, server.createRole("pg_monitor"), StatementsConfig.defaults().withTopN(3));
  }

  /** Takes the baseline, and the texts with it. */
  private void settle(Statements statements, Connection load) throws Exception {
    execute(load, 0, 1);
    statements.read();
    statements.pass(Duration.ofMinutes(2));
    statements.read();
    statements.pass(Duration.ofMinutes(2));
    statements.read();
    statements.forgetEvents();
    executed.clear();
  }

  /** Executes so often, and it is told. */
  private void told(Statements statements, Connection load, int times) throws Exception {
    execute(load, 1, times);
    execute(load, 2, times);
    statements.pass(Duration.ofMinutes(2));
    statements.read();
    assertThat(told(statements, 1)).isEqualTo(times);
    assertThat(told(statements, 2)).isEqualTo(times);
  }

  private static void readAgain(Statements statements) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(DatabaseException.class)
        .until(
            () -> {
              statements.pass(Duration.ofMinutes(2));
              statements.read();
              return true;
            });
  }

  private void execute(Connection load, int table, int times) throws Exception {
    StatementsIT.execute(load, "select count(*) from truth_" + table, times);
    executed.merge(table, (long) times, Long::sum);
  }

  private long executions() {
    return executed.values().stream().mapToLong(Long::longValue).sum();
  }

  private static boolean lossy(Statements statements) {
    return statements.events(EventTypes.TOP_QUERY).stream()
        .anyMatch(event -> event.getBoolean(Attributes.STATEMENT_LOSSY, false));
  }

  private static long told(Statements statements, int table) {
    return statements.of("truth_" + table).stream()
        .filter(event -> text(event).endsWith("truth_" + table))
        .mapToLong(event -> event.getLong(StatementAttributes.CALLS, 0))
        .sum();
  }

  private static String text(DbEvent event) {
    return String.valueOf(event.get(Attributes.DB_QUERY_TEXT));
  }

  private static long total(Statements statements, AttrKey<Long> key) {
    return statements.sum(key, event -> true);
  }

  private static long deallocations(TestDatabase server) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select dealloc from pg_stat_statements_info")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static EmbeddedServer server(int major) throws Exception {
    EmbeddedServer server = SERVERS.computeIfAbsent(major, StatementsTruthIT::startWithTables);
    server.run("select pg_stat_statements_reset()");
    return server;
  }

  private static EmbeddedServer startWithTables(int major) {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try {
      server.run(
          "do $$ begin for i in 0.."
              + (TABLES - 1)
              + " loop execute format('create table truth_%s (n int)', i); end loop; end $$");
    } catch (SQLException error) {
      throw new IllegalStateException(error);
    }
    return server;
  }
}
