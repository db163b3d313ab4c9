package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A server with the extension {@code pg_wait_sampling}, of the newest version of this build for
 * which the machine's distribution has it: 15 on Debian 12.
 */
public final class WaitSampling {
  private static final System.Logger LOGGER = System.getLogger(WaitSampling.class.getName());

  private WaitSampling() {}

  /**
   * Starts one for a test class alone, which must {@link EmbeddedServer#remove remove} it. Where
   * there is no such package, the tests are skipped; where there is one, it must be had and loaded.
   */
  public static EmbeddedServer start() throws IOException, SQLException {
    if (!DebianPackage.isAptHere()) {
      return skip("there is no apt-get to fetch pg_wait_sampling with");
    }
    List<ServerBinaries> available = ServerBinaries.available();
    for (ServerBinaries binaries : available) {
      Path build = binaries.jar().resolveSibling("debian");
      String name = "postgresql-" + binaries.major() + "-pg-wait-sampling";
      Optional<DebianPackage> found = DebianPackage.fetch(name, build);
      if (found.isPresent()) {
        found.get().addTo(binaries.unpacked(), binaries.major());
        return start(binaries);
      }
    }
    return skip(
        "this distribution has no pg_wait_sampling for any of "
            + available.stream().map(ServerBinaries::major).toList()
            + ": -Pall-databases has more versions");
  }

  private static EmbeddedServer start(ServerBinaries binaries) throws SQLException {
    EmbeddedServer server = EmbeddedServer.start(binaries);
    server.set("shared_preload_libraries", "pg_stat_statements, pg_wait_sampling");
    server.run("create extension pg_wait_sampling");
    return server;
  }

  private static EmbeddedServer skip(String reason) {
    LOGGER.log(System.Logger.Level.INFO, "skipped: {0}", reason);
    return Assumptions.abort(reason);
  }
}
