package io.dbintel.examples.cli;

import io.dbintel.core.DbIntel;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** dbintel on its own, for who has no JVM service to put it into. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Watches the servers of a configuration until the process is told to end, and serves",
      "GET /health and GET /ledger on loopback. An exporter opentelemetry sends where the",
      "environment's OTEL_ variables say."
    })
final class RunCommand implements Callable<Integer> {
  private static final long FLUSH_SECONDS = 10;

  @Mixin private Configured configured;

  @Option(
      names = "--health-port",
      paramLabel = "PORT",
      defaultValue = "8478",
      description = "Where health is served; 0 takes any free port (${DEFAULT-VALUE}).")
  private int port;

  private final PrintStream out;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  RunCommand(OutputStream out) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() throws Exception {
    OpenTelemetrySdk backend = backend();
    Thread hook = new Thread(this::endAtTheProcessEnd, "dbintel-cli-end");
    try (DbIntel dbintel = configured.instance();
        HealthServer health = HealthServer.start(dbintel, port)) {
      Runtime.getRuntime().addShutdownHook(hook);
      dbintel.start();
      out.println("dbintel runs; health is at " + health.address());
      told.await();
    } finally {
      backend.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
      ended.countDown();
    }
    return DbIntelCli.FINE;
  }

  /** SIGTERM and Ctrl-C: what was collected is handed over before the process ends. */
  private void endAtTheProcessEnd() {
    told.countDown();
    try {
      ended.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** The OpenTelemetry that an exporter of the configuration finds, as the environment has it. */
  private static OpenTelemetrySdk backend() {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(
            () ->
                Map.of(
                    "otel.service.name", "dbintel",
                    "otel.traces.exporter", "none",
                    "otel.exporter.otlp.protocol", "http/protobuf"))
        .setResultAsGlobal()
        .build()
        .getOpenTelemetrySdk();
  }
}
