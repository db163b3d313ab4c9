package io.dbintel.otel;

import static io.dbintel.otel.testing.Toys.BACKENDS;
import static io.dbintel.otel.testing.Toys.CALLS;
import static io.dbintel.otel.testing.Toys.COUNT;
import static io.dbintel.otel.testing.Toys.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.otel.testing.Feed;
import io.dbintel.otel.testing.Host;
import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More label sets than any backend wants. */
class SeriesTest {
  private static final int LIMIT = 900;
  private static final int SERIES = 10_000;

  private final OtlpSink sink;
  private Host host;
  private Feed feed;

  SeriesTest() throws IOException {
    sink = OtlpSink.start();
    host = Host.exportingTo(sink.endpoint());
    feed = Feed.into(OpenTelemetryExporter.create(host.sdk()));
  }

  @AfterEach
  void close() {
    feed.close();
    host.close();
    sink.close();
  }

  private static boolean isOverflow(NumberDataPoint point) {
    return attributes(point.getAttributesList()).equals(Map.of("otel.metric.overflow", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cumulative", "delta"})
  void theSumOfACounterStaysRightBeyondTheLimit(String temporality) {
    if (temporality.equals("delta")) {
      feed.close();
      host.close();
      host = Host.exportingTo(sink.endpoint(), AggregationTemporalitySelector.deltaPreferred());
      feed = Feed.into(OpenTelemetryExporter.create(host.sdk()));
    }
    feed.collect(
        out -> {
          for (int i = 0; i < SERIES; i++) {
            out.emit(CALLS).value(i).set(COUNT, i);
          }
        });
    host.flush();
    List<NumberDataPoint> points = sink.lastPoints("toy.calls");
    assertThat(points).hasSize(LIMIT + 1);
    assertThat(points.stream().filter(SeriesTest::isOverflow)).hasSize(1);
    assertThat(points.stream().mapToLong(NumberDataPoint::getAsInt).sum())
        .isEqualTo((long) SERIES * (SERIES - 1) / 2);
    assertThat(feed.closed().exporters().get(0).exported()).isEqualTo(SERIES);
  }

  /** Counts in as many series as there may be, and a day later in as many others. */
  private long turnOver(int generations) {
    long sum = 0;
    for (int generation = 0; generation < generations; generation++) {
      int first = generation * LIMIT;
      feed.collect(
          out -> {
            for (int i = first; i < first + LIMIT; i++) {
              out.emit(CALLS).value(i).set(COUNT, i);
            }
          });
      sum += (long) LIMIT * first + (long) LIMIT * (LIMIT - 1) / 2;
      host.flush();
      feed.clock.advance(Duration.ofHours(24));
    }
    return sum;
  }

  @Test
  void placesOfCountersThatVanishedAreGivenToOthersAfterADay() {
    feed.close();
    host.close();
    host = Host.exportingTo(sink.endpoint(), AggregationTemporalitySelector.deltaPreferred());
    feed = Feed.into(OpenTelemetryExporter.create(host.sdk()));
    long sum = turnOver(4);
    assertThat(sink.allPoints("toy.calls"))
        .hasSize(4 * LIMIT)
        .noneMatch(SeriesTest::isOverflow)
        .extracting(NumberDataPoint::getAsInt)
        .satisfies(
            points -> assertThat(points.stream().mapToLong(Long::longValue).sum()).isEqualTo(sum));
  }

  /** Where they live as long as the process, they end at the SDK's limit, and the sum is right. */
  @Test
  void inACumulativeSdkCountersThatComeAndGoEndAtItsLimit() {
    long sum = turnOver(4);
    List<NumberDataPoint> points = sink.lastPoints("toy.calls");
    assertThat(points).hasSizeBetween(2 * LIMIT, 2_000);
    assertThat(points.stream().filter(SeriesTest::isOverflow)).hasSize(1);
    assertThat(points.stream().mapToLong(NumberDataPoint::getAsInt).sum()).isEqualTo(sum);
  }

  @Test
  void aGaugeBeyondTheLimitIsDroppedAndBooked() {
    feed.collect(
        out -> {
          for (int i = 0; i < SERIES; i++) {
            out.emit(BACKENDS).value(1).set(COUNT, i);
          }
        });
    host.flush();
    assertThat(sink.lastPoints("toy.backends")).hasSize(LIMIT).noneMatch(SeriesTest::isOverflow);
    assertThat(feed.closed().exporters().get(0).dropped())
        .isEqualTo(Map.of("series_limit", (long) SERIES - LIMIT));
  }

  @Test
  void healthNamesTheMetricAndForgetsItAfterAWhile() {
    feed.collect(
        out -> {
          for (int i = 0; i <= LIMIT; i++) {
            out.emit(CALLS).value(1).set(COUNT, i);
          }
        });
    ComponentHealth health = health();
    assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(health.reason()).isEqualTo("series_limit");
    assertThat(health.message()).isEqualTo("toy.calls has more than 900 label sets");
    feed.collect(out -> out.emit(CALLS).value(1).set(COUNT, 0));
    assertThat(health().status()).isEqualTo(HealthStatus.DEGRADED);
    feed.clock.advance(Duration.ofMinutes(5));
    feed.collect(out -> out.emit(CALLS).value(1).set(COUNT, 0));
    assertThat(health().status()).isEqualTo(HealthStatus.UP);
  }

  /** Tables that do nothing came before those that did, and took all places for a day. */
  @Test
  void seriesThatCountedNothingLeaveHalfOfThePlacesToThoseThatCount() {
    feed.collect(
        out -> {
          for (int i = 0; i < SERIES; i++) {
            out.emit(CALLS).value(0).set(COUNT, i);
          }
        });
    feed.collect(
        out -> {
          for (int i = SERIES; i < SERIES + LIMIT / 2; i++) {
            out.emit(CALLS).value(1).set(COUNT, i);
          }
        });
    host.flush();
    List<NumberDataPoint> points = sink.lastPoints("toy.calls");
    assertThat(points).hasSize(LIMIT).noneMatch(SeriesTest::isOverflow);
    assertThat(points.stream().mapToLong(NumberDataPoint::getAsInt).sum()).isEqualTo(LIMIT / 2);
    assertThat(health().status()).isEqualTo(HealthStatus.UP);
  }

  private ComponentHealth health() {
    return Objects.requireNonNull(
        feed.dbintel().health().component("exporter/opentelemetry"), "exporter");
  }

  @Test
  void ownNumbersBeyondTheLimitStillAddUp() {
    feed.close();
    host.close();
    host = Host.exportingTo(sink.endpoint());
    feed = Feed.into(OpenTelemetryExporter.builder(host.sdk()).maxSeries(1).build());
    feed.collect(out -> out.emit(CALLS).value(1));
    host.flush();
    List<NumberDataPoint> points = sink.lastPoints("dbintel.lane.events");
    assertThat(points).hasSize(2);
    assertThat(points.stream().filter(SeriesTest::isOverflow)).hasSize(1);
    assertThat(points.stream().mapToLong(NumberDataPoint::getAsInt).sum())
        .as("collected 1, handed over 1")
        .isEqualTo(2);
  }

  @Test
  void whenGaugesVanishOthersTakeTheirPlace() {
    for (int generation = 0; generation < 3; generation++) {
      int first = generation * LIMIT;
      feed.collect(
          out -> {
            for (int i = first; i < first + LIMIT; i++) {
              out.emit(BACKENDS).value(i).set(COUNT, i);
            }
          });
      host.flush();
      assertThat(sink.lastPoints("toy.backends"))
          .hasSize(LIMIT)
          .allMatch(point -> point.getAsInt() >= first);
      feed.clock.advance(Duration.ofMinutes(3));
    }
    assertThat(feed.closed().exporters().get(0).droppedTotal()).isZero();
  }

  @Test
  void twoHundredThousandLabelSetsLeaveLittleBehind() {
    feed.collect(out -> out.emit(CALLS).value(1));
    long before = used();
    for (int round = 0; round < 20; round++) {
      int first = round * SERIES;
      feed.collect(
          out -> {
            for (int i = first; i < first + SERIES; i++) {
              if (i % 2 == 0) {
                out.emit(CALLS).value(1).set(COUNT, i);
              } else {
                out.emit(BACKENDS).value(1).set(COUNT, i);
              }
            }
          });
    }
    assertThat(used() - before).isLessThan(16L << 20);
    host.flush();
    assertThat(sink.lastPoints("toy.backends")).hasSize(LIMIT);
  }

  private static long used() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
