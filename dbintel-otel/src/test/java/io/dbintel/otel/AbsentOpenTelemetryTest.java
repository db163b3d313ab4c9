package io.dbintel.otel;

import static io.dbintel.otel.testing.Toys.CALLS;
import static io.dbintel.otel.testing.Toys.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.otel.testing.Feed;
import io.dbintel.otel.testing.Host;
import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No OpenTelemetry, one that does nothing, half of one, or one that comes late. */
class AbsentOpenTelemetryTest {
  @BeforeEach
  @AfterEach
  void forgetTheGlobalOne() {
    GlobalOpenTelemetry.resetForTest();
  }

  private static Feed globally() {
    return Feed.into(new OpenTelemetryExporter(OpenTelemetryConfig.defaults()));
  }

  private static void measure(Feed feed) {
    feed.collectOnly(
        out -> {
          out.emit(SAMPLE);
          out.emit(CALLS).value(1);
        });
  }

  private static ComponentHealth health(Feed feed) {
    return Objects.requireNonNull(
        feed.dbintel().health().component("exporter/opentelemetry"), "exporter");
  }

  @Test
  void untilTheHostRegistersOneEventsWait() throws IOException {
    try (OtlpSink sink = OtlpSink.start();
        Host host = Host.exportingTo(sink.endpoint());
        Feed feed = globally()) {
      measure(feed);
      feed.until(() -> health(feed).reason().equals("no_opentelemetry"));
      assertThat(health(feed).status()).isEqualTo(HealthStatus.DOWN);
      assertThat(GlobalOpenTelemetry.isSet()).isFalse();
      GlobalOpenTelemetry.set(host.sdk());
      feed.until(feed.dbintel()::isQuiet);
      host.flush();
      assertThat(sink.logs()).hasSize(1);
      assertThat(sink.lastPoints("toy.calls")).hasSize(1);
      assertThat(health(feed).status()).isEqualTo(HealthStatus.UP);
      assertThat(feed.closed().exporters().get(0).exported()).isEqualTo(2);
    }
  }

  @Test
  void ifNoneEverComesEventsAreGivenUpAndBooked() {
    try (Feed feed = globally()) {
      measure(feed);
      feed.until(() -> health(feed).reason().equals("no_opentelemetry"));
      feed.clock.advance(Duration.ofMinutes(11));
      feed.until(feed.dbintel()::isQuiet);
      assertThat(feed.closed().exporters().get(0).dropped())
          .isEqualTo(Map.of("retries_exhausted", 2L));
      assertThat(GlobalOpenTelemetry.isSet()).isFalse();
    }
  }

  @Test
  void oneThatDoesNothingIsToldAndItsEventsAreNotCalledExported() {
    try (Feed feed = Feed.into(OpenTelemetryExporter.create(OpenTelemetry.noop()))) {
      measure(feed);
      feed.until(feed.dbintel()::isQuiet);
      assertThat(health(feed).status()).isEqualTo(HealthStatus.DEGRADED);
      Ledger.ExporterPage page = feed.closed().exporters().get(0);
      assertThat(page.exported()).isZero();
      assertThat(page.dropped()).isEqualTo(Map.of("logs_disabled", 1L, "metrics_disabled", 1L));
    }
  }

  @Test
  void aGlobalOneThatDoesNothingIsToldToo() {
    GlobalOpenTelemetry.set(OpenTelemetry.noop());
    try (Feed feed = globally()) {
      measure(feed);
      feed.until(feed.dbintel()::isQuiet);
      assertThat(feed.closed().exporters().get(0).dropped())
          .isEqualTo(Map.of("logs_disabled", 1L, "metrics_disabled", 1L));
    }
  }

  /** A host whose second log record fails, and what came of ten with a counter before each. */
  private static Ledger.ExporterPage afterTenOfWhichTheSecondFails(
      Throwable failure, OtlpSink sink) {
    AtomicInteger seen = new AtomicInteger();
    try (Host host =
            Host.processing(
                sink.endpoint(),
                (context, log) -> {
                  if (seen.getAndIncrement() == 1) {
                    throwAnyhow(failure);
                  }
                });
        Feed feed = Feed.into(OpenTelemetryExporter.create(host.sdk()))) {
      feed.collect(
          out -> {
            for (int i = 0; i < 10; i++) {
              out.emit(CALLS).value(7);
              out.emit(SAMPLE);
            }
          });
      host.flush();
      return feed.closed().exporters().get(0);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void throwAnyhow(Throwable failure) throws T {
    throw (T) failure;
  }

  /** An Error once had the batch tried again, and its counters counted again. */
  @Test
  void oneThatFailsCostsTheEventAndNotTheBatch() throws IOException {
    for (Throwable failure :
        List.of(
            new IllegalStateException("the host's processor"),
            new NoClassDefFoundError("host/Missing"),
            new AssertionError("the host's processor"),
            new IOException("undeclared"))) {
      try (OtlpSink sink = OtlpSink.start()) {
        Ledger.ExporterPage page = afterTenOfWhichTheSecondFails(failure, sink);
        assertThat(sink.lastPoints("toy.calls").get(0).getAsInt())
            .as(failure.toString())
            .isEqualTo(70);
        assertThat(page.exported()).isEqualTo(19);
        assertThat(page.dropped()).isEqualTo(Map.of("opentelemetry_failed", 1L));
      }
    }
  }

  @Test
  void withoutMemoryTheRestIsRefusedAndNothingIsTriedAgain() throws IOException {
    try (OtlpSink sink = OtlpSink.start()) {
      Ledger.ExporterPage page =
          afterTenOfWhichTheSecondFails(new OutOfMemoryError("planted"), sink);
      assertThat(sink.lastPoints("toy.calls").get(0).getAsInt()).isEqualTo(14);
      assertThat(page.exported()).isEqualTo(3);
      assertThat(page.dropped()).isEqualTo(Map.of("opentelemetry_failed", 17L));
    }
  }

  @Test
  void anApiThatIsTooOldEndsTheStartWithWhatToDo() {
    OpenTelemetry old =
        new OpenTelemetry() {
          @Override
          public TracerProvider getTracerProvider() {
            return TracerProvider.noop();
          }

          @Override
          public ContextPropagators getPropagators() {
            return ContextPropagators.noop();
          }

          @Override
          public LoggerProvider getLogsBridge() {
            throw new NoSuchMethodError("setEventName");
          }
        };
    assertThatThrownBy(() -> Feed.into(OpenTelemetryExporter.create(old)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("opentelemetry-api or the SDK on the class path is older")
        .hasMessageContaining("everything that was opened is closed again");
  }

  @Test
  void oneThatTakesOnlyLogsGetsLogs() throws IOException {
    try (OtlpSink sink = OtlpSink.start();
        OpenTelemetrySdk logsOnly =
            OpenTelemetrySdk.builder()
                .setLoggerProvider(
                    SdkLoggerProvider.builder()
                        .addLogRecordProcessor(
                            SimpleLogRecordProcessor.create(
                                OtlpHttpLogRecordExporter.builder()
                                    .setEndpoint(sink.endpoint() + "/v1/logs")
                                    .build()))
                        .build())
                .build();
        Feed feed = Feed.into(OpenTelemetryExporter.create(logsOnly))) {
      measure(feed);
      feed.until(feed.dbintel()::isQuiet);
      feed.until(() -> sink.logs().size() == 1);
      Ledger.ExporterPage page = feed.closed().exporters().get(0);
      assertThat(page.exported()).isEqualTo(1);
      assertThat(page.dropped()).isEqualTo(Map.of("metrics_disabled", 1L));
    }
  }
}
