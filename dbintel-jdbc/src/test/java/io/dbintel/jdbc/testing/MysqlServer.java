package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A server of MySQL or MariaDB for tests: one that {@code -Ddb.mysql.url} or {@code
 * -Ddb.mariadb.url} names, for whose user no password is asked, or else one of each version that
 * the build has unpacked, started on a loopback port with its data in the build's folder. Shared by
 * all tests of the JVM and stopped at its end. Immutable and thread-safe.
 *
 * <p>Both products are spoken to by MariaDB's driver.
 */
public final class MysqlServer {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String product;
  private final String version;
  private final String url;

  private MysqlServer(String product, String version, String url) {
    this.product = product;
    this.version = version;
    this.url = url;
  }

  /** Every MySQL of this build: for {@code @MethodSource}. Skips or fails if there is none. */
  public static List<MysqlServer> mysql() {
    return required("mysql", OfMysql.SERVERS);
  }

  /** Every MariaDB of this build: for {@code @MethodSource}. Skips or fails if there is none. */
  public static List<MysqlServer> mariadb() {
    return required("mariadb", OfMariadb.SERVERS);
  }

  private static final class OfMysql {
    static final List<MysqlServer> SERVERS = servers("mysql");
  }

  private static final class OfMariadb {
    static final List<MysqlServer> SERVERS = servers("mariadb");
  }

  private static List<MysqlServer> required(String product, List<MysqlServer> servers) {
    if (servers.isEmpty()) {
      String reason = "no server of " + product + " to test on: " + MysqlBinaries.whyNone();
      if (System.getProperty("db.required", "").toLowerCase(Locale.ROOT).contains(product)) {
        throw new IllegalStateException("-Ddb.required names it, but there is " + reason);
      }
      System.out.println("SKIPPED: " + reason);
      Assumptions.abort(reason);
    }
    return servers;
  }

  private static List<MysqlServer> servers(String product) {
    String url = System.getProperty("db." + product + ".url", "");
    if (!url.isEmpty()) {
      return List.of(new MysqlServer(product, versionOf(url), url));
    }
    List<MysqlServer> servers = new ArrayList<>();
    for (MysqlBinaries binaries : MysqlBinaries.of(product)) {
      servers.add(start(binaries));
    }
    return List.copyOf(servers);
  }

  private static MysqlServer start(MysqlBinaries binaries) {
    try {
      Path servers = Files.createDirectories(binaries.home().resolve("servers"));
      Path folder = Files.createTempDirectory(servers, "server");
      binaries.initialise(folder);
      int port = freePort();
      Process process = binaries.start(folder, port);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(process, folder)));
      String url = "jdbc:mariadb://127.0.0.1:" + port + "/{database}?user=root";
      MysqlServer server = new MysqlServer(binaries.product(), binaries.version(), url);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .failFast(
              () -> {
                if (!process.isAlive()) {
                  throw new IllegalStateException(binaries.log(folder));
                }
              })
          .ignoreExceptions()
          .until(server::answers);
      return server;
    } catch (IOException error) {
      throw new UncheckedIOException("cannot start " + binaries, error);
    }
  }

  private boolean answers() throws SQLException {
    try (Connection connection = connect("mysql")) {
      return connection.isValid(5);
    }
  }

  private static void remove(Process process, Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      // What it would have written at a clean end is removed anyway.
      Process killed = process.destroyForcibly();
      if (killed.waitFor(20, TimeUnit.SECONDS)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }

  private static String versionOf(String url) {
    try (Connection connection = new MysqlServer("", "", url).connect("mysql")) {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException error) {
      throw new IllegalStateException("cannot connect to the server that was named", error);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** {@code mysql} or {@code mariadb}. */
  public String product() {
    return product;
  }

  /** Whether it is of this version or a newer one. */
  public boolean isFrom(int major, int minor) {
    String[] parts = version.split("[^0-9]", -1);
    int ofIt = Integer.parseInt(parts[0]);
    return ofIt > major || (ofIt == major && Integer.parseInt(parts[1]) >= minor);
  }

  /** A connection to a database, which must exist. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url.replace("{database}", database));
  }

  /** A connection to a new database, which is gone once the connection's holder drops it. */
  public Connection connectToNewDatabase() throws SQLException {
    String name = "database_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    try (Connection connection = connect("mysql");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return connect(name);
  }

  /** Its product and version. */
  @Override
  public String toString() {
    return product + " " + version;
  }
}
