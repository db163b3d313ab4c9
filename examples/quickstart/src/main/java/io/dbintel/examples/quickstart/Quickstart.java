package io.dbintel.examples.quickstart;

import io.dbintel.core.DbIntel;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.export.JsonLinesExporter;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Starts a PostgreSQL server, puts a workload with planted troubles on it, watches it with dbintel
 * in this JVM, tells what an operator would want to know, and judges whether dbintel found it.
 *
 * <p>Exits with 0 if every check holds, 1 if one does not, 2 if the server cannot be started.
 */
public final class Quickstart {
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
        Workload workload = Workload.prepare(server)) {
      return watch(server, workload, work, console) ? 0 : 1;
    } catch (ServerNotStarted problem) {
      console.print(problem.getMessage());
      return 2;
    }
  }

  private static boolean watch(EmbeddedServer server, Workload workload, Path work, Console console)
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
    try (DbIntel dbintel =
        DbIntel.builder()
            .name("quickstart")
            .target(shop)
            .exporter(JsonLinesExporter.toFile(events).build())
            .exporter(recent)
            .build()) {
      Instant from = Instant.now();
      dbintel.start();
      console.line("dbintel watches it from this JVM. The workload takes %d s.", Workload.SECONDS);
      workload.run(new Progress(console, shop.sessions(), from, threads));
      Observed observed = Observed.of(dbintel, shop, recent, server, from, Instant.now());
      new Report(observed, console).print();
      return new Verdict(observed, console).print(events, log, threads);
    }
  }
}
