package io.dbintel.otel;

import static io.dbintel.otel.testing.Toys.AGE;
import static io.dbintel.otel.testing.Toys.BACKENDS;
import static io.dbintel.otel.testing.Toys.CALLS;
import static io.dbintel.otel.testing.Toys.LOAD;
import static io.dbintel.otel.testing.Toys.MAX;
import static io.dbintel.otel.testing.Toys.NAME;
import static io.dbintel.otel.testing.Toys.TIME;
import static io.dbintel.otel.testing.Toys.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.report.Ledger;
import io.dbintel.otel.testing.Feed;
import io.dbintel.otel.testing.Host;
import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measurements, through the real SDK and OTLP over HTTP. */
class MeasurementsTest {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(3);

  private final OtlpSink sink;
  private final Host host;
  private Feed feed;

  MeasurementsTest() throws IOException {
    sink = OtlpSink.start();
    host = Host.exportingTo(sink.endpoint());
    feed = start();
  }

  private Feed start() {
    return Feed.into(OpenTelemetryExporter.create(host.sdk()));
  }

  @AfterEach
  void close() {
    feed.close();
    host.close();
    sink.close();
  }

  private Metric last(String name) {
    List<Metric> reports = sink.metrics(name);
    assertThat(reports).as(name).isNotEmpty();
    return reports.get(reports.size() - 1);
  }

  private NumberDataPoint point(String name) {
    List<NumberDataPoint> points = sink.lastPoints(name);
    assertThat(points).as(name).hasSize(1);
    return points.get(0);
  }

  @Test
  void aCounterIsAMonotonicSumWithUnitAndDescription() {
    feed.collect(
        out -> {
          out.emit(CALLS).value(40);
          out.emit(CALLS).value(2);
          out.emit(TIME).value(0.125);
        });
    host.flush();
    Metric calls = last("toy.calls");
    assertThat(calls.getUnit()).isEqualTo("{call}");
    assertThat(calls.getDescription()).isEqualTo("What toy.calls means.");
    assertThat(calls.getSum().getIsMonotonic()).isTrue();
    assertThat(calls.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(point("toy.calls").getAsInt()).isEqualTo(42);
    assertThat(last("toy.time").getUnit()).isEqualTo("s");
    assertThat(point("toy.time").getAsDouble()).isEqualTo(0.125);
  }

  @Test
  void anUpDownCounterIsASumThatMayFall() {
    feed.collect(
        out -> {
          out.emit(BACKENDS).value(7);
          out.emit(LOAD).value(-0.5);
        });
    feed.collect(out -> out.emit(BACKENDS).value(5));
    host.flush();
    assertThat(last("toy.backends").getSum().getIsMonotonic()).isFalse();
    assertThat(last("toy.backends").getUnit()).isEqualTo("{session}");
    assertThat(point("toy.backends").getAsInt()).isEqualTo(5);
    assertThat(point("toy.load").getAsDouble()).isEqualTo(-0.5);
  }

  @Test
  void aGaugeIsTheLastValue() {
    feed.collect(
        out -> {
          out.emit(AGE).value(1.5);
          out.emit(AGE).value(2.5);
          out.emit(MAX).value(-3);
        });
    host.flush();
    assertThat(last("toy.age").hasGauge()).isTrue();
    assertThat(point("toy.age").getAsDouble()).isEqualTo(2.5);
    assertThat(last("toy.max").getUnit()).isEqualTo("By");
    assertThat(point("toy.max").getAsInt()).isEqualTo(-3);
  }

  @Test
  void labelsAreTheAttributesItCarriesAndTheTarget() {
    feed.collect(out -> out.emit(CALLS).value(1).database("shop").set(NAME, "read"));
    host.flush();
    assertThat(attributes(point("toy.calls").getAttributesList()))
        .isEqualTo(
            Map.of(
                "toy.name",
                "read",
                "db.namespace",
                "shop",
                "dbintel.target.id",
                "orders",
                "server.address",
                "db.example.org",
                "server.port",
                5432L));
  }

  @Test
  void theSumThatArrivesIsTheSumThatWasMeasuredInBothTemporalities() throws IOException {
    try (OtlpSink deltas = OtlpSink.start();
        Host other =
            Host.exportingTo(deltas.endpoint(), AggregationTemporalitySelector.deltaPreferred());
        Feed second = Feed.into(OpenTelemetryExporter.create(other.sdk()))) {
      long sum = 0;
      double seconds = 0;
      for (int round = 1; round <= 20; round++) {
        int n = round;
        for (Feed one : List.of(feed, second)) {
          one.collect(
              out -> {
                out.emit(CALLS).value(n).set(NAME, n % 2 == 0 ? "even" : "odd");
                out.emit(TIME).value(n / 8.0);
              });
        }
        sum += n;
        seconds += n / 8.0;
        host.flush();
        other.flush();
      }
      assertThat(sum(sink.lastPoints("toy.calls"))).isEqualTo(sum);
      assertThat(sum(deltas.allPoints("toy.calls"))).isEqualTo(sum);
      assertThat(point("toy.time").getAsDouble()).isEqualTo(seconds);
      assertThat(
              deltas.allPoints("toy.time").stream().mapToDouble(NumberDataPoint::getAsDouble).sum())
          .isEqualTo(seconds);
      assertThat(deltas.metrics("toy.calls"))
          .hasSize(20)
          .allMatch(
              metric ->
                  metric.getSum().getAggregationTemporality()
                      == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
      assertThat(second.closed().exporters().get(0).exported()).isEqualTo(40);
    }
  }

  private static long sum(List<NumberDataPoint> points) {
    return points.stream().mapToLong(NumberDataPoint::getAsInt).sum();
  }

  /** Measures one gauge, some times, that far apart. */
  private void measure(String name, int times, Duration apart) {
    for (int i = 0; i < times; i++) {
      long value = i;
      feed.collect(out -> out.emit(BACKENDS).value(value).set(NAME, name));
      feed.clock.advance(apart);
    }
  }

  private int reported() {
    int before = sink.metrics("toy.backends").size();
    host.flush();
    return sink.metrics("toy.backends").size() == before
        ? 0
        : sink.lastPoints("toy.backends").size();
  }

  @Test
  void aGaugeThatIsNotMeasuredAnyMoreVanishes() {
    measure("gone", 1, Duration.ofSeconds(10));
    measure("stays", 9, Duration.ofSeconds(10));
    assertThat(reported()).isEqualTo(2);
    measure("stays", 9, Duration.ofSeconds(10));
    assertThat(reported()).isEqualTo(1);
    feed.clock.advance(TIME_TO_LIVE);
    assertThat(reported()).isZero();
  }

  /**
   * Relations of many databases are measured in turn: such a gauge once came and went each time.
   */
  @Test
  void aGaugeThatIsMeasuredSeldomStaysBetweenItsReadings() {
    Duration turn = Duration.ofMinutes(10);
    measure("seldom", 1, turn);
    assertThat(reported()).as("nobody knows yet how often").isZero();
    for (int round = 0; round < 3; round++) {
      measure("seldom", 1, turn.dividedBy(2));
      assertThat(reported()).isEqualTo(1);
      feed.clock.advance(turn.dividedBy(2));
      assertThat(reported()).isEqualTo(1);
    }
    feed.clock.advance(turn.multipliedBy(2).plusMinutes(1));
    assertThat(reported()).isZero();
  }

  @Test
  void anOutageDoesNotMakeAGaugeSeemSlow() {
    measure("often", 3, Duration.ofSeconds(10));
    feed.clock.advance(Duration.ofHours(5));
    measure("often", 1, TIME_TO_LIVE);
    assertThat(reported()).isZero();
  }

  @Test
  void nothingIsReportedForMoreThanADay() {
    measure("yearly", 3, Duration.ofHours(20));
    feed.clock.advance(Duration.ofHours(3));
    assertThat(reported()).isEqualTo(1);
    feed.clock.advance(Duration.ofHours(1).plusSeconds(1));
    assertThat(reported()).isZero();
  }

  @Test
  void whatIsNoNumberOrFallsIsRefusedAndBooked() {
    feed.collect(
        out -> {
          out.emit(AGE).value(Double.NaN);
          out.emit(AGE).value(Double.POSITIVE_INFINITY);
          out.emit(CALLS).value(-1);
          out.emit(TIME).value(-0.5);
          out.emit(CALLS);
          out.emit(AGE).value(-1.0);
          out.emit(CALLS).value(0);
        });
    host.flush();
    assertThat(point("toy.age").getAsDouble()).isEqualTo(-1.0);
    assertThat(point("toy.calls").getAsInt()).isZero();
    assertThat(sink.metrics("toy.time")).isEmpty();
    Ledger.ExporterPage page = feed.closed().exporters().get(0);
    assertThat(page.exported()).isEqualTo(2);
    assertThat(page.dropped())
        .isEqualTo(Map.of("not_finite", 2L, "negative_counter", 2L, "no_value", 1L));
  }

  @Test
  void closedItReportsNoGaugeAndNoNumberOfItsOwn() {
    feed.collect(out -> out.emit(BACKENDS).value(1));
    host.flush();
    feed.close();
    int gauges = sink.metrics("toy.backends").size();
    int own = sink.metrics("dbintel.lane.pending").size();
    assertThat(own).isPositive();
    host.flush();
    assertThat(sink.metrics("toy.backends")).hasSize(gauges);
    assertThat(sink.metrics("dbintel.lane.pending")).hasSize(own);
  }

  @Test
  void startedAnewItGoesOnWithoutDoublingAnything() {
    feed.collect(
        out -> {
          out.emit(CALLS).value(10);
          out.emit(BACKENDS).value(1);
        });
    feed.close();
    feed = start();
    feed.collect(
        out -> {
          out.emit(CALLS).value(5);
          out.emit(BACKENDS).value(2);
        });
    host.flush();
    assertThat(point("toy.calls").getAsInt()).isEqualTo(15);
    assertThat(point("toy.backends").getAsInt()).isEqualTo(2);
    assertThat(sink.lastPoints("dbintel.lane.pending")).hasSize(1);
  }

  /** Totals begin at zero in each instance, and were once read: what arrived was negative. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void startedAnewItsOwnTotalsGoOn(boolean deltas) throws IOException {
    try (OtlpSink other = OtlpSink.start();
        Host service =
            Host.exportingTo(
                other.endpoint(),
                deltas
                    ? AggregationTemporalitySelector.deltaPreferred()
                    : AggregationTemporalitySelector.alwaysCumulative())) {
      for (int events : List.of(50, 3, 7)) {
        try (Feed one = Feed.into(OpenTelemetryExporter.create(service.sdk()))) {
          one.collect(
              out -> {
                for (int i = 0; i < events; i++) {
                  out.emit(CALLS).value(1);
                }
              });
          if (events == 50) {
            service.flush();
          }
        }
      }
      service.flush();
      List<NumberDataPoint> all = other.allPoints("dbintel.exporter.exported");
      assertThat(all).allMatch(point -> point.getAsInt() >= 0);
      List<NumberDataPoint> last = other.lastPoints("dbintel.exporter.exported");
      assertThat(sum(deltas ? all : last)).as("the last words are in it").isEqualTo(60);
      assertThat(sum(other.lastPoints("toy.calls"))).isEqualTo(deltas ? 10 : 60);
    }
  }

  @Test
  void closingTwiceIsClosingOnce() {
    OpenTelemetryExporter exporter = OpenTelemetryExporter.create(host.sdk());
    exporter.close();
    exporter.close();
    host.flush();
  }

  @Test
  void ownNumbersArriveAsTotals() {
    feed.collect(
        out -> {
          for (int i = 0; i < 100; i++) {
            out.emit(CALLS).value(1);
          }
        });
    host.flush();
    NumberDataPoint exported = point("dbintel.exporter.exported");
    assertThat(exported.getAsInt()).isEqualTo(100);
    assertThat(attributes(exported.getAttributesList()))
        .isEqualTo(
            Map.of("dbintel.instance.name", "toy", "dbintel.exporter.name", "opentelemetry"));
    assertThat(last("dbintel.exporter.exported").getSum().getIsMonotonic()).isTrue();
    assertThat(last("dbintel.lane.pending").getSum().getIsMonotonic()).isFalse();
    assertThat(last("dbintel.target.overhead").hasGauge()).isTrue();
    assertThat(last("dbintel.collection.duration").getUnit()).isEqualTo("s");
  }
}
