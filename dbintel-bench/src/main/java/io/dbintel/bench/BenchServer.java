package io.dbintel.bench;

import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A PostgreSQL server that lives as long as this object, with what dbintel needs. */
final class BenchServer implements AutoCloseable {
  private static final String MONITOR = "dbintel_monitor";
  private static final String PASSWORD = "monitor-in-this-measurement";
  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres postgres;

  private BenchServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts one with its files in the folder of the build. */
  static BenchServer start(String name, String sharedBuffers) throws IOException, SQLException {
    Path work = Path.of(Bench.property("bench.work")).resolve("servers").resolve(name);
    Files.createDirectories(work);
    Path log = work.resolve("server.log");
    BenchServer server =
        new BenchServer(
            EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(work.resolve("postgres").toFile())
                .setDataDirectory(work.resolve("data").toFile())
                .setCleanDataDirectory(true)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("compute_query_id", "on")
                .setServerConfig("shared_buffers", sharedBuffers)
                .start());
    server.run(
        "postgres",
        "CREATE EXTENSION pg_stat_statements",
        "CREATE ROLE " + MONITOR + " LOGIN PASSWORD '" + PASSWORD + "'",
        "GRANT pg_monitor TO " + MONITOR);
    return server;
  }

  /** It as a target with all defaults. */
  PostgresTarget target(String id) {
    return PostgresTarget.builder(id)
        .url(url("postgres"))
        .user(MONITOR)
        .password(Secret.of(PASSWORD))
        .tls(Tls.DISABLED)
        .build();
  }

  /** A connection of a client that prepares each statement at once. */
  Connection client() throws SQLException {
    return DriverManager.getConnection(url("postgres") + "?prepareThreshold=1", SUPERUSER, "");
  }

  /** Runs statements as superuser. */
  void run(String database, String... statements) throws SQLException {
    try (Connection admin = DriverManager.getConnection(url(database), SUPERUSER, "");
        Statement sql = admin.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  /** The server's processes that work for dbintel now, with the CPU time each took, in seconds. */
  Map<Long, Double> ownBackends() throws SQLException {
    Map<Long, Double> backends = new HashMap<>();
    try (Connection admin = DriverManager.getConnection(url("postgres"), SUPERUSER, "");
        Statement sql = admin.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE usename = '" + MONITOR + "'")) {
      while (row.next()) {
        long pid = row.getLong(1);
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .ifPresent(time -> backends.put(pid, time.toNanos() / 1e9));
      }
    }
    return backends;
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + '/' + database;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
