package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.sql.SQLException;

/** A server with the extension {@code pg_wait_sampling}. */
public final class WaitSampling {
  private WaitSampling() {}

  /**
   * Starts one for a test class alone, which must {@link EmbeddedServer#remove remove} it. Where
   * there is no such package, the tests are skipped; where there is one, it must be had and loaded.
   */
  public static EmbeddedServer start() throws IOException, SQLException {
    EmbeddedServer server = DebianExtension.start("pg-wait-sampling");
    server.set("shared_preload_libraries", "pg_stat_statements, pg_wait_sampling");
    server.run("create extension pg_wait_sampling");
    return server;
  }
}
