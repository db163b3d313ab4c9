package io.dbintel.otel;

import static io.dbintel.otel.testing.Toys.CALLS;
import static io.dbintel.otel.testing.Toys.SAMPLE;
import static io.dbintel.otel.testing.Toys.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.otel.sdk.ExportObserver;
import io.dbintel.otel.testing.Feed;
import io.dbintel.otel.testing.Host;
import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The destination is away for a while: what arrives in the end, and what dbintel says meanwhile.
 */
class OutageTest {
  private static final AggregationTemporalitySelector CUMULATIVE =
      AggregationTemporalitySelector.alwaysCumulative();
  private static final AggregationTemporalitySelector DELTA =
      AggregationTemporalitySelector.deltaPreferred();

  private OtlpSink sink;
  private @Nullable Host host;
  private @Nullable Feed feed;
  private long calls;
  private double seconds;

  OutageTest() throws IOException {
    sink = OtlpSink.start();
  }

  @AfterEach
  void close() {
    feed().close();
    host().close();
    sink.close();
  }

  private void start(AggregationTemporalitySelector temporality, @Nullable RetryPolicy retries) {
    ExportObserver observer = ExportObserver.create();
    host =
        Host.exportingTo(
            sink.endpoint(), temporality, observer::observe, observer::observe, retries);
    feed = Feed.into(OpenTelemetryExporter.builder(host.sdk()).feedback(observer).build());
  }

  private Host host() {
    return Objects.requireNonNull(host);
  }

  private Feed feed() {
    return Objects.requireNonNull(feed);
  }

  /** Ten seconds of a service's life: something is measured, and the SDK exports. */
  private void interval(int n) {
    feed()
        .collect(
            out -> {
              out.emit(CALLS).value(n);
              out.emit(TIME).value(n / 4.0);
              out.emit(SAMPLE);
            });
    calls += n;
    seconds += n / 4.0;
    host().flush();
    feed().clock.advance(Duration.ofSeconds(10));
  }

  private ComponentHealth health(String part) {
    return Objects.requireNonNull(
        feed().dbintel().health().component("exporter/opentelemetry/" + part), part);
  }

  private double answers(String signal, String outcome) {
    return feed().dbintel().metrics().stream()
        .filter(metric -> metric.name().equals("dbintel.export.answers"))
        .filter(
            metric ->
                metric
                    .labels()
                    .entrySet()
                    .containsAll(
                        Map.of("dbintel.export.signal", signal, "dbintel.outcome", outcome)
                            .entrySet()))
        .mapToDouble(SelfMetric::value)
        .sum();
  }

  private static long longs(List<NumberDataPoint> points) {
    return points.stream().mapToLong(NumberDataPoint::getAsInt).sum();
  }

  private static double doubles(List<NumberDataPoint> points) {
    return points.stream().mapToDouble(NumberDataPoint::getAsDouble).sum();
  }

  @Test
  void cumulativeSumsAreWholeAgainAfterAMinuteWithoutADestination() throws IOException {
    start(CUMULATIVE, null);
    interval(1);
    int port = sink.port();
    sink.close();
    for (int n = 2; n <= 7; n++) {
      interval(n);
    }
    assertThat(health("metrics").status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(health("metrics").reason()).isEqualTo("connection_refused");
    assertThat(answers("metrics", "unavailable")).isEqualTo(6);
    assertThat(answers("logs", "unavailable")).isEqualTo(6);
    sink = OtlpSink.start(port);
    interval(8);
    assertThat(health("metrics").status()).isEqualTo(HealthStatus.UP);
    assertThat(health("logs").status()).isEqualTo(HealthStatus.UP);
    assertThat(longs(sink.lastPoints("toy.calls"))).isEqualTo(calls);
    assertThat(doubles(sink.lastPoints("toy.time"))).isEqualTo(seconds);
    assertThat(sink.logs()).hasSize(1);
    assertAllHandedToTheSdk(3 * 8);
  }

  /** Sixty exports in vain, each told; sums are whole after it, logs of it are lost and counted. */
  @Test
  void tenMinutesWithoutADestinationAreToldAndOverAtTheNextExport() throws IOException {
    start(CUMULATIVE, null);
    interval(1);
    int port = sink.port();
    sink.close();
    for (int n = 2; n <= 61; n++) {
      interval(n);
      for (String part : List.of("metrics", "logs")) {
        assertThat(health(part).status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(health(part).reason()).isEqualTo("connection_refused");
        assertThat(health(part).remedy()).isNotEmpty();
      }
      assertThat(feed().dbintel().ledger().isBalanced()).isTrue();
    }
    assertThat(answers("metrics", "unavailable")).isEqualTo(60);
    assertThat(answers("logs", "unavailable")).isEqualTo(60);
    sink = OtlpSink.start(port);
    interval(62);
    assertThat(health("metrics").status()).isEqualTo(HealthStatus.UP);
    assertThat(health("logs").status()).isEqualTo(HealthStatus.UP);
    assertThat(longs(sink.lastPoints("toy.calls"))).isEqualTo(calls);
    assertThat(doubles(sink.lastPoints("toy.time"))).isEqualTo(seconds);
    assertThat(sink.logs()).hasSize(1);
    assertAllHandedToTheSdk(3 * 62);
  }

  /** What is refused is lost at the destination alone: nothing waits, nothing is given up here. */
  private void assertAllHandedToTheSdk(long events) {
    Ledger ledger = feed().closed();
    assertThat(ledger.isBalanced()).as(ledger.toString()).isTrue();
    assertThat(ledger.pending()).as(ledger.toString()).isZero();
    Ledger.ExporterPage page = ledger.exporters().get(0);
    assertThat(page.handedOver()).isEqualTo(events);
    assertThat(page.exported()).isEqualTo(events);
    assertThat(page.dropped()).isEmpty();
  }

  @Test
  void deltasAndLogsAreWholeAfterAnOutageThatTheSdksRetriesOutlast() {
    start(
        DELTA,
        RetryPolicy.builder()
            .setMaxAttempts(5)
            .setInitialBackoff(Duration.ofMillis(2))
            .setMaxBackoff(Duration.ofMillis(4))
            .build());
    for (int n = 1; n <= 6; n++) {
      sink.answer(new OtlpSink.Answer(n % 2 == 0 ? 503 : 429, "0", 0), 2);
      interval(n);
    }
    assertThat(longs(sink.allPoints("toy.calls"))).isEqualTo(calls);
    assertThat(doubles(sink.allPoints("toy.time"))).isEqualTo(seconds);
    assertThat(sink.logs()).hasSize(6);
    assertThat(answers("metrics", "unavailable") + answers("logs", "unavailable")).isZero();
    assertAllHandedToTheSdk(3 * 6);
  }

  @Test
  void whatTheSdkGivesUpIsLostThereAndFeedbackSaysHowOften() {
    start(DELTA, null);
    interval(1);
    sink.answer(OtlpSink.Answer.status(503));
    interval(10);
    interval(100);
    sink.answer(OtlpSink.Answer.OK);
    interval(1_000);
    assertThat(longs(sink.allPoints("toy.calls"))).isEqualTo(calls - 110);
    assertThat(sink.logs()).hasSize(2);
    assertThat(answers("metrics", "unavailable")).isEqualTo(2);
    assertThat(answers("logs", "unavailable")).isEqualTo(2);
    assertThat(answers("metrics", "accepted")).isEqualTo(2);
    assertAllHandedToTheSdk(3 * 4);
  }

  @Test
  void ownNumbersTellOfTheOutageWhenItIsOver() {
    start(CUMULATIVE, null);
    sink.answer(OtlpSink.Answer.status(503));
    interval(1);
    interval(2);
    sink.answer(OtlpSink.Answer.OK);
    interval(3);
    assertThat(sink.lastPoints("dbintel.export.answers"))
        .anySatisfy(
            point -> {
              assertThat(point.getAttributesList().toString()).contains("http_503", "metrics");
              assertThat(point.getAsInt()).isEqualTo(2);
            });
  }
}
