package io.dbintel.jdbc.testing;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A server in a container, where there are no binaries for this machine but Docker answers. */
final class ContainerServer extends TestDatabase {
  private static final int MAJOR = 18;
  private static final Role SUPERUSER = new Role("postgres", "postgres");
  private static final Logger LOGGER = Logger.getLogger("org.testcontainers");

  private final PostgreSQLContainer container;

  private ContainerServer(PostgreSQLContainer container) {
    this.container = container;
  }

  /** One server, or none if Docker does not answer. */
  static List<TestDatabase> start() {
    LOGGER.setLevel(Level.OFF);
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return List.of();
    }
    PostgreSQLContainer container =
        new PostgreSQLContainer("postgres:" + MAJOR)
            .withUsername(SUPERUSER.name())
            .withPassword(SUPERUSER.password())
            .withDatabaseName("postgres")
            .withCommand(
                "postgres",
                "-c",
                "shared_preload_libraries=pg_stat_statements,auto_explain",
                "-c",
                "track_io_timing=on",
                "-c",
                "compute_query_id=on");
    container.start();
    return List.of(new ContainerServer(container));
  }

  @Override
  public int major() {
    return MAJOR;
  }

  @Override
  String prefix() {
    return "jdbc:postgresql://"
        + container.getHost()
        + ':'
        + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)
        + '/';
  }

  @Override
  public Role superuser() {
    return SUPERUSER;
  }
}
