package io.dbintel.otel;

import static io.dbintel.otel.testing.Toys.BACKENDS;
import static io.dbintel.otel.testing.Toys.CALLS;
import static io.dbintel.otel.testing.Toys.MAX;
import static io.dbintel.otel.testing.Toys.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.otel.testing.Feed;
import io.dbintel.otel.testing.Host;
import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Views of the host that drop instruments. One that dropped {@code dbintel.*} once cost every
 * metric of the databases.
 */
class UnwantedInstrumentsTest {
  private final OtlpSink sink;

  UnwantedInstrumentsTest() throws IOException {
    sink = OtlpSink.start();
  }

  @AfterEach
  void close() {
    sink.close();
  }

  /** A host that drops what has such a name, unless it has this one. */
  private Host dropping(String name, String kept) {
    return Host.metering(
        sink.endpoint(),
        AggregationTemporalitySelector.alwaysCumulative(),
        meters ->
            meters
                .registerView(
                    InstrumentSelector.builder().setName(name).build(),
                    View.builder().setAggregation(Aggregation.drop()).build())
                .registerView(
                    InstrumentSelector.builder().setName(kept).build(), View.builder().build()));
  }

  private static void measure(Feed feed) {
    feed.collect(
        out -> {
          out.emit(CALLS).value(7);
          out.emit(TIME).value(0.5);
          out.emit(BACKENDS).value(3);
          out.emit(MAX).value(1);
        });
  }

  private static ComponentHealth health(Feed feed) {
    return Objects.requireNonNull(
        feed.dbintel().health().component("exporter/opentelemetry"), "exporter");
  }

  @Test
  void aHostThatDropsOurOwnNumbersKeepsTheDatabases() {
    try (Host host = dropping("dbintel.*", "none.such");
        Feed feed = Feed.into(OpenTelemetryExporter.create(host.sdk()))) {
      measure(feed);
      host.flush();
      assertThat(sink.lastPoints("toy.calls").get(0).getAsInt()).isEqualTo(7);
      assertThat(sink.lastPoints("toy.backends").get(0).getAsInt()).isEqualTo(3);
      assertThat(sink.metrics("dbintel.exporter.exported")).isEmpty();
      assertThat(health(feed).status()).isEqualTo(HealthStatus.UP);
      Ledger.ExporterPage page = feed.closed().exporters().get(0);
      assertThat(page.exported()).isEqualTo(4);
      assertThat(page.dropped()).isEmpty();
    }
  }

  @Test
  void aHostThatKeepsOneMetricGetsThatOneAndTheRestIsCountedAsItsWish() {
    try (Host host = dropping("*", "toy.calls");
        Feed feed = Feed.into(OpenTelemetryExporter.create(host.sdk()))) {
      measure(feed);
      host.flush();
      assertThat(sink.lastPoints("toy.calls").get(0).getAsInt()).isEqualTo(7);
      assertThat(sink.metrics("toy.time")).isEmpty();
      assertThat(sink.metrics("toy.max")).isEmpty();
      assertThat(health(feed).status()).isEqualTo(HealthStatus.UP);
      assertThat(feed.dbintel().metrics().stream())
          .filteredOn(metric -> metric.labels().containsValue("instrument_disabled"))
          .singleElement()
          .extracting(SelfMetric::value)
          .isEqualTo(1.0);
      assertThat(feed.closed().exporters().get(0).dropped()).isEmpty();
    }
  }
}
