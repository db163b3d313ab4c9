package io.dbintel.examples.quickstart;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.export.JsonLinesExporter;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.LogsConfig;
import io.dbintel.jdbc.postgresql.LogsProvider;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.processors.advice.PlanAdviceConfig;
import io.dbintel.processors.advice.PlanAdviceProvider;
import io.dbintel.processors.plan.PlanExtractorProvider;
import io.dbintel.processors.regression.PlanRegressionProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Starts a PostgreSQL server, puts a workload with planted troubles on it, watches it with dbintel
 * in this JVM, tells what an operator would want to know, and judges whether dbintel found it.
 *
 * <p>Exits with 0 if every check holds, 1 if one does not, 2 if the server cannot be started.
 */
public final class Quickstart {
  /** As little happens in a quickstart, each statement's plans are looked at more than usual. */
  private static final PlanAdviceConfig OFTEN =
      new PlanAdviceConfig(Duration.ofSeconds(10), Duration.ofHours(24), 0.1, 1_000);

  private Quickstart() {}

  /**
   * Runs the example.
   *
   * @param arguments the folder to work in; {@code target} without one
   */
  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(arguments.length == 0 ? "target" : arguments[0]);
    System.exit(run(target.resolve("quickstart"), Console.standard()));
  }

  private static int run(Path work, Console console) throws Exception {
    Files.createDirectories(work);
    try (EmbeddedServer server = EmbeddedServer.start(work, console);
        Workload workload = Workload.prepare(server);
        Backend backend = backend(System.getenv(Backend.ENDPOINT), console)) {
      return watch(server, workload, backend, work, console) ? 0 : 1;
    } catch (ServerNotStarted problem) {
      console.print(problem.getMessage());
      return 2;
    }
  }

  /** The backend that the environment names; null without one, or if it cannot be one. */
  private static Backend backend(String endpoint, Console console) {
    if (endpoint == null || endpoint.isBlank()) {
      return null;
    }
    try {
      return new Backend(endpoint);
    } catch (RuntimeException wrong) {
      // Its message may quote what the environment says.
      console.line(
          "%s is not used: OpenTelemetry does not take it, or another OTEL_ variable (%s).",
          Backend.ENDPOINT, wrong.getClass().getSimpleName());
      return null;
    }
  }

  /** The server's log, which is a file of this machine. */
  private static LogsConfig plansOf(EmbeddedServer server) {
    return new LogsConfig(
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        server.log().toAbsolutePath().toString(),
        4L << 20,
        256L << 20);
  }

  private static boolean watch(
      EmbeddedServer server, Workload workload, Backend backend, Path work, Console console)
      throws Exception {
    LogCapture log = LogCapture.start();
    ThreadNames threads = new ThreadNames();
    Path events = work.resolve("events.jsonl");
    Files.deleteIfExists(events);

    PostgresTarget shop =
        PostgresTarget.builder("shop")
            .url(server.url())
            .user(EmbeddedServer.MONITOR) // a role of its own with pg_monitor, nothing else
            .password(Secret.of(EmbeddedServer.MONITOR_PASSWORD))
            .tls(Tls.DISABLED) // the server is on this machine; leave it out for any other
            .build();
    InMemoryExporter recent = InMemoryExporter.create();
    DbIntelBuilder builder =
        DbIntel.builder()
            .name("quickstart")
            .target(shop)
            .collector(LogsProvider.NAME, plansOf(server)) // of what was really executed
            .pipeline(
                stages ->
                    stages
                        .add(PlanAdviceProvider.NAME, OFTEN) // what to do about a plan
                        .add(PlanExtractorProvider.NAME) // which plan it is, without its literals
                        .add(PlanRegressionProvider.NAME)) // when a plan became worse
            .exporter(JsonLinesExporter.toFile(events).build())
            .exporter(recent);
    if (backend != null) {
      builder.exporter(backend.exporter());
    }
    try (DbIntel dbintel = builder.build()) {
      Instant from = Instant.now();
      dbintel.start();
      console.line("dbintel watches it from this JVM. The workload takes %d s.", Workload.SECONDS);
      workload.run(new Progress(console, shop.sessions(), from, threads));
      if (backend != null) {
        backend.flush();
      }
      Observed observed = Observed.of(dbintel, shop, recent, server, from, Instant.now());
      if (backend != null) {
        backend.flush();
      }
      new Report(observed, console).print();
      if (backend != null) {
        console.line("%n%s", backend.summary());
      }
      return new Verdict(observed, console).print(events, log, threads);
    }
  }
}
