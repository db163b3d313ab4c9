package io.dbintel.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.event.Stability;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.ManyKeys;
import io.dbintel.testkit.RecordingContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten million distinct series through what remembers the last value of each. */
class ManyKeysTest {
  private static final long KEYS = 10_000_000;
  private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("number");
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(3);

  private final ManualClock clock = new ManualClock();
  private final LastValues values = new LastValues(1_000, TIME_TO_LIVE, clock);
  private long refused;

  private void put(long key) {
    refused += values.put(Attributes.of(NUMBER, key), key) ? 0 : 1;
  }

  private long shown() {
    long[] shown = {0};
    values.forEach((bits, labels) -> shown[0]++);
    return shown[0];
  }

  @Test
  void seriesBeyondTheBoundAreRefused() {
    ManyKeys.push(KEYS, this::put);
    assertThat(shown()).isEqualTo(1_000);
    assertThat(refused).isEqualTo(KEYS - 1_000);
  }

  @Test
  void seriesThatAreNotMeasuredAnyMoreMakeRoom() {
    ManyKeys.push(
        KEYS,
        key -> {
          if (key % 1_000 == 0) {
            clock.advance(TIME_TO_LIVE);
          }
          put(key);
        });
    assertThat(shown()).isEqualTo(1_000);
    assertThat(refused).isZero();
  }

  @Test
  void metricsBeyondTheBoundAreRefused() {
    Measurements measurements =
        new Measurements(
            OpenTelemetry.noop().getMeter("toy"),
            new Labels(),
            OpenTelemetryConfig.defaults(),
            new RecordingContext("exporter/opentelemetry"));
    ManyKeys.push(
        KEYS,
        key -> {
          EventType type =
              EventType.measurement(
                  "toy.metric_" + key,
                  new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.LONG, "1"),
                  Stability.DEVELOPMENT,
                  "Toy.");
          String refusal = measurements.record(new DbEvent(type, "orders", 0).value(1));
          refused += Refusals.METRIC_LIMIT.equals(refusal) ? 1 : 0;
        });
    assertThat(refused).isEqualTo(KEYS - Measurements.MAX_METRICS);
  }

  @Test
  void keysBeyondTheBoundAreMadeEachTime() {
    Labels labels = new Labels();
    EventType type =
        EventType.occurrence("toy.event", Priority.NORMAL, Stability.DEVELOPMENT, "Toy.");
    ManyKeys.push(
        KEYS,
        key -> {
          AttrKey<Long> number =
              AttrKey.ofLong("toy.key_" + key, "1", Stability.DEVELOPMENT, "Toy.");
          Attributes made = labels.of(new DbEvent(type, "orders", 0).set(number, key)).build();
          assertThat(made.size()).isEqualTo(2);
        });
    assertThat(labels.kept()).isEqualTo(Labels.MAX_KEYS);
  }

  /** Components come and go: of dbintel's own numbers only those are remembered that are there. */
  @Test
  void ownNumbersOfWhatIsGoneAreForgotten() {
    long[] now = {0};
    ComponentContext context =
        (ComponentContext)
            Proxy.newProxyInstance(
                ManyKeysTest.class.getClassLoader(),
                new Class<?>[] {ComponentContext.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "selfMetrics" ->
                          List.of(
                              new SelfMetric(
                                  SelfMetricTypes.LANE_DROPPED,
                                  Map.of("dbintel.collector", "collector " + now[0]),
                                  1));
                      case "clock" -> clock;
                      case "instance" -> "toy";
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    try (OwnNumbers numbers = new OwnNumbers(OpenTelemetry.noop().getMeter("toy"), context, 900)) {
      ManyKeys.push(
          KEYS,
          key -> {
            now[0] = key;
            assertThat(numbers.add()).hasSize(1);
          });
    }
  }
}
