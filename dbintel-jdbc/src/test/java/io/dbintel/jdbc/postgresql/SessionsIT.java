package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.observe.BlockingForest;
import io.dbintel.jdbc.observe.BlockingTree;
import io.dbintel.jdbc.observe.Dimension;
import io.dbintel.jdbc.observe.SessionScope;
import io.dbintel.jdbc.observe.SessionState;
import io.dbintel.jdbc.observe.SessionTime;
import io.dbintel.jdbc.observe.TimeWindow;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the session collector makes of situations that are known. */
final class SessionsIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final List<AttrKey<?>> VOCABULARY =
      Stream.concat(Attributes.all().stream(), PostgresAttributes.all().stream()).toList();
  private static final TimeWindow ALWAYS = new TimeWindow(Instant.MIN, Instant.MAX);

  @ParameterizedTest
  @MethodSource(ALL)
  void idleInTransactionBlocksOne(TestDatabase server) throws Exception {
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      chain(clients, 1);

      BlockingTree tree = onlyTree(sampling, 1);

      assertThat(tree.depth()).isEqualTo(1);
      assertThat(tree.root().state()).isEqualTo(SessionState.IDLE_IN_TRANSACTION);
      assertThat(tree.cyclic()).isFalse();
      await().until(() -> told(sampling, Attributes.BLOCKING_VICTIMS, 1L));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void chainOfFourIsFourDeep(TestDatabase server) throws Exception {
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      List<Integer> pids = chain(clients, 4);

      BlockingTree tree = onlyTree(sampling, 4);

      assertThat(tree.depth()).isEqualTo(4);
      assertThat(tree.width()).isEqualTo(1);
      assertThat(tree.nodes())
          .extracting(node -> node.session().pid())
          .containsExactlyElementsOf(pids);
      if (server.major() >= 14) {
        assertThat(tree.longestWaitSeconds()).isPositive();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void fanOfFiftyIsFiftyWide(TestDatabase server) throws Exception {
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      Connection root = clients.open();
      Clients.run(root, "select pg_advisory_lock(50)");
      for (int i = 0; i < 50; i++) {
        clients.start(clients.open(), "select pg_advisory_lock(50)");
      }

      BlockingTree tree = onlyTree(sampling, 50);

      // A session that is plainly idle may still hold a lock that belongs to the session.
      assertThat(tree.root().pid()).isEqualTo(Clients.pid(root));
      assertThat(tree.root().state()).isEqualTo(SessionState.IDLE);
      assertThat(tree.depth()).isEqualTo(1);
      assertThat(tree.width()).isEqualTo(50);
    }
  }

  /** Each question for blockers holds up the lock manager, which a convoy has no time for. */
  @ParameterizedTest
  @MethodSource(ALL)
  void convoyIsShownWholeButAskedForBlockersInPart(TestDatabase server) throws Exception {
    int waiters = 262;
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      Clients.run(clients.open(), "select pg_advisory_lock(262)");
      for (int i = 0; i < waiters; i++) {
        clients.start(clients.open(), "select pg_advisory_lock(262)");
      }
      await().until(() -> waitersOn(server) == waiters);

      sampling.sample();

      BlockingForest forest = sampling.history().blockingAt(Instant.MAX).orElseThrow().forest();
      assertThat(forest.victims()).isEqualTo(256);
      assertThat(sampling.history().stats().rows()).isGreaterThanOrEqualTo(waiters + 1L);
      assertThat(sampling.context().gauge("waiters_without_blockers")).isEqualTo(waiters - 256.0);
    }
  }

  private static int waitersOn(TestDatabase server) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")) {
      row.next();
      return row.getInt(1);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void preparedTransactionIsARoot(TestDatabase server) throws Exception {
    server.run("create table if not exists prepared_rows (id int)");
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      Connection owner = clients.open();
      Clients.run(owner, "begin; lock table prepared_rows; prepare transaction 'it'");
      clients.start(clients.open(), "select * from prepared_rows");

      BlockingTree tree = onlyTree(sampling, 1);

      assertThat(tree.isRootPrepared()).isTrue();
      await().until(() -> told(sampling, Attributes.BLOCKING_ROOT_PREPARED, true));
    } finally {
      server.run("rollback prepared 'it'");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void twoHundredSessionsAreTwoHundredActiveSessions(TestDatabase server) throws Exception {
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      for (int i = 0; i < 200; i++) {
        clients.start(clients.open(), "select pg_sleep(600)");
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                sampling.sample();
                return sleeping(sampling) == 200;
              });
      assertThat(sampling.sample().badRows()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void statementsAreNamedByTheServerWhereItCan(TestDatabase server) throws Exception {
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      clients.start(clients.open(), "select pg_sleep(600), 'x' as literal");
      Connection end = clients.open();
      awaitActivity(sampling, "select pg_sleep(?), ? as literal");
      endAll(end, "pg_sleep");
      await()
          .until(
              () -> {
                sampling.sample();
                return !sampling.events(EventTypes.QUERY_SAMPLE).isEmpty();
              });

      DbEvent event =
          sampling.events(EventTypes.QUERY_SAMPLE).stream()
              .filter(
                  one ->
                      "select pg_sleep(?), ? as literal".equals(one.get(Attributes.DB_QUERY_TEXT)))
              .findFirst()
              .orElseThrow();
      assertThat(event.get(Attributes.QUERY_IDENTIFIED_BY))
          .isEqualTo(server.major() >= 14 ? "server" : "fingerprint");
      assertThat(event.has(PostgresAttributes.QUERY_ID)).isEqualTo(server.major() >= 14);
      assertThat(event.get(Attributes.WAIT_EVENT)).isEqualTo("Timeout/PgSleep");
      assertThat(event.get(PostgresAttributes.STATE)).isEqualTo("active");
      assertThat(event.getDouble(Attributes.SESSION_DURATION, 0)).isPositive();
      assertThat(event.has(Attributes.NETWORK_PEER_ADDRESS)).isFalse();
      assertThat(event.get(Attributes.SESSION_ID)).contains(".");
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void nothingPlantedComesOut(TestDatabase server) throws Exception {
    String card = "4111111111111111";
    String mail = "jane.doe@example.com";
    SessionsConfig config = SessionsConfig.defaults();
    try (Clients clients = new Clients(server);
        Sampling sampling = new Sampling(server, server.createRole("pg_monitor"), config)) {
      Connection holder = clients.open();
      Clients.run(holder, "set application_name = 'card " + card + "'");
      Clients.run(holder, "begin; select pg_advisory_lock(77), '" + mail + "' /* " + card + " */");
      Connection waiter = clients.open();
      Clients.run(waiter, "set application_name = '" + mail + "'");
      clients.start(
          waiter, "select pg_advisory_lock(77), '" + card + "', $$" + mail + "$$ -- " + mail);
      onlyTree(sampling, 1);
      Clients.run(holder, "rollback; select pg_advisory_unlock_all()");
      await()
          .until(
              () -> {
                sampling.sample();
                return sampling.events(EventTypes.SESSION_BLOCKING).size() > 1;
              });

      List<String> texts = new ArrayList<>();
      for (DbEvent event : sampling.events()) {
        for (AttrKey<?> key : VOCABULARY) {
          texts.add(key.name() + "=" + event.get(key));
        }
      }
      for (Dimension dimension : Dimension.values()) {
        for (SessionTime time :
            sampling.history().top(dimension, ALWAYS, SessionScope.ALL, 10_000)) {
          texts.add(time.toString());
        }
      }
      assertThat(texts).anyMatch(text -> text.contains("pg_advisory_lock(?)"));
      assertThat(texts).noneMatch(text -> text.contains("4111") || text.contains("jane"));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void roleWithNothingIsToldTheGrant(TestDatabase server) throws Exception {
    Role role = server.createRole();
    try (Clients clients = new Clients(server);
        Sampling sampling = new Sampling(server, role, SessionsConfig.defaults())) {
      clients.start(clients.open(), "select pg_sleep(600)");

      await()
          .until(
              () -> {
                assertThat(sampling.sample().badRows()).isEmpty();
                return sampling.context().said("visibility").status() == HealthStatus.FORBIDDEN;
              });

      assertThat(sampling.context().said("visibility").remedy())
          .isEqualTo("GRANT pg_monitor TO \"" + role.name() + "\";");
      assertThat(sampling.history().averageActiveSessions(ALWAYS)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void ownSessionsAreNotSeen(TestDatabase server) throws Exception {
    Role role = server.createRole("pg_monitor");
    try (Sampling sampling = new Sampling(server, role, SessionsConfig.defaults());
        Connection other = server.connect("postgres", role)) {
      Clients.run(other, "set application_name = 'dbintel'");
      Clients.run(other, "begin");
      sampling.sample();
      sampling.sample();

      assertThat(sampling.history().top(Dimension.USER, ALWAYS, SessionScope.ALL, 100))
          .extracting(SessionTime::value)
          .doesNotContain(role.name());
    }
  }

  /** Sessions that each hold a lock and wait for the one before; their ids, root first. */
  private static List<Integer> chain(Clients clients, int length) throws Exception {
    List<Integer> pids = new ArrayList<>();
    for (int i = 0; i <= length; i++) {
      Connection connection = clients.open();
      pids.add(Clients.pid(connection));
      connection.setAutoCommit(false);
      Clients.run(connection, "select pg_advisory_xact_lock(" + (100 + i) + ")");
      if (i > 0) {
        clients.start(connection, "select pg_advisory_xact_lock(" + (100 + i - 1) + ")");
      }
    }
    return pids;
  }

  private static BlockingTree onlyTree(Sampling sampling, int victims) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              sampling.sample();
              return forest(sampling).victims() == victims;
            });
    assertThat(forest(sampling).trees()).hasSize(1);
    return forest(sampling).trees().get(0);
  }

  private static BlockingForest forest(Sampling sampling) {
    return sampling.history().blockingAt(Instant.MAX).orElseThrow().forest();
  }

  private static <T> boolean told(Sampling sampling, AttrKey<T> key, T value) throws Exception {
    sampling.sample();
    return sampling.events(EventTypes.SESSION_BLOCKING).stream()
        .anyMatch(event -> value.equals(event.get(key)));
  }

  private static long sleeping(Sampling sampling) {
    Instant newest = Objects.requireNonNull(sampling.history().stats().newest());
    TimeWindow last = TimeWindow.endingAt(newest, Duration.ofNanos(1));
    return sampling.history().top(Dimension.WAIT_EVENT, last, SessionScope.DB_TIME, 100).stream()
        .filter(time -> time.value().equals("Timeout/PgSleep"))
        .mapToLong(time -> Math.round(time.averageSessions()))
        .sum();
  }

  private static void awaitActivity(Sampling sampling, String text) {
    Predicate<SessionTime> isIt = time -> text.equals(time.text());
    await()
        .until(
            () -> {
              sampling.sample();
              return sampling
                  .history()
                  .top(Dimension.QUERY, ALWAYS, SessionScope.DB_TIME, 1000)
                  .stream()
                  .anyMatch(isIt);
            });
  }

  private static void endAll(Connection connection, String what) throws Exception {
    Clients.run(
        connection,
        "select pg_cancel_backend(pid) from pg_stat_activity where state = 'active'"
            + " and pid <> pg_backend_pid() and query like '%"
            + what
            + "%'");
  }
}
