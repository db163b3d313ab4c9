package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.postgresql.LoggingServer.Watcher;
import io.dbintel.jdbc.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans out of the logs of real servers, in each form, by file and over SQL. */
final class LogsIT {
  private static final String VERSIONS = "io.dbintel.jdbc.testing.TestDatabase#versions";
  private static final List<String> FORMATS = List.of("text", "json", "xml", "yaml");
  private static final Map<Integer, LoggingServer> SERVERS = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger(100);

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(LoggingServer::close);
    SERVERS.clear();
  }

  private static LoggingServer server(int major) throws SQLException {
    LoggingServer logging = SERVERS.get(major);
    if (logging == null) {
      logging = LoggingServer.start(major);
      SERVERS.put(major, logging);
    }
    return logging;
  }

  private static List<String> destinations(int major) {
    return major >= 15 ? List.of("stderr", "csvlog", "jsonlog") : List.of("stderr", "csvlog");
  }

  private static LogsConfig byFile(LoggingServer logging, String destination) {
    String extension =
        switch (destination) {
          case "csvlog" -> "csv";
          case "jsonlog" -> "json";
          default -> "log";
        };
    Path file = logging.server.data().resolve("log").resolve("test-%Y-%m-%d_%H%M%S." + extension);
    return LogsConfig.defaults().withFile(file.toString());
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void tellsEachPlanOverSqlToARoleThatHasTheHelperAlone(int major) throws Exception {
    LoggingServer logging = server(major);
    for (String destination : destinations(major)) {
      logging.destination(destination);
      try (Watcher watcher = logging.watch(LogsConfig.defaults())) {
        tellsEachPlan(logging, watcher, destination);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void tellsEachPlanOutOfAFileOfThisMachine(int major) throws Exception {
    LoggingServer logging = server(major);
    for (String destination : destinations(major)) {
      logging.destination(destination);
      try (Watcher watcher = logging.watch(byFile(logging, destination))) {
        tellsEachPlan(logging, watcher, destination);
      }
    }
  }

  private static void tellsEachPlan(LoggingServer logging, Watcher watcher, String destination)
      throws Exception {
    watcher.read();
    List<Integer> expected = new ArrayList<>();
    for (String format : FORMATS) {
      try (Connection shop = logging.shop(format)) {
        expected.add(NUMBER.incrementAndGet());
        LoggingServer.mark(shop, NUMBER.get());
      }
    }
    watcher.readUntil(FORMATS.size());
    watcher.read();
    assertThat(watcher.markers()).as(destination).isEqualTo(expected);
    for (int i = 0; i < FORMATS.size(); i++) {
      DbEvent event = watcher.events.get(i);
      RawPlan plan = Watcher.plan(event);
      String what = destination + ' ' + FORMATS.get(i);
      assertThat(plan.format().name().toLowerCase(Locale.ROOT)).as(what).isEqualTo(FORMATS.get(i));
      assertThat(plan.provenance()).isEqualTo(RawPlan.Provenance.EXECUTED);
      assertThat(event.get(PlanAttributes.PLAN_SOURCE)).isEqualTo("auto_explain");
      assertThat(event.get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo("executed");
      assertThat(event.getDouble(PlanAttributes.PLAN_EXECUTION_DURATION, -1)).isBetween(0.0, 10.0);
      assertThat(event.get(Attributes.DB_NAMESPACE)).as(what).isEqualTo("postgres");
      assertThat(event.get(Attributes.USER_NAME)).as(what).isEqualTo("postgres");
      assertThat(event.getLong(PostgresAttributes.PID, 0)).as(what).isPositive();
      assertThat(event.get(StatementAttributes.QUERYID) != null)
          .as(what)
          // From 18 on it is told only of statements whose text the statement collector knows.
          .isEqualTo(logging.server.major() >= 14 && logging.server.major() < 18);
      assertThat(Math.abs(event.epochNanos() - System.currentTimeMillis() * 1_000_000))
          .as(what)
          .isLessThan(120_000_000_000L);
    }
    assertThat(watcher.context.complaints()).as(destination).doesNotContain("log_");
    assertThat(watcher.context.counter("bytes_malformed")).isZero();
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void losesAndDoublesNoPlanWhileFilesAreRotatedUnderLoad(int major) throws Exception {
    LoggingServer logging = server(major);
    String destination = destinations(major).get(destinations(major).size() - 1);
    logging.destination(destination);
    int first = NUMBER.addAndGet(1_000);
    int plans = 400;
    try (Watcher overSql = logging.watch(LogsConfig.defaults());
        Watcher ofFile = logging.watch(byFile(logging, destination));
        Connection shop = logging.shop("json");
        Clients clients = new Clients(logging.server)) {
      overSql.read();
      ofFile.read();
      clients.submit(
          () -> {
            for (int i = 0; i < plans; i++) {
              LoggingServer.mark(shop, first + i);
              Clients.run(shop, "select pg_sleep(0.01)");
              if (i % 50 == 49) {
                Clients.run(shop, "select pg_rotate_logfile()");
              }
            }
            return true;
          });
      overSql.readUntil(plans);
      ofFile.readUntil(plans);
      overSql.read();
      ofFile.read();
      List<Integer> all = IntStream.range(first, first + plans).boxed().toList();
      assertThat(overSql.markers()).isEqualTo(all);
      assertThat(ofFile.markers()).isEqualTo(all);
      assertThat(overSql.context.counter("files_begun")).isPositive();
      assertThat(ofFile.context.counter("files_begun")).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void goesOnWhereItWasAfterARestartAndAfterWhatReachedNobody(int major) throws Exception {
    LoggingServer logging = server(major);
    logging.destination("csvlog");
    int first = NUMBER.addAndGet(10);
    byte[] state;
    try (Connection shop = logging.shop("text")) {
      try (Watcher before = logging.watch(LogsConfig.defaults())) {
        before.read();
        LoggingServer.mark(shop, first);
        before.readUntil(1);
        state = before.state();
      }
      LoggingServer.mark(shop, first + 1);
      Clients.run(shop, "select pg_rotate_logfile()");
      try (Watcher after = logging.watch(LogsConfig.defaults())) {
        after.restore(state);
        after.readInVain();
        LoggingServer.mark(shop, first + 2);
        after.readUntil(2);
        assertThat(after.markers()).containsExactly(first + 1, first + 2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void tellsNothingThatAStatementFakedAndNoIdThatBelongsToTheCaller(int major) throws Exception {
    LoggingServer logging = server(major);
    for (String destination : destinations(major)) {
      logging.destination(destination);
      int first = NUMBER.addAndGet(10);
      try (Watcher watcher = logging.watch(LogsConfig.defaults());
          Connection shop = logging.shop("text")) {
        watcher.read();
        Clients.run(
            shop,
            "do $$ begin raise log E'duration: 9.000 ms  plan:\\nQuery Text: select 1 as marker_"
                + first
                + "_\\nResult  (cost=0.00..0.01 rows=1 width=4)'; end $$");
        Clients.run(
            shop,
            "do $$ begin perform 1 as marker_" + (first + 1) + "_ from pg_class limit 1; end $$");
        Clients.run(
            shop,
            "select E'\\n2026-11-23 10:00:00.000 UTC [1] postgres@postgres shop LOG:  duration:"
                + " 1.000 ms  plan:\\nQuery Text: forged' as marker_"
                + (first + 2)
                + "_");
        watcher.readUntil(2);
        assertThat(watcher.markers()).as(destination).containsExactly(first + 1, first + 2);
        assertThat(watcher.context.counter("plans_forged")).as(destination).isPositive();
        assertThat(watcher.events.get(0).get(StatementAttributes.QUERYID)).isNull();
        assertThat(watcher.events)
            .noneMatch(event -> Watcher.plan(event).text().startsWith("Query Text: forged"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void tellsNothingOfItsOwn(int major) throws Exception {
    LoggingServer logging = server(major);
    logging.destination("csvlog");
    logging.server.run("alter system set auto_explain.log_min_duration = 0");
    logging.server.run("select pg_reload_conf()");
    try (Watcher watcher = logging.watch(LogsConfig.defaults());
        Connection shop = logging.shop("text")) {
      watcher.read();
      watcher.read();
      int number = NUMBER.addAndGet(10);
      LoggingServer.mark(shop, number);
      watcher.readUntil(1);
      assertThat(watcher.context.counter("plans_own")).isPositive();
      assertThat(watcher.events)
          .noneMatch(event -> Watcher.plan(event).text().contains("dbintel:"));
    } finally {
      logging.server.run("alter system reset auto_explain.log_min_duration");
      logging.server.run("select pg_reload_conf()");
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void theHelperShowsFilesOfTheLogAndNothingElse(int major) throws Exception {
    LoggingServer logging = server(major);
    logging.destination("csvlog");
    String read = "select dbintel_logs.read_log('%s', 0, 100) is null";
    for (String name : List.of("../PG_VERSION", "PG_VERSION", "/etc/passwd", "../log/x", "")) {
      assertThat(logging.ask(logging.role, read.formatted(name))).as(name).isEqualTo("t");
    }
    assertThat(logging.ask(logging.role, "select count(*) > 0 from dbintel_logs.log_files()"))
        .isEqualTo("t");
    for (String wide :
        List.of(
            "select pg_read_binary_file('PG_VERSION')",
            "select pg_ls_logdir()",
            "select pg_current_logfile()")) {
      assertThatThrownBy(() -> logging.ask(logging.role, wide))
          .isInstanceOfSatisfying(
              SQLException.class, denied -> assertThat(denied.getSQLState()).isEqualTo("42501"));
    }
  }

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void saysWhichSqlGrantsWhatIsMissingAndReadsWithTheWideGrantToo(int major) throws Exception {
    LoggingServer logging = server(major);
    logging.destination("csvlog");
    TestDatabase.Role monitor = logging.server.createRole("pg_monitor");
    try (Watcher watcher = logging.watch(LogsConfig.defaults(), monitor);
        Connection shop = logging.shop("text")) {
      watcher.read();
      assertThat(watcher.context.said("access").status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(watcher.context.said("access").reason()).isEqualTo("log_forbidden");
      assertThat(watcher.context.said("access").remedy())
          .isEqualTo(LogHealth.setup(monitor.name()))
          .doesNotContain("\n");
      logging.server.run(
          "grant execute on function pg_current_logfile(text), pg_ls_logdir(),"
              + " pg_read_binary_file(text, bigint, bigint, boolean) to "
              + monitor.name());
      watcher.read();
      int number = NUMBER.addAndGet(10);
      LoggingServer.mark(shop, number);
      watcher.readUntil(1);
      assertThat(watcher.markers()).containsExactly(number);
      assertThat(watcher.context.said("access").status()).isEqualTo(HealthStatus.UP);
    }
  }

  /** Functions of the helper's names that anybody planted would run as our role. */
  @ParameterizedTest
  @MethodSource(VERSIONS)
  void callsNoFunctionsThatSomebodyElsePlanted(int major) throws Exception {
    LoggingServer logging = server(major);
    String database = logging.server.createDatabase();
    try (Connection planter = logging.server.connect(database)) {
      Clients.run(planter, "create role planter_" + database);
      Clients.run(
          planter,
          "create schema dbintel_logs authorization planter_"
              + database
              + "; create function dbintel_logs.log_files(out name text, out size bigint, out"
              + " modified_micros bigint, out format text) returns setof record language sql"
              + " security definer as 'select null, 1/0, 1, null'; create function"
              + " dbintel_logs.read_log(file text, start bigint, length integer) returns bytea language"
              + " sql security definer as 'select null::bytea'; alter function dbintel_logs.log_files()"
              + " owner to planter_"
              + database
              + "; alter function dbintel_logs.read_log(text, bigint, integer) owner to planter_"
              + database
              + "; grant usage on schema dbintel_logs to public");
    }
    TestDatabase.Role monitor = logging.server.createRole("pg_monitor");
    TestDatabase.Role elsewhere = new TestDatabase.Role(monitor.name(), monitor.password());
    try (Watcher watcher = new Watcher(logging, LogsConfig.defaults(), elsewhere, database)) {
      watcher.read();
      assertThat(watcher.context.said("access").reason()).isEqualTo("log_forbidden");
    }
  }

  @Test
  void saysWhatToSetWhereTheLogIsInNoFile() throws Exception {
    LoggingServer logging = server(TestDatabase.versions().get(0));
    logging.destination("csvlog");
    logging.server.set("log_destination", "'syslog'");
    assertThat(reason(logging, LogsConfig.defaults())).isEqualTo("log_not_in_files");
    logging.server.set("logging_collector", "off");
    assertThat(reason(logging, LogsConfig.defaults())).isEqualTo("log_not_collected");
    logging.server.set("logging_collector", "on");
    assertThat(reason(logging, LogsConfig.defaults().withFile("/nowhere/at-all/test-*.log")))
        .isEqualTo("log_file_missing");
  }

  private static String reason(LoggingServer logging, LogsConfig config) throws Exception {
    try (Watcher watcher = logging.watch(config)) {
      watcher.read();
      return watcher.context.said("access").reason();
    }
  }
}
