package com.example.jobs;

import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.testkit.CollectorContract;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The rules that every collector keeps, on a real server. */
class JobQueuesContractIT extends CollectorContract<JobQueuesConfig> {
  private static JobsDatabase database;

  @BeforeAll
  static void startAServer() throws Exception {
    database = JobsDatabase.start();
  }

  @AfterAll
  static void stopIt() throws Exception {
    database.close();
  }

  @Override
  protected CollectorProvider<JobQueuesConfig> provider() {
    return new JobQueuesProvider();
  }

  @Override
  protected Target target() {
    return at(database.url());
  }

  @Override
  protected Target unreachable() throws Exception {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return at("jdbc:postgresql://localhost:" + closed.getLocalPort() + "/postgres");
    }
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(JobsDatabase.PASSWORD);
  }

  private static Target at(String url) {
    return PostgresTarget.builder("jobs")
        .url(url)
        .user(JobsDatabase.ROLE)
        .password(Secret.of(JobsDatabase.PASSWORD))
        .tls(Tls.DISABLED)
        .build();
  }
}
