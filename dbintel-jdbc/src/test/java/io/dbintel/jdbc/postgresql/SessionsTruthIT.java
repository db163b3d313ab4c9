package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.dbintel.core.spi.Clock;
import io.dbintel.jdbc.observe.Dimension;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.observe.SessionScope;
import io.dbintel.jdbc.observe.SessionTime;
import io.dbintel.jdbc.observe.TimeWindow;
import io.dbintel.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * A minute of load of which every session keeps its own time, sampled once a second. What the
 * samples say is held against what the load says: within 3 %.
 *
 * <p>The load is made of stretches of many seconds, because a stretch is known to half a sample at
 * each end, whatever the estimator.
 */
final class SessionsTruthIT {
  private static final Clock CLOCK = Clock.system();
  private static final TimeWindow ALWAYS = new TimeWindow(Instant.MIN, Instant.MAX);
  private static final double LOAD_SECONDS = 60;

  private final Map<String, Double> truth = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> load = new ArrayList<>();

  @Test
  void samplesSayWhatTheLoadSays() throws Exception {
    TestDatabase server = TestDatabase.newest();
    server.run("create table if not exists copied (line text)");
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Clients clients = new Clients(server);
        Sampling sampling = Sampling.of(server)) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Future<?> unused =
          timer.scheduleAtFixedRate(
              () -> {
                try {
                  sampling.sample();
                } catch (Exception | AssertionError error) {
                  failure.set(error);
                }
              },
              0,
              1,
              TimeUnit.SECONDS);
      startLoad(clients);
      for (Future<?> one : load) {
        one.get();
      }
      timer.shutdown();
      assertThat(timer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
      sampling.sample();

      assertThat(failure).hasNullValue();
      check(sampling.history());
    } finally {
      timer.shutdownNow();
      threads.shutdownNow();
    }
  }

  private void startLoad(Clients clients) throws Exception {
    for (int i = 0; i < 12; i++) {
      // The server tells statements apart by their structure, not by their names for columns.
      String more = i % 2 == 0 ? "" : ", now()";
      start(clients, i, (connection, random) -> sleep(connection, random, more));
      if (i % 2 == 0) {
        int key = 1000 + i;
        start(clients, i, (connection, random) -> hold(connection, random, key));
        start(clients, i, (connection, random) -> contend(connection, random, key));
      }
    }
    for (int i = 0; i < 2; i++) {
      start(clients, i, (connection, random) -> burn(connection, 27));
      start(clients, i, (connection, random) -> copy(connection, 27));
    }
  }

  private void check(SessionHistory history) {
    double active = 0;
    for (Map.Entry<String, Double> known : truth.entrySet()) {
      active += known.getKey().startsWith("Wait ") ? known.getValue() : 0;
    }
    truth.put("State active", active);
    report(history);
    for (Map.Entry<String, Double> known : truth.entrySet()) {
      assertThat(sampled(history, known.getKey()))
          .as(known.getKey())
          .isCloseTo(known.getValue(), withPercentage(3));
    }
  }

  private void report(SessionHistory history) {
    truth.forEach(
        (what, seconds) -> {
          double sampled = sampled(history, what);
          System.Logger log = System.getLogger("truth");
          log.log(
              System.Logger.Level.INFO,
              String.format(
                  Locale.ROOT,
                  "%-40s load %7.2f s, samples %7.2f s, %+5.2f %%",
                  what,
                  seconds,
                  sampled,
                  100 * (sampled / seconds - 1)));
        });
  }

  private static double sampled(SessionHistory history, String what) {
    String value = what.substring(what.indexOf(' ') + 1);
    boolean query = what.startsWith("Query ");
    Dimension dimension =
        query
            ? Dimension.QUERY
            : what.startsWith("State ") ? Dimension.STATE : Dimension.WAIT_EVENT;
    SessionScope scope = what.startsWith("State ") ? SessionScope.ALL : SessionScope.DB_TIME;
    return history.top(dimension, ALWAYS, scope, 1000).stream()
        .filter(time -> value.equals(query ? time.text() : time.value()))
        .mapToDouble(SessionTime::seconds)
        .sum();
  }

  // --- what sessions do, and how they keep their time

  private void sleep(Connection connection, Random random, String more) throws Exception {
    double left = LOAD_SECONDS;
    while (left > 4) {
      double seconds = Math.min(left, random.nextDouble(8, 14));
      timed(
          () -> {
            Clients.run(connection, "select pg_sleep(" + seconds + ")" + more);
            return null;
          },
          "Wait Timeout/PgSleep",
          "Query select pg_sleep(?)" + more);
      double rest = random.nextDouble(0.5, 1.5);
      pass(rest);
      left -= seconds + rest;
    }
  }

  private void hold(Connection connection, Random random, int key) throws Exception {
    connection.setAutoCommit(false);
    double left = LOAD_SECONDS;
    while (left > 4) {
      double seconds = Math.min(left, random.nextDouble(8, 12));
      Clients.run(connection, "select pg_advisory_xact_lock(" + key + ")");
      timed(
          () -> {
            pass(seconds);
            return null;
          },
          "State idle in transaction");
      connection.commit();
      pass(1);
      left -= seconds + 1;
    }
  }

  private void contend(Connection connection, Random random, int key) throws Exception {
    long end = CLOCK.nanoTime() + (long) (1e9 * (LOAD_SECONDS - 2));
    pass(random.nextDouble(0.3, 0.9));
    while (CLOCK.nanoTime() < end) {
      timed(
          () -> {
            Clients.run(connection, "select pg_advisory_xact_lock(" + key + "), now()");
            return null;
          },
          "Wait Lock/advisory",
          "Query select pg_advisory_xact_lock(?), now()");
      pass(random.nextDouble(1.3, 1.9));
    }
  }

  private void burn(Connection connection, int seconds) throws Exception {
    for (int i = 0; i < 2; i++) {
      timed(
          () -> {
            Clients.run(
                connection,
                "do $$ declare e timestamptz := clock_timestamp() + '"
                    + seconds
                    + "s'; begin while clock_timestamp() < e loop end loop; end $$");
            return null;
          },
          "Wait CPU");
      pass(1.3);
    }
  }

  private void copy(Connection connection, int seconds) throws Exception {
    CopyManager copies = connection.unwrap(BaseConnection.class).getCopyAPI();
    for (int i = 0; i < 2; i++) {
      timed(
          () -> {
            CopyIn copy = copies.copyIn("copy copied from stdin");
            pass(seconds);
            return copy.endCopy();
          },
          "Wait Client/ClientRead",
          "Query copy copied from stdin");
      pass(1.4);
    }
  }

  private interface Script {
    void run(Connection connection, Random random) throws Exception;
  }

  private void start(Clients clients, int seed, Script script) throws Exception {
    Connection connection = clients.open();
    load.add(
        threads.submit(
            () -> {
              script.run(connection, new Random(seed));
              return null;
            }));
  }

  private void timed(Callable<?> work, String... names) throws Exception {
    long began = CLOCK.nanoTime();
    Object unused = work.call();
    double seconds = (CLOCK.nanoTime() - began) / 1e9;
    for (String name : names) {
      truth.merge(name, seconds, Double::sum);
    }
  }

  /** Lets time pass: it is what the load consists of, not a wait for something to happen. */
  private static void pass(double seconds) throws InterruptedException {
    boolean never =
        new Semaphore(0)
            .tryAcquire(Duration.ofNanos((long) (1e9 * seconds)).toNanos(), TimeUnit.NANOSECONDS);
    assertThat(never).isFalse();
  }
}
