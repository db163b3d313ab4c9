package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.observe.StatementMeasurements;
import io.dbintel.jdbc.testing.Canaries;
import io.dbintel.jdbc.testing.EveryLog;
import io.dbintel.jdbc.testing.Output;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statement collector as a host gets it: on by default, found by itself, run by the engine. */
final class StatementsEngineIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final int TIMES = 40;
  private static final String OTHER = "select 1.5, 1.5, 4711 as finished_other";

  /** A text that was not among the first, or came too late, is asked for again in a minute. */
  private static final Duration PATIENCE_FOR_TEXTS =
      StatementsConfig.defaults().textInterval().plus(Watching.PATIENCE);

  @ParameterizedTest
  @MethodSource(ALL)
  void executionsComeOutOfTheExporterAndTheBooksBalance(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    PostgresTarget target = target(server, role);
    try (Connection load = server.connect("postgres");
        Watching watching = Watching.start("statements", instance(target))) {
      Clients.run(load, "create temporary table through_engine (n int)");
      watching.awaitEvent(event -> event.type().equals(StatementMeasurements.ENTRIES));
      for (int i = 0; i < TIMES; i++) {
        Clients.run(load, "insert into through_engine values (" + i + "), (2), (3), (4), (5)");
      }
      long[] told = {0};
      watching.until(
          () -> {
            told[0] = callsWithRows(watching.events(), 5);
            return told[0] >= TIMES;
          });
      assertThat(told[0]).isEqualTo(TIMES);
      assertThat(target.statements().latest()).isPresent();
      watching.assertLedgerIsTrue();
      watching.closeAndAssertNothingIsLeft();
    }
  }

  /** Calls of the statement that brings so many rows a call, which no other here does. */
  private static long callsWithRows(List<DbEvent> events, int rows) {
    return events.stream()
        .filter(event -> event.type().equals(EventTypes.TOP_QUERY))
        .filter(event -> event.getLong(StatementAttributes.LOCAL_BLKS_HIT, 0) > 0)
        .filter(
            event ->
                event.getLong(StatementAttributes.ROWS, 0)
                    == rows * event.getLong(StatementAttributes.CALLS, 0))
        .mapToLong(event -> event.getLong(StatementAttributes.CALLS, 0))
        .sum();
  }

  /** What has ended is no session's any more, but its text is with the server still. */
  @ParameterizedTest
  @MethodSource(ALL)
  void nothingPlantedInFinishedStatementsComesOut(TestDatabase server) throws Exception {
    Canaries canaries = new Canaries();
    Output output = new Output();
    Role ours = new Role("svc_" + canaries.word("our role"), canaries.token("our password"));
    Role person = new Role(canaries.mail("role name"), canaries.token("client's password"));
    String tenant = "tenant " + canaries.card("database name", "-");
    server.run("create role " + ours.name() + " login password '" + ours.password() + "'");
    server.run("grant pg_monitor to " + ours.name());
    server.run("create role \"" + person.name() + "\" login password '" + person.password() + "'");
    server.run("create database \"" + tenant + '"');
    Map<String, String> planted = planted(canaries);
    PostgresTarget target = target(server, ours);
    try (EveryLog log = EveryLog.open();
        Connection load = server.connect("postgres");
        Connection other = server.connect(tenant, person)) {
      Clients.run(load, "create role finished_role");
      Clients.run(load, "create table finished_rows (n int, t text)");
      // Of what other tests left, more than a thousand may have taken longer than what is planted
      // here: the first asking for texts would be for theirs.
      server.run("select pg_stat_statements_reset()");
      for (String sql : planted.keySet()) {
        Clients.run(load, sql);
      }
      Clients.run(other, OTHER);
      try (Watching watching = Watching.start("statements", instance(target))) {
        watching.awaitEvent(event -> event.type().equals(StatementMeasurements.ENTRIES));
        Set<String> missing = new TreeSet<>(planted.values());
        missing.add("finished_other");
        await()
            .atMost(PATIENCE_FOR_TEXTS)
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(
                () -> {
                  for (String sql : planted.keySet()) {
                    Clients.run(load, sql);
                  }
                  Clients.run(other, OTHER);
                  Set<String> seen = new TreeSet<>();
                  watching.events().forEach(event -> seen.add(text(event)));
                  missing.removeIf(part -> seen.stream().anyMatch(text -> text.contains(part)));
                  assertThat(missing).as("not among %s", seen).isEmpty();
                  // The view is of the last interval only, which may be one in which nothing ran.
                  output.add("view", Objects.toString(target.statements().latest()));
                  assertThat(output.has("view", "finished")).isTrue();
                });
        watching.awaitEvent(
            event ->
                text(event).contains("finished_other")
                    && "?".equals(event.get(StatementAttributes.ROLNAME))
                    && event.database().equals("tenant ?"));
        watching.closeAndAssertNothingIsLeft();
        output.look(watching.dbintel());
        watching.events().forEach(event -> output.add("events", event));
        log.lines().forEach(line -> output.add("logs", line.text()));
      }
    } finally {
      server.run("drop table if exists finished_rows");
      server.run("drop role if exists finished_role");
      server.run("drop role " + ours.name());
      server.run("drop database if exists \"" + tenant + '"');
      server.run("drop role if exists \"" + person.name() + '"');
    }
    assertThat(output.leaks(canaries)).isEmpty();
  }

  /**
   * Statements that can be run twice, and what must be told of each. No two are of one structure:
   * the server would keep one text for both.
   */
  private static Map<String, String> planted(Canaries canaries) {
    return Map.of(
        "select '" + canaries.mail("literal") + "' as finished_literal, 1.5, 2, 2",
        "finished_literal",
        "select /* "
            + canaries.token("comment")
            + " */ 1 as finished_comment, 1.5 -- "
            + canaries.mail("comment"),
        "finished_comment",
        "alter role finished_role password '" + canaries.token("password") + "'",
        "alter role finished_role",
        "comment on table finished_rows is '" + canaries.mail("remark") + "'",
        "finished_rows is ?",
        "insert into finished_rows values (1, '" + canaries.card("insert", " ") + "')",
        "insert into finished_rows",
        "set planted.secret = '" + canaries.token("set") + "'",
        "set planted.secret",
        "do $$ begin perform '" + canaries.mail("do") + "'; end $$",
        "do ?",
        "select $x$" + canaries.mail("dollar") + "$x$ as finished_dollar, 2, 2.5",
        "finished_dollar",
        "notify finished_channel, '" + canaries.mail("notify") + "'",
        "notify finished_channel");
  }

  private static String text(DbEvent event) {
    String text = event.get(Attributes.DB_QUERY_TEXT);
    return event.type().equals(EventTypes.TOP_QUERY) && text != null ? text : "";
  }

  private static PostgresTarget target(TestDatabase server, Role role) {
    return PostgresTarget.builder("orders")
        .url(server.url())
        .user(role.name())
        .password(Secret.of(role.password()))
        .tls(Tls.DISABLED)
        .build();
  }

  private static DbIntelBuilder instance(PostgresTarget target) {
    return DbIntel.builder()
        .target(target)
        .settings(EngineSettings.defaults().overhead(1))
        .withoutCollector(SessionsProvider.NAME)
        .collector(
            StatementsProvider.NAME,
            StatementsConfig.defaults().withInterval(Duration.ofSeconds(1)).withTopN(1_000));
  }
}
