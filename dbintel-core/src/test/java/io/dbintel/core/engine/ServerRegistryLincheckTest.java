package io.dbintel.core.engine;

import io.dbintel.core.toy.Interleavings;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However many targets find out at once who their server is, one of them watches it. */
@Param(name = "server", gen = IntGen.class, conf = "0:1")
@Param(name = "target", gen = IntGen.class, conf = "0:2")
@Tag("lincheck")
public class ServerRegistryLincheckTest {
  private final ServerRegistry registry = new ServerRegistry();

  @Operation
  public String claim(@Param(name = "server") int server, @Param(name = "target") int target) {
    return registry.claim("server " + server, "target " + target);
  }

  @Operation
  public String release(@Param(name = "target") int target) {
    registry.release("target " + target);
    return "released";
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(ServerRegistryLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(ServerRegistryLincheckTest.class);
  }
}
