package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.observe.WaitMeasurements;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.WaitSampling;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Waits that are known, on a server that counts them by itself. */
final class WaitsIT {
  private static final String SLEEP = "Timeout/PgSleep";
  private static final String SLEPT = "event = 'PgSleep'";

  /** A process that waits all the time: it is met once in each round of samples. */
  private static final String ALWAYS = "event = 'LogicalLauncherMain'";

  private static @Nullable EmbeddedServer started;

  @BeforeAll
  static void start() throws Exception {
    started = WaitSampling.start();
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.remove();
    }
  }

  /**
   * A sample is a period of time or more. So many were taken while the statement ran as there were
   * rounds of samples, less those that were taken while it did not.
   */
  @Test
  void tellsHowLongAStatementSleptToWithinASample() throws Exception {
    try (Waits waits = Waits.of(server());
        Connection client = server().connect("postgres")) {
      waits.read();
      long sleptBefore = waits.profiled(SLEPT);
      long opened = System.nanoTime();
      long roundsBefore = waits.profiled(ALWAYS);
      long began = System.nanoTime();
      Clients.run(client, "select pg_sleep(1.5)");
      double ran = (System.nanoTime() - began) / 1e9;
      long rounds = waits.profiled(ALWAYS) - roundsBefore;
      double window = (System.nanoTime() - opened) / 1e9;
      long samples = waits.profiled(SLEPT) - sleptBefore;
      waits.read();

      double told = waits.ofStatements(SLEEP);
      assertThat(told).isEqualTo(samples * Waits.PERIOD, within(1e-9));
      assertThat(told).isLessThanOrEqualTo(ran + 2 * Waits.PERIOD);
      assertThat(told)
          .isGreaterThanOrEqualTo(rounds * Waits.PERIOD - (window - 1.5) - 2 * Waits.PERIOD);
      assertThat(waits.ofAll(SLEEP)).isEqualTo(told, within(1e-9));
      assertThat(waits.each(Attributes.WAIT_SOURCE, WaitMeasurements.QUERY_WAITS))
          .containsOnly("pg_wait_sampling");
      assertThat(waits.each(Attributes.WAIT_SOURCE, WaitMeasurements.TIME))
          .containsOnly("pg_wait_sampling");
      DbEvent event = waits.events(WaitMeasurements.QUERY_WAITS).get(0);
      assertThat(event.getDouble(Attributes.STATEMENT_INTERVAL, 0)).isEqualTo(10.0);
      assertThat(event.get(Attributes.STATEMENT_LOSSY)).isFalse();
    }
  }

  @Test
  void tellsHowLongWhichStatementWaitedForALock() throws Exception {
    String locked = "event_type = 'Lock' and event = 'transactionid'";
    server().run("create table guarded (id int primary key, n int)");
    server().run("insert into guarded values (1, 1)");
    try (Waits waits = Waits.of(server());
        Clients clients = new Clients(server())) {
      Connection holder = clients.open();
      Connection waiter = clients.open();
      waits.read();
      Clients.run(holder, "begin; update guarded set n = 0");
      long before = waits.profiled(locked);
      long began = System.nanoTime();
      clients.start(waiter, "update guarded set n = n + 1 where id = 1");
      await().until(() -> waits.profiled(locked) - before >= 50);
      Clients.run(holder, "rollback");
      await().until(() -> waits.number("select n from guarded") == 2);
      double waited = (System.nanoTime() - began) / 1e9;
      waits.read();

      assertThat(waits.ofStatements("Lock/transactionid"))
          .isEqualTo((waits.profiled(locked) - before) * Waits.PERIOD, within(1e-9))
          .isBetween(50 * Waits.PERIOD, waited + 2 * Waits.PERIOD);
      long statement =
          waits.number(
              "select queryid from pg_stat_statements where query like 'update guarded%where%'");
      assertThat(waits.events(WaitMeasurements.QUERY_WAITS))
          .filteredOn(event -> "Lock".equals(event.get(Attributes.WAIT_CLASS)))
          .extracting(event -> event.get(StatementAttributes.QUERYID))
          .containsExactly(Long.toString(statement));
    }
  }

  @Test
  void tellsTheFirstAndTheRestTogetherSoThatSumsAreRight() throws Exception {
    Role role = server().createRole("pg_monitor");
    try (Waits waits = new Waits(server(), role, WaitsConfig.defaults().withTopN(1));
        Connection client = server().connect("postgres")) {
      waits.read();
      long before = waits.profiled(SLEPT);
      Clients.run(client, "select pg_sleep(0.3), 'first', 1");
      Clients.run(client, "select pg_sleep(0.1), 'second', 1, 2");
      Clients.run(client, "select pg_sleep(0.1), 'third', 1, 2, 3");
      long samples = waits.profiled(SLEPT) - before;
      waits.read();

      List<DbEvent> told = waits.events(WaitMeasurements.QUERY_WAITS);
      assertThat(told).hasSize(2);
      assertThat(told.get(0).has(Attributes.WAIT_OTHERS)).isFalse();
      assertThat(told.get(1).getLong(Attributes.WAIT_OTHERS, 0)).isGreaterThanOrEqualTo(2);
      assertThat(told.get(1).has(StatementAttributes.QUERYID)).isFalse();
      double sum = told.stream().mapToDouble(e -> e.getDouble(Attributes.WAIT_DURATION, 0)).sum();
      assertThat(sum).isGreaterThanOrEqualTo(samples * Waits.PERIOD - 1e-9);
      assertThat(waits.ofAll(SLEEP)).isEqualTo(samples * Waits.PERIOD, within(1e-9));
    }
  }

  @Test
  void resetByAnybodyInventsNothingAndLosesNothingThatCameAfter() throws Exception {
    try (Waits waits = Waits.of(server());
        Connection client = server().connect("postgres")) {
      Clients.run(client, "select pg_sleep(1)");
      waits.read();
      server().run("select pg_wait_sampling_reset_profile()");
      Clients.run(client, "select pg_sleep(0.2)");
      waits.read();

      assertThat(waits.ofStatements(SLEEP))
          .isEqualTo(waits.profiled(SLEPT) * Waits.PERIOD, within(1e-9))
          .isBetween(Waits.PERIOD, 1.0);
      assertThat(waits.each(Attributes.STATEMENT_LOSSY, WaitMeasurements.QUERY_WAITS))
          .containsOnly(true);
      waits.read();
      assertThat(waits.ofStatements(SLEEP)).isZero();
    }
  }

  @Test
  void restartIsABeginning() throws Exception {
    try (Waits waits = Waits.of(server())) {
      waits.read();
      server().restart();
      await().ignoreExceptions().untilAsserted(waits::read);
      try (Connection client = server().connect("postgres")) {
        Clients.run(client, "select pg_sleep(0.2)");
      }
      waits.read();
      assertThat(waits.ofStatements(SLEEP))
          .isEqualTo(waits.profiled(SLEPT) * Waits.PERIOD, within(1e-9))
          .isPositive();
    }
  }

  @Test
  void readingInVainLosesNothing() throws Exception {
    try (Waits waits = Waits.of(server());
        Connection client = server().connect("postgres")) {
      waits.read();
      long before = waits.profiled(SLEPT);
      Clients.run(client, "select pg_sleep(0.2)");
      waits.readInVain();
      waits.readInto(1);
      assertThat(waits.events(WaitMeasurements.TIME)).isEmpty();
      waits.read();
      assertThat(waits.ofStatements(SLEEP))
          .isEqualTo((waits.profiled(SLEPT) - before) * Waits.PERIOD, within(1e-9))
          .isPositive();
      assertThat(waits.context().counter("readings_without_room")).isEqualTo(1);
    }
  }

  /** Our connections wait for us most of the time, which is nobody's trouble. */
  @Test
  void oursAreLeftOut() throws Exception {
    String idle = "event = 'ClientRead'";
    Role role = server().createRole("pg_monitor");
    try (Waits waits = new Waits(server(), role, WaitsConfig.defaults())) {
      waits.read();
      // A connection that is made from now on is known from the next reading on, and no earlier.
      String ours = "pid in (" + sessionsOf(role) + ")";
      waits.read();
      long all = waits.profiled(idle);
      long own = waits.profiled(idle + " and " + ours);
      await().until(() -> waits.profiled(idle + " and " + ours) - own >= 50);
      waits.read();
      long others = waits.profiled(idle) - all - (waits.profiled(idle + " and " + ours) - own);

      assertThat(waits.ofAll("Client/ClientRead")).isLessThan((others + 50) * Waits.PERIOD);
    }
  }

  private static String sessionsOf(Role role) throws Exception {
    try (Connection connection = server().connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select string_agg(pid::text, ', ') from pg_stat_activity where usename = '"
                    + role.name()
                    + "'")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void missingGrantIsToldWithTheStatementsThatGiveIt() throws Exception {
    String view = "pg_wait_sampling_profile";
    String function = "function pg_wait_sampling_get_profile()";
    server().run("revoke select on " + view + " from public");
    server().run("revoke execute on " + function + " from public");
    try (Waits waits = Waits.of(server())) {
      waits.read();
      var said = waits.context().said("availability");
      assertThat(said.status()).isEqualTo(HealthStatus.FORBIDDEN);
      assertThat(said.reason()).isEqualTo("waits_forbidden");
      server().run(said.remedy());
      waits.read();
      assertThat(waits.context().complaints()).isEqualTo("{}");
    } finally {
      server().run("grant select on " + view + " to public");
      server().run("grant execute on " + function + " to public");
    }
  }

  @Test
  void libraryThatIsNotLoadedIsToldAndReadOnceItIs() throws Exception {
    server().set("shared_preload_libraries", "pg_stat_statements");
    try (Waits waits = Waits.of(server())) {
      waits.read();
      assertThat(waits.context().said("availability").reason()).isEqualTo("waits_not_loaded");
      server().set("shared_preload_libraries", "pg_stat_statements, pg_wait_sampling");
      await().ignoreExceptions().untilAsserted(waits::read);
      assertThat(waits.context().complaints()).isEqualTo("{}");
    }
  }

  @Test
  void extensionThatIsDroppedIsNoTrouble() throws Exception {
    try (Waits waits = Waits.of(server())) {
      waits.read();
      server().run("drop extension pg_wait_sampling");
      waits.read();
      assertThat(waits.context().complaints()).isEqualTo("{}");
      server().run("create schema \"Odd \"\" one\"");
      server().run("create extension pg_wait_sampling schema \"Odd \"\" one\"");
      waits.read();
      assertThat(waits.context().said("availability").status()).isEqualTo(HealthStatus.FORBIDDEN);
      server().run(waits.context().said("availability").remedy());
      waits.read();
      assertThat(waits.context().complaints()).isEqualTo("{}");
    } finally {
      server().run("drop extension if exists pg_wait_sampling");
      server().run("create extension pg_wait_sampling");
    }
  }

  @Test
  void moreEntriesThanMayBeReadAreRefusedAndTheRemedyHelps() throws Exception {
    WaitsConfig defaults = WaitsConfig.defaults();
    WaitsConfig few = new WaitsConfig(defaults.interval(), Duration.ofSeconds(5), 20, 100);
    try (Waits waits = new Waits(server(), server().createRole("pg_monitor"), few);
        Connection client = server().connect("postgres")) {
      for (int i = 1; i <= 110; i++) {
        String more = String.join(", ", IntStream.range(0, i).mapToObj(n -> "1").toList());
        Clients.run(client, "select pg_sleep(0.025), 'many', " + more);
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(waits.number("select count(*) from pg_wait_sampling_profile"))
                      .isGreaterThan(100));
      waits.read();
      assertThat(waits.events(WaitMeasurements.TIME)).isEmpty();
      var said = waits.context().said("completeness");
      assertThat(said.reason()).isEqualTo("too_many_waits");
      server().run(said.remedy().substring(0, said.remedy().indexOf(';')));
      waits.read();
      assertThat(waits.context().complaints()).isEqualTo("{}");
    }
  }

  private static EmbeddedServer server() {
    return Objects.requireNonNull(started);
  }
}
