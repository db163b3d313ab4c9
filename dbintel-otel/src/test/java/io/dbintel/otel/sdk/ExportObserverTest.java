package io.dbintel.otel.sdk;

import static io.dbintel.otel.testing.Toys.CALLS;
import static io.dbintel.otel.testing.Toys.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.otel.OpenTelemetryExporter;
import io.dbintel.otel.testing.Feed;
import io.dbintel.otel.testing.Host;
import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exports answer, through the real SDK and OTLP over HTTP. */
class ExportObserverTest {
  private final OtlpSink sink;
  private final ExportObserver observer = ExportObserver.create();
  private final Host host;
  private final Feed feed;

  ExportObserverTest() throws IOException {
    sink = OtlpSink.start();
    host =
        Host.exportingTo(
            sink.endpoint(),
            AggregationTemporalitySelector.alwaysCumulative(),
            observer::observe,
            observer::observe);
    feed = Feed.into(OpenTelemetryExporter.builder(host.sdk()).feedback(observer).build());
  }

  @AfterEach
  void close() {
    feed.close();
    host.close();
    sink.close();
  }

  private void collect(int events) {
    feed.collect(
        out -> {
          for (int i = 0; i < events; i++) {
            out.emit(SAMPLE);
            out.emit(CALLS).value(1);
          }
        });
  }

  private ComponentHealth health(String part) {
    return Objects.requireNonNull(
        feed.dbintel().health().component("exporter/opentelemetry/" + part), part);
  }

  private double items(Map<String, String> labels) {
    return feed.dbintel().metrics().stream()
        .filter(metric -> metric.name().equals("dbintel.export.items"))
        .filter(metric -> metric.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(SelfMetric::value)
        .sum();
  }

  @Test
  void whatWentInIsCountedBySignal() {
    collect(7);
    host.flush();
    assertThat(items(Map.of("dbintel.export.signal", "logs", "dbintel.outcome", "accepted")))
        .isEqualTo(7);
    assertThat(items(Map.of("dbintel.export.signal", "metrics"))).isGreaterThan(1);
    assertThat(health("logs").status()).isEqualTo(HealthStatus.UP);
    assertThat(health("metrics").status()).isEqualTo(HealthStatus.UP);
  }

  @ParameterizedTest
  @CsvSource({
    "401, refused, OTEL_EXPORTER_OTLP_HEADERS",
    "404, refused, OTEL_EXPORTER_OTLP_ENDPOINT",
    "413, refused, OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
    "400, refused, log says why",
    "429, unavailable, send less",
    "503, unavailable, reachable"
  })
  void aStatusIsTheReasonAndSaysWhatToDo(int status, String outcome, String remedy) {
    sink.answer(OtlpSink.Answer.status(status));
    collect(3);
    host.flush();
    assertThat(health("logs").status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(health("logs").reason()).isEqualTo("http_" + status);
    assertThat(health("logs").remedy()).contains(remedy);
    assertThat(items(Map.of("dbintel.reason", "http_" + status, "dbintel.export.signal", "logs")))
        .isEqualTo(3);
    assertThat(items(Map.of("dbintel.outcome", outcome, "dbintel.export.signal", "logs")))
        .isEqualTo(3);
    assertThat(health("metrics").reason()).isEqualTo("http_" + status);
    sink.answer(OtlpSink.Answer.OK);
    collect(2);
    host.flush();
    assertThat(health("logs").status()).isEqualTo(HealthStatus.UP);
    assertThat(health("metrics").status()).isEqualTo(HealthStatus.UP);
    assertThat(sink.lastPoints("toy.calls").get(0).getAsInt()).isEqualTo(5);
    assertAllHandedToTheSdk(10);
  }

  private void assertAllHandedToTheSdk(long events) {
    Ledger ledger = feed.closed();
    assertThat(ledger.isBalanced()).as(ledger.toString()).isTrue();
    assertThat(ledger.pending()).as(ledger.toString()).isZero();
    assertThat(ledger.exporters().get(0).exported()).isEqualTo(events);
    assertThat(ledger.exporters().get(0).dropped()).isEmpty();
  }

  @Test
  void aDestinationThatIsGoneIsToldAndSoIsItsReturn() throws IOException {
    sink.close();
    collect(3);
    host.flush();
    assertThat(health("logs").reason()).isEqualTo("connection_refused");
    assertThat(health("metrics").reason()).isEqualTo("connection_refused");
    try (OtlpSink back = OtlpSink.start(sink.port())) {
      collect(2);
      host.flush();
      assertThat(health("logs").status()).isEqualTo(HealthStatus.UP);
      assertThat(health("metrics").status()).isEqualTo(HealthStatus.UP);
      assertThat(back.logs()).hasSize(2);
      assertThat(back.lastPoints("toy.calls").get(0).getAsInt()).isEqualTo(5);
    }
  }

  @Test
  void aDestinationThatHangsDelaysNeitherTheLaneNorTheExporter() {
    sink.hang();
    collect(3);
    host.flush();
    assertThat(health("logs").reason()).isEqualTo("timeout");
    collect(3);
    assertThat(feed.dbintel().ledger().exporters().get(0).exported()).isEqualTo(12);
    sink.goOn();
    host.flush();
    assertThat(health("logs").status()).isEqualTo(HealthStatus.UP);
    assertThat(feed.closed().isBalanced()).isTrue();
  }

  @Test
  void aRetryAfterIsNotShownByTheSdk() {
    Queue<ExportAnswer> heard = new ConcurrentLinkedQueue<>();
    observer.connect(heard::add);
    sink.answer(new OtlpSink.Answer(429, "7", 0));
    collect(1);
    host.flush();
    assertThat(heard)
        .hasSize(2)
        .allSatisfy(
            answer -> {
              assertThat(answer.reason()).isEqualTo("http_429");
              assertThat(answer.outcome()).isEqualTo(ExportAnswer.Outcome.UNAVAILABLE);
              assertThat(answer.retryAfter()).isZero();
            });
  }

  @Test
  void aPartialSuccessIsASuccessToTheSdk() {
    sink.answer(new OtlpSink.Answer(200, null, 2));
    collect(3);
    host.flush();
    assertThat(items(Map.of("dbintel.export.signal", "logs", "dbintel.outcome", "accepted")))
        .isEqualTo(3);
    assertThat(health("logs").status()).isEqualTo(HealthStatus.UP);
    assertAllHandedToTheSdk(6);
  }

  @Test
  void whatHoldsNothingOfOursIsNotHeard() {
    Queue<ExportAnswer> heard = new ConcurrentLinkedQueue<>();
    observer.connect(heard::add);
    host.sdk().getLogsBridge().get("host").logRecordBuilder().setBody("theirs").emit();
    host.flushLogs();
    assertThat(sink.logRequests()).hasSize(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void afterItsInstanceClosedNobodyListens() {
    collect(1);
    host.flush();
    feed.close();
    double before = items(Map.of());
    host.sdk().getLogsBridge().get("io.dbintel").logRecordBuilder().setBody("late").emit();
    host.flush();
    assertThat(items(Map.of())).isEqualTo(before);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    observer.connect(
        answer -> {
          throw new IllegalStateException("listener");
        });
    collect(2);
    host.flush();
    assertThat(sink.logs()).hasSize(2);
  }

  @Test
  void anExporterThatThrowsStillThrowsAndIsHeard() {
    Queue<ExportAnswer> heard = new ConcurrentLinkedQueue<>();
    observer.connect(heard::add);
    LogRecordExporter broken =
        observer.observe(
            new LogRecordExporter() {
              @Override
              public CompletableResultCode export(Collection<LogRecordData> logs) {
                throw new IllegalStateException("broken");
              }

              @Override
              public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
              }

              @Override
              public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
              }
            });
    List<LogRecordData> ours = List.of(ourLog());
    assertThatThrownBy(() -> broken.export(ours)).hasMessage("broken");
    assertThat(heard).extracting(ExportAnswer::reason).contains("export_failed");
  }

  private static LogRecordData ourLog() {
    List<LogRecordData> taken = new CopyOnWriteArrayList<>();
    try (SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor((context, log) -> taken.add(log.toLogRecordData()))
            .build()) {
      provider.get("io.dbintel").logRecordBuilder().emit();
    }
    return taken.get(0);
  }

  @Test
  void temporalityAggregationAndMemoryModeAreTheExporters() {
    MetricExporter odd = new Odd();
    MetricExporter observed = observer.observe(odd);
    for (InstrumentType type : InstrumentType.values()) {
      assertThat(observed.getAggregationTemporality(type)).isEqualTo(AggregationTemporality.DELTA);
      assertThat(observed.getDefaultAggregation(type)).isSameAs(Aggregation.drop());
    }
    assertThat(observed.getMemoryMode()).isEqualTo(MemoryMode.REUSABLE_DATA);
  }

  /** Differs from every default. */
  private static final class Odd implements MetricExporter {
    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.DELTA;
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType type) {
      return Aggregation.drop();
    }

    @Override
    public MemoryMode getMemoryMode() {
      return MemoryMode.REUSABLE_DATA;
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
