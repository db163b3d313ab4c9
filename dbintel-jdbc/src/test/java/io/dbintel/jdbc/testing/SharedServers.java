package io.dbintel.jdbc.testing;

import java.util.ArrayList;
import java.util.List;

/** The servers that all tests of the JVM share. */
final class SharedServers {
  private SharedServers() {}

  private static final List<TestDatabase> SERVERS = start();

  static List<TestDatabase> get() {
    return SERVERS;
  }

  private static List<TestDatabase> start() {
    String url = System.getProperty("db.postgresql.url", "");
    if (!url.isEmpty()) {
      return List.of(new ExternalServer(url));
    }
    List<ServerBinaries> available = ServerBinaries.available();
    if (available.isEmpty()) {
      return ContainerServer.start();
    }
    List<TestDatabase> servers = new ArrayList<>();
    for (ServerBinaries binaries : available) {
      EmbeddedServer server = EmbeddedServer.start(binaries);
      Runtime.getRuntime().addShutdownHook(new Thread(server::remove, "stop-" + server));
      servers.add(server);
    }
    return List.copyOf(servers);
  }
}
