package io.dbintel.jdbc.testing;

import java.io.IOException;

/** A server in whose databases the extension {@code hypopg} can be created. */
public final class HypoPg {
  private HypoPg() {}

  /**
   * Starts one for a test class alone, which must {@link EmbeddedServer#remove remove} it. Where
   * there is no such package, the tests are skipped; where there is one, it must be had.
   */
  public static EmbeddedServer start() throws IOException {
    return DebianExtension.start("hypopg");
  }
}
