package io.dbintel.jdbc.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server for tests: the one that {@code -Ddb.postgresql.url} names, or else one that
 * is unpacked and started here, of each version the build has binaries for. Shared by all tests of
 * the JVM and stopped at its end.
 *
 * <p>Tests that stop or kill a server take a {@link #startFresh fresh} one.
 */
public abstract class TestDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static {
    // From here on the pools of the tests are quiet, except while a test listens.
    PoolLog.open().close();
  }

  /** A login role. */
  public record Role(String name, String password) {}

  /**
   * Every server of this build: for {@code @MethodSource}. Without any, the test is skipped, or
   * fails if {@code -Ddb.required=postgresql}.
   */
  public static List<TestDatabase> all() {
    List<TestDatabase> servers = SharedServers.get();
    if (servers.isEmpty()) {
      requireOne();
    }
    return servers;
  }

  /** The newest of {@link #all()}. */
  public static TestDatabase newest() {
    return all().get(0);
  }

  /**
   * A server of the newest version for one test alone, which may stop and kill it, and must {@link
   * EmbeddedServer#remove remove} it.
   */
  public static EmbeddedServer startFresh() {
    List<ServerBinaries> binaries = ServerBinaries.available();
    if (binaries.isEmpty()) {
      requireOne();
    }
    return EmbeddedServer.start(binaries.get(0));
  }

  /** The same, of the version of another server of this build. */
  public static EmbeddedServer startFresh(TestDatabase like) {
    return EmbeddedServer.start(
        ServerBinaries.available().stream()
            .filter(binaries -> binaries.major() == like.major())
            .findFirst()
            .orElseGet(
                () -> {
                  requireOne();
                  return Assumptions.abort(
                      "no binaries of PostgreSQL " + like.major() + " to start");
                }));
  }

  /**
   * The versions that {@link #startFresh(int)} can start, newest first: for {@code @MethodSource}.
   */
  public static List<Integer> versions() {
    List<Integer> versions =
        ServerBinaries.available().stream().map(ServerBinaries::major).toList();
    if (versions.isEmpty()) {
      requireOne();
    }
    return versions;
  }

  /** A server of one of {@link #versions()}, for one test alone, which must remove it. */
  public static EmbeddedServer startFresh(int major) {
    return ServerBinaries.available().stream()
        .filter(binaries -> binaries.major() == major)
        .findFirst()
        .map(EmbeddedServer::start)
        .orElseThrow();
  }

  private static void requireOne() {
    if (System.getProperty("db.required", "").toLowerCase(Locale.ROOT).contains("postgresql")) {
      throw new IllegalStateException(
          "-Ddb.required=postgresql, but there is no server to test on");
    }
    Assumptions.abort("no PostgreSQL server to test on");
  }

  /** The major version. */
  public abstract int major();

  /** The URL of a database, which may have any name, without user and password. */
  public final String url(String database) {
    return prefix() + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The URL up to a database's name. */
  abstract String prefix();

  /** The URL of the database {@code postgres}. */
  public final String url() {
    return url("postgres");
  }

  /** The superuser. */
  public abstract Role superuser();

  /** A connection of the superuser to a database. */
  public final Connection connect(String database) throws SQLException {
    return connect(database, superuser());
  }

  /** A connection of a role to a database. */
  public final Connection connect(String database, Role role) throws SQLException {
    return DriverManager.getConnection(url(database), role.name(), role.password());
  }

  /** Runs a statement as the superuser in the database {@code postgres}. */
  public final void run(String sql) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A new login role that is a member of these roles, and of nothing else. */
  public final Role createRole(String... memberOf) throws SQLException {
    Role role = new Role("role_" + NUMBER.incrementAndGet(), "pass-" + NUMBER.get());
    run("create role " + role.name() + " login password '" + role.password() + "'");
    for (String group : memberOf) {
      run("grant " + group + " to " + role.name());
    }
    return role;
  }

  /** A new database. */
  public final String createDatabase() throws SQLException {
    String name = "database_" + NUMBER.incrementAndGet();
    run("create database " + name);
    return name;
  }

  /** How many connections a role has. */
  public final int connectionsOf(Role role) throws SQLException {
    return connections("usename = '" + role.name() + "'");
  }

  /** How many connections with this application name there are. */
  public final int connectionsNamed(String application) throws SQLException {
    return connections("application_name = '" + application + "'");
  }

  private int connections(String condition) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("select count(*) from pg_stat_activity where " + condition)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Override
  public String toString() {
    return "PostgreSQL " + major();
  }
}
