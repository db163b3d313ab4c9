package com.example.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntel;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both plugins in a running instance, configured by a file, on a real server. */
class JobQueuesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final InMemoryExporter memory = InMemoryExporter.create();
  private JobsDatabase database;
  private DbIntel dbintel;

  @BeforeEach
  void start() throws Exception {
    database = JobsDatabase.start();
    Target target =
        PostgresTarget.builder("jobs")
            .url(database.url())
            .user(JobsDatabase.ROLE)
            .password(Secret.of(JobsDatabase.PASSWORD))
            .tls(Tls.DISABLED)
            .build();
    try (Reader file =
        new InputStreamReader(
            Objects.requireNonNull(JobQueuesIT.class.getResourceAsStream("/dbintel.yaml")),
            StandardCharsets.UTF_8)) {
      dbintel =
          DbIntel.builder()
              .config("dbintel.yaml", file)
              .bind("jobs", Target.class, target)
              .bind("memory", Exporter.class, memory)
              .build()
              .start();
    }
  }

  @AfterEach
  void stop() throws Exception {
    dbintel.close();
    database.close();
  }

  @Test
  void queuesAreToldByNameAndTheRestTogether() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(waiting("mail")).isEqualTo(7);
              assertThat(waiting("audit")).isEqualTo(1);
              assertThat(waiting("other")).isEqualTo(1);
            });
    assertThat(last(JobVocabulary.OLDEST, "mail").doubleValue()).isBetween(3_600.0, 4_000.0);
    assertThat(last(JobVocabulary.WAITING, "mail").get(JobVocabulary.TEAM)).isEqualTo("checkout");

    dbintel.close();
    assertThat(dbintel.ledger().isBalanced()).isTrue();
    assertThat(dbintel.ledger().pending()).isZero();
  }

  @Test
  void aMissingGrantIsToldWithTheGrant() throws Exception {
    database.run("revoke select on public.jobs from " + JobsDatabase.ROLE);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(health().status()).isEqualTo(HealthStatus.FORBIDDEN);
              assertThat(health().reason()).isEqualTo("jobs_forbidden");
            });
    assertThat(health().remedy()).startsWith("GRANT SELECT ON \"public\".jobs TO");
  }

  private ComponentHealth health() {
    return dbintel.health().components().stream()
        .filter(component -> component.component().equals("jobs/job-queues"))
        .findFirst()
        .orElseThrow();
  }

  private long waiting(String queue) {
    return last(JobVocabulary.WAITING, queue).longValue();
  }

  private DbEvent last(EventType type, String queue) {
    return memory.snapshot().stream()
        .filter(event -> event.type().equals(type))
        .filter(event -> queue.equals(event.get(JobVocabulary.QUEUE)))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("nothing of " + type + " for " + queue));
  }
}
