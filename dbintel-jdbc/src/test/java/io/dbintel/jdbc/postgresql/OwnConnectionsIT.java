package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.pool.Connections;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.OwnPool;
import io.dbintel.jdbc.pool.ReadSettings;
import io.dbintel.jdbc.pool.Work;
import io.dbintel.jdbc.testing.OpenConnections;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many connections our own pool has open, counted where the driver opens and closes them. */
final class OwnConnectionsIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final int READERS = 6;
  private static final int READINGS = 30;

  @ParameterizedTest
  @MethodSource(ALL)
  void neverHasMoreThanTwoConnections(TestDatabase server) throws Exception {
    Role role = server.createRole();
    String other = server.createDatabase();
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try (OpenConnections open = OpenConnections.counted();
        Connections connections = own(server, role, open)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        boolean alone = i % 2 == 0;
        ReadSettings where = settings(i < 2 ? other : "");
        readers.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < READINGS; n++) {
                    read(connections, where, alone);
                  }
                  return null;
                }));
      }
      for (Future<?> reader : readers) {
        reader.get();
      }

      assertThat(open.most()).isEqualTo(Connections.MAX);
      assertThat(open.opened()).as("visits open one each").isGreaterThan(READINGS);
    } finally {
      threads.shutdownNow();
    }
  }

  /** HikariCP loses what comes back, or comes up, while it closes. */
  @ParameterizedTest
  @MethodSource(ALL)
  void noConnectionOutlivesItsPoolWheneverThatIsClosed(TestDatabase server) throws Exception {
    Role role = server.createRole();
    String other = server.createDatabase();
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try (OpenConnections open = OpenConnections.counted()) {
      for (int round = 0; round < 20; round++) {
        int before = open.opened();
        try (Connections connections = own(server, role, open)) {
          for (int i = 0; i < READERS; i++) {
            ReadSettings where = settings(i % 2 == 0 ? "" : other);
            threads.execute(() -> readUntilClosed(connections, where));
          }
          await().until(() -> open.opened() > before);
        }
        await().untilAsserted(() -> assertThat(open.now()).isZero());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void readUntilClosed(Connections connections, ReadSettings where) {
    try {
      while (true) {
        read(connections, where, true);
      }
    } catch (DatabaseException closed) {
      // As it should be: the next round has a pool of its own.
    }
  }

  private static void read(Connections connections, ReadSettings where, boolean alone)
      throws DatabaseException {
    Work<Long> work = reading -> reading.each(new PostgresDialect().roundTrip(), row -> {});
    long unused =
        alone
            ? connections.inOneStatement(where, null, work)
            : connections.inTransaction(where, null, work);
  }

  private static ReadSettings settings(String database) {
    Duration patience = Duration.ofSeconds(30);
    return new ReadSettings(database, patience, patience, patience);
  }

  private static Connections own(TestDatabase server, Role role, OpenConnections open)
      throws Exception {
    return Connections.own(
        new TestContext("orders"),
        new OwnPool(
            database -> open.url(database.isEmpty() ? server.url() : server.url(database)),
            role.name(),
            Secret.of(role.password()),
            Map.of(),
            Duration.ofSeconds(5),
            Duration.ofMinutes(30),
            true),
        new PostgresDialect());
  }
}
