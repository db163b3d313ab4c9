package io.dbintel.examples.quickstart;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * A PostgreSQL server that lives as long as this object, set up as dbintel likes a server to be.
 */
final class EmbeddedServer implements AutoCloseable {
  static final String MONITOR = "dbintel_monitor";
  static final String MONITOR_PASSWORD = "monitor-in-this-example";

  private static final String DATABASE = "shop";
  private static final String OWNER = "shop";
  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres postgres;
  private final Path log;

  private EmbeddedServer(EmbeddedPostgres postgres, Path log) {
    this.postgres = postgres;
    this.log = log;
  }

  /**
   * Starts a server with its files in {@code work}.
   *
   * @throws ServerNotStarted telling what to do
   */
  static EmbeddedServer start(Path work, Console console) throws ServerNotStarted {
    Path log = work.resolve("server.log");
    try {
      Files.deleteIfExists(log);
      // Values go to the server unquoted: no spaces in them.
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(work.resolve("postgres").toFile())
              .setDataDirectory(work.resolve("data").toFile())
              .setCleanDataDirectory(true)
              .setPGStartupWait(Duration.ofSeconds(30))
              .setOutputRedirector(Redirect.to(log.toFile()))
              .setErrorRedirector(Redirect.appendTo(log.toFile()))
              .setServerConfig("shared_preload_libraries", "pg_stat_statements,auto_explain")
              .setServerConfig("pg_stat_statements.track", "all")
              .setServerConfig("compute_query_id", "on")
              .setServerConfig("track_io_timing", "on")
              .setServerConfig("shared_buffers", "16MB") // small, so that big tables are read
              .start();
      EmbeddedServer server = new EmbeddedServer(postgres, log);
      server.createRoles();
      console.line("PostgreSQL 18 runs on port %s of this machine.", postgres.getPort());
      return server;
    } catch (IOException | SQLException | RuntimeException problem) {
      throw new ServerNotStarted(advice(log, problem), problem);
    }
  }

  /** Where the application's database is. */
  String url() {
    return url(DATABASE);
  }

  /** The file that the server logs into. */
  Path log() {
    return log;
  }

  /** A connection of the application's, named as applications name theirs. */
  Connection connect(String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", OWNER);
    properties.setProperty("ApplicationName", application);
    return DriverManager.getConnection(url(), properties);
  }

  /** A connection that may see everything. */
  Connection connectAsSuperuser() throws SQLException {
    return DriverManager.getConnection(url(), SUPERUSER, "");
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + '/' + database;
  }

  private void createRoles() throws SQLException {
    try (Connection admin = DriverManager.getConnection(url("postgres"), SUPERUSER, "");
        Statement sql = admin.createStatement()) {
      sql.execute("CREATE ROLE " + OWNER + " LOGIN");
      sql.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
      sql.execute("CREATE ROLE " + MONITOR + " LOGIN PASSWORD '" + MONITOR_PASSWORD + "'");
      sql.execute("GRANT pg_monitor TO " + MONITOR);
      // One plan in fifty goes to the log, with what its execution took.
      sql.execute("ALTER SYSTEM SET log_line_prefix = '%m [%p] %q%u@%d %Q '");
      sql.execute("SELECT pg_reload_conf()");
      for (String setting :
          List.of(
              "log_min_duration = 0",
              "sample_rate = 0.02",
              "log_analyze = on",
              "log_buffers = on",
              "log_format = 'json'")) {
        sql.execute("ALTER ROLE " + OWNER + " SET auto_explain." + setting);
      }
    }
    try (Connection admin = connectAsSuperuser();
        Statement sql = admin.createStatement()) {
      sql.execute("CREATE EXTENSION pg_stat_statements");
    }
  }

  private static String advice(Path log, Exception problem) {
    return String.join(
        "\n",
        "The embedded PostgreSQL server could not be started: " + problem,
        said(log) + "The usual reasons:",
        "  - Run as root, it needs user namespaces (does 'unshare -U true' work?);"
            + " where they are forbidden, run as a plain user.",
        "  - There is no binary for this platform in pom.xml (property postgres.platform)"
            + " or it could not be fetched.",
        "  - Less than 500 MB are free beside that file, or localhost cannot be connected to.");
  }

  private static String said(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      String end =
          String.join("\n    ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
      return "The end of " + log + ":\n    " + end + "\n";
    } catch (IOException nothingSaid) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
