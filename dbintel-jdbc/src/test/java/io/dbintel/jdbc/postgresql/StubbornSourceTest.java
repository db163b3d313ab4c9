package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.testing.TestContext;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Where there is no connection to be had: what is concluded from it, and what is not. */
final class StubbornSourceTest {
  private interface Lending {
    Object lend() throws Throwable;
  }

  /** A permit that an Error kept was gone for good, and the target with the second one. */
  @Test
  void errorOfTheDriverCostsNoConnection() throws Exception {
    DataSource broken =
        lends(
            () -> {
              throw new NoClassDefFoundError("half a driver");
            });
    try (PostgresTarget target = open(broken)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(target::identify).isInstanceOf(NoClassDefFoundError.class);
      }
    }
  }

  @Test
  void whatAnExceptionSaysEndsNoTarget() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    DataSource source =
        lends(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new SQLException("Connection factory was closed by peer");
              }
              throw new IllegalStateException("closed for a moment");
            });
    try (PostgresTarget target = open(source)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(failure(target).errorClass()).isEqualTo(ErrorClass.NOT_LENT);
        assertThat(target.isStopped()).isFalse();
        assertThat(asked).hasValue(i);
      }
    }
  }

  @Test
  void closedPoolIsFoundBehindAWrapper() throws Exception {
    HikariDataSource pool = new HikariDataSource();
    pool.close();
    DataSource wrapper =
        (DataSource)
            Proxy.newProxyInstance(
                StubbornSourceTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  try {
                    return method.invoke(pool, arguments);
                  } catch (InvocationTargetException thrown) {
                    throw thrown.getTargetException();
                  }
                });
    try (PostgresTarget target = open(wrapper)) {
      assertThat(failure(target).errorClass()).isEqualTo(ErrorClass.POOL_CLOSED);
      assertThat(target.isStopped()).isTrue();
    }
  }

  /** Servers lock a role out after a few wrong passwords; the pool's own retries were so many. */
  @Test
  void oneAskIsOneAttemptToConnect() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AtomicInteger attempts = new AtomicInteger();
      Thread refuser = new Thread(() -> refuse(listener, attempts), "refuser");
      refuser.setDaemon(true);
      refuser.start();
      try (PostgresTarget target =
          PostgresTarget.builder("orders")
              .url("jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + "/orders")
              .user("nobody")
              .tls(Tls.DISABLED)
              .build()) {
        target.open(new TestContext("orders"));
        for (int i = 1; i <= 3; i++) {
          assertThat(failure(target).errorClass()).isEqualTo(ErrorClass.CONNECTION_LOST);
          assertThat(attempts).hasValue(i);
        }
      }
    }
  }

  private static void refuse(ServerSocket listener, AtomicInteger attempts) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        attempts.incrementAndGet();
        socket.close();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static DataSource lends(Lending lending) {
    return (DataSource)
        Proxy.newProxyInstance(
            StubbornSourceTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                method.getName().equals("isWrapperFor") ? (Object) false : lending.lend());
  }

  private static PostgresTarget open(DataSource source) throws DatabaseException {
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .dataSource(source)
            .connectTimeout(Duration.ofSeconds(1))
            .statementTimeout(Duration.ofSeconds(1))
            .build();
    target.open(new TestContext("orders"));
    return target;
  }

  private static DatabaseException failure(PostgresTarget target) {
    return catchThrowableOfType(DatabaseException.class, target::identify);
  }
}
