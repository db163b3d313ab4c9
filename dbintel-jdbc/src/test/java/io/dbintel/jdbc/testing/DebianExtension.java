package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A server with an extension of the machine's own distribution, of the newest version of this build
 * for which that has it: 15 on Debian 12.
 */
final class DebianExtension {
  private static final System.Logger LOGGER = System.getLogger(DebianExtension.class.getName());

  private DebianExtension() {}

  /**
   * Starts one for a test class alone, which must {@link EmbeddedServer#remove remove} it. Where
   * there is no such package, the tests are skipped; where there is one, it must be had.
   *
   * @param name as the package calls it: {@code hypopg} of {@code postgresql-15-hypopg}
   */
  static EmbeddedServer start(String name) throws IOException {
    if (!DebianPackage.isAptHere()) {
      return skip("there is no apt-get to fetch " + name + " with");
    }
    List<ServerBinaries> available = ServerBinaries.available();
    for (ServerBinaries binaries : available) {
      Path build = binaries.jar().resolveSibling("debian");
      Optional<DebianPackage> found =
          DebianPackage.fetch("postgresql-" + binaries.major() + "-" + name, build);
      if (found.isPresent()) {
        found.get().addTo(binaries.unpacked(), binaries.major());
        return EmbeddedServer.start(binaries);
      }
    }
    return skip(
        "this distribution has no "
            + name
            + " for any of "
            + available.stream().map(ServerBinaries::major).toList()
            + ": -Pall-databases has more versions");
  }

  private static EmbeddedServer skip(String reason) {
    LOGGER.log(System.Logger.Level.INFO, "skipped: {0}", reason);
    return Assumptions.abort(reason);
  }
}
