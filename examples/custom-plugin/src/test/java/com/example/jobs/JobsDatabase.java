package com.example.jobs;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server with a table of jobs, for the tests of this module. */
final class JobsDatabase implements AutoCloseable {
  static final String ROLE = "watcher";
  static final String PASSWORD = "watcher-of-the-tests";

  private final EmbeddedPostgres server;

  private JobsDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  static JobsDatabase start() throws IOException, SQLException {
    JobsDatabase database = new JobsDatabase(EmbeddedPostgres.start());
    database.run(
        "create role " + ROLE + " login password '" + PASSWORD + "' in role pg_monitor",
        "create table public.jobs (id bigserial, queue text not null, state text not null,"
            + " created_at timestamptz not null default now())",
        "grant select on public.jobs to " + ROLE,
        "insert into public.jobs (queue, state, created_at)"
            + " select 'mail', 'waiting', now() - interval '1 hour' from generate_series(1, 7)",
        "insert into public.jobs (queue, state)"
            + " values ('mail', 'done'), ('billing', 'waiting'), ('audit', 'waiting')");
    return database;
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  String url() {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
