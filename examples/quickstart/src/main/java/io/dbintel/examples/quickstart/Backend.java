package io.dbintel.examples.quickstart;

import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportAnswer.Outcome;
import io.dbintel.core.spi.ExportAnswer.Signal;
import io.dbintel.core.spi.Exporter;
import io.dbintel.otel.OpenTelemetryExporter;
import io.dbintel.otel.sdk.ExportObserver;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An OpenTelemetry backend that the events also go to: a real SDK with the OTLP exporter, set up
 * from the environment as any service's. Not even loaded if the environment names none.
 */
final class Backend implements AutoCloseable {
  /** The variable that names it. */
  static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  private static final long PATIENCE_SECONDS = 10;

  /** As it may be shown. */
  private final String endpoint;

  private final ExportObserver observer = ExportObserver.create();
  private final OpenTelemetrySdk sdk;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong points = new AtomicLong();
  private final Set<String> troubles = new ConcurrentSkipListSet<>();

  /** One at that endpoint; whatever else OTEL_ variables say holds too. */
  Backend(String endpoint) {
    this.endpoint = shown(endpoint);
    this.sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(Backend::defaults)
            .addPropertiesCustomizer(config -> Map.of("otel.exporter.otlp.endpoint", endpoint))
            .addLogRecordExporterCustomizer((exporter, config) -> observer.observe(exporter))
            .addMetricExporterCustomizer((exporter, config) -> observer.observe(exporter))
            .build()
            .getOpenTelemetrySdk();
    var unused = observer.connect(this::answered);
  }

  /** An endpoint without what may be secret in it: user, password and query. */
  static String shown(String endpoint) {
    return endpoint.replaceFirst("^([^:/]*://)?.*@", "$1").replaceFirst("[?#].*", "");
  }

  /** What holds unless the environment says otherwise. */
  private static Map<String, String> defaults() {
    return Map.of(
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.exporter.otlp.timeout", "3000",
        "otel.java.exporter.otlp.retry.disabled", "true",
        "otel.blrp.max.queue.size", "50000",
        "otel.service.name", "dbintel-quickstart",
        "otel.traces.exporter", "none");
  }

  /** Hands events to it. */
  Exporter exporter() {
    return OpenTelemetryExporter.builder(sdk).feedback(observer).build();
  }

  private void answered(ExportAnswer answer) {
    if (answer.outcome() == Outcome.ACCEPTED) {
      (answer.signal() == Signal.LOGS ? events : points).addAndGet(answer.items());
    } else {
      troubles.add(answer.reason());
    }
  }

  /** Sends what there is: before dbintel is closed, for the gauges, and after, for the rest. */
  void flush() {
    CompletableResultCode logs = sdk.getSdkLoggerProvider().forceFlush();
    CompletableResultCode metrics = sdk.getSdkMeterProvider().forceFlush();
    logs.join(PATIENCE_SECONDS, TimeUnit.SECONDS);
    metrics.join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** What went there, in a sentence. */
  String summary() {
    if (events.get() + points.get() == 0) {
      return troubles.isEmpty()
          ? "Nothing was sent to " + endpoint + "."
          : "%s did not take anything: %s.".formatted(endpoint, String.join(", ", troubles));
    }
    String sent =
        "%d events and %d metric points went to %s, which answered"
            .formatted(events.get(), points.get(), endpoint);
    return troubles.isEmpty()
        ? sent + "."
        : "%s, but not always: %s.".formatted(sent, String.join(", ", troubles));
  }

  @Override
  public void close() {
    sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
