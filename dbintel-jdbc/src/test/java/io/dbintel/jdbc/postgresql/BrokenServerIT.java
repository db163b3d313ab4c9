package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.PoolLog;
import io.dbintel.jdbc.testing.TestCollection;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestSql;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that restarts, dies, hangs or was never there. */
final class BrokenServerIT {
  private static final String CANARY = "canary7f3a";

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedServer server;

  @BeforeAll
  static void start() {
    server = TestDatabase.startFresh();
  }

  @AfterAll
  static void remove() {
    if (server != null) {
      server.remove();
    }
  }

  @Test
  void restartIsAnotherRunOfTheSameServer() throws Exception {
    try (PostgresTarget target = open(builder())) {
      TargetIdentity before = target.identify();
      server.restart();
      TargetIdentity after = identifyAgain(target);
      assertThat(after.server()).isEqualTo(before.server());
      assertThat(after.run()).isNotEqualTo(before.run());
    }
  }

  @Test
  void standbyIsAServerOfItsOwnAndPromotionIsAnotherRun() throws Exception {
    EmbeddedServer standby = server.startStandby();
    try (PostgresTarget primaryTarget = open(builder());
        PostgresTarget standbyTarget = open(builder().url(standby.url()))) {
      TargetIdentity primary = primaryTarget.identify();
      TargetIdentity before = standbyTarget.identify();
      assertThat(identifier(before)).isEqualTo(identifier(primary));
      assertThat(before.server()).isNotEqualTo(primary.server());
      assertThat(standbyTarget.features().standby()).isTrue();
      assertThat(standbyTarget.diagnose()).extracting(Finding::code).contains("standby");
      standby.promote();
      await().until(() -> !standbyTarget.identify().run().equals(before.run()));
      assertThat(standbyTarget.features().standby()).isFalse();
      assertThat(standbyTarget.identify().server()).isEqualTo(before.server());
    } finally {
      standby.remove();
    }
  }

  private static String identifier(TargetIdentity identity) {
    return identity.server().substring(0, identity.server().indexOf('@'));
  }

  @Test
  void killedServerIsALostConnectionAndComesBack() throws Exception {
    try (PostgresTarget target = open(builder().statementTimeout(Duration.ofMinutes(1)))) {
      TargetIdentity before = target.identify();
      CompletableFuture<DatabaseException> failed =
          CompletableFuture.supplyAsync(
              () -> failure(target, new TestCollection(target, "", Duration.ofMinutes(1))));
      await().until(() -> server.connectionsOf(server.superuser()) > 1);
      server.kill();
      DatabaseException error = failed.get(10, TimeUnit.SECONDS);
      assertThat(target.isConnectionLoss(error)).as(error.getMessage()).isTrue();
      DatabaseException refused = failure(target, new TestCollection(target));
      assertThat(refused.errorClass()).isEqualTo(ErrorClass.CONNECTION_LOST);
      server.start();
      assertThat(identifyAgain(target).run()).isNotEqualTo(before.run());
    }
  }

  @Test
  void hangingServerLetsTheThreadGoAtTheDeadline() throws Exception {
    try (PostgresTarget target = open(builder().statementTimeout(Duration.ofMinutes(1)))) {
      TargetIdentity unused = target.identify();
      server.freeze();
      try {
        long began = System.nanoTime();
        TestCollection collection = new TestCollection(target, "", Duration.ofSeconds(1));
        DatabaseException error = failure(target, collection);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        // It did not work for us while it hung, and must not be left alone for minutes for it.
        assertThat(Duration.ofNanos(collection.cost().statementNanos()))
            .isLessThan(Duration.ofMillis(900));
        assertThat(error.errorClass()).isIn(ErrorClass.TIMEOUT, ErrorClass.CONNECTION_LOST);
      } finally {
        server.thaw();
      }
      assertThat(identifyAgain(target)).isNotNull();
    }
  }

  @Test
  void silentListenerIsGivenUpAtTheDeadline() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        PostgresTarget target =
            open(
                PostgresTarget.builder("orders")
                    .url("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/postgres")
                    .user("nobody")
                    .tls(Tls.DISABLED)
                    .connectTimeout(Duration.ofSeconds(1))
                    .statementTimeout(Duration.ofSeconds(1)))) {
      long began = System.nanoTime();
      DatabaseException error = catchThrowableOfType(DatabaseException.class, target::identify);
      assertThat(error.errorClass()).isIn(ErrorClass.TIMEOUT, ErrorClass.CONNECTION_LOST);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @Test
  void noErrorTellsWhatItMustNot() throws Exception {
    for (String url :
        new String[] {
          server.url(CANARY + "_db"), "jdbc:postgresql://" + CANARY + ".invalid/" + CANARY
        }) {
      TestContext context = new TestContext("orders");
      try (PoolLog log = PoolLog.open();
          PostgresTarget target =
              PostgresTarget.builder("orders")
                  .url(url)
                  .user(CANARY + "_user")
                  .password(Secret.of(CANARY + "_password"))
                  .tls(Tls.DISABLED)
                  .build()) {
        target.open(context);
        DatabaseException error = catchThrowableOfType(DatabaseException.class, target::identify);
        StringWriter everything = new StringWriter();
        error.printStackTrace(new PrintWriter(everything, true));
        everything.append(target.toString());
        Thread.getAllStackTraces().keySet().forEach(t -> everything.append(t.getName()));
        assertThat(log.text()).contains("dbintel-test-orders");
        everything.append(log.text());
        assertThat(everything.toString()).contains("orders").doesNotContain(CANARY);
      }
    }
  }

  private static TargetIdentity identifyAgain(PostgresTarget target) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(DatabaseException.class)
        .until(target::identify, identity -> true);
  }

  private static DatabaseException failure(PostgresTarget target, TestCollection collection) {
    return catchThrowableOfType(
        DatabaseException.class,
        () ->
            target.inTransaction(
                collection, reading -> reading.each(TestSql.of("sleep"), row -> {})));
  }

  private static PostgresTargetBuilder builder() {
    return PostgresTarget.builder("orders")
        .url(server.url())
        .user(server.superuser().name())
        .tls(Tls.DISABLED);
  }

  private static PostgresTarget open(PostgresTargetBuilder builder) throws Exception {
    PostgresTarget target = builder.build();
    target.open(new TestContext("orders"));
    return target;
  }
}
