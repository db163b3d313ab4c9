package io.dbintel.core.event;

import static io.dbintel.core.toy.ToyEvents.FLAG;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static io.dbintel.core.toy.ToyEvents.SECONDS;
import static io.dbintel.core.toy.ToyEvents.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DbEventTest {
  private final DbEvent event = new DbEvent(SAMPLE, "orders", 1);

  @Test
  void readsWhatWasSet() {
    event.set(NUMBER, Long.MIN_VALUE).set(SECONDS, -0.0).set(FLAG, true).set(TEXT, "x");
    assertThat(event.getLong(NUMBER, 0)).isEqualTo(Long.MIN_VALUE);
    assertThat(event.getDouble(SECONDS, 1)).isEqualTo(-0.0);
    assertThat(event.getBoolean(FLAG, false)).isTrue();
    assertThat(event.get(TEXT)).isEqualTo("x");
    assertThat(event.get(NUMBER)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void answersWithTheDefaultWhereNothingIsSet() {
    assertThat(event.getLong(NUMBER, 7)).isEqualTo(7);
    assertThat(event.getDouble(SECONDS, 7)).isEqualTo(7);
    assertThat(event.getBoolean(FLAG, true)).isTrue();
    assertThat(event.get(TEXT)).isNull();
  }

  @Test
  void findsAnAttributeByAnEqualKeyOfAnotherPlugin() {
    event.set(NUMBER, 5);
    AttrKey<Long> twin = AttrKey.ofLong("toy.number", "1", Stability.DEVELOPMENT, "Another.");
    assertThat(event.getLong(twin, 0)).isEqualTo(5);
    event.set(twin, 6);
    assertThat(event.attributeCount()).isEqualTo(1);
  }

  @Test
  void settingAndGettingNumbersAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    event.set(NUMBER, 1).set(SECONDS, 1.0).set(FLAG, true);
    long sum = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += touch(i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      sum += touch(i);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sum).isNotZero();
    // Boxing would be at least 16 bytes a round.
    assertThat(allocated).isLessThan(100_000);
  }

  private long touch(int i) {
    event.set(NUMBER, 1_000_000L + i).set(SECONDS, i * 0.5).set(FLAG, i % 2 == 0);
    return event.getLong(NUMBER, 0)
        + (long) event.getDouble(SECONDS, 0)
        + (event.getBoolean(FLAG, false) ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void keepsItsSizeAndContentsThroughAnyChanges(long seed) {
    Random random = new Random(seed);
    List<AttrKey<String>> texts = new ArrayList<>();
    List<AttrKey<Long>> numbers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add(AttrKey.ofString("t" + i, Stability.DEVELOPMENT, "text"));
      numbers.add(AttrKey.ofLong("n" + i, "1", Stability.DEVELOPMENT, "number"));
    }
    Map<AttrKey<?>, Object> expected = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      int k = random.nextInt(60);
      switch (random.nextInt(4)) {
        case 0 -> {
          String value =
              "ä€\uD83D\uDE00x".substring(0, random.nextInt(3)).repeat(random.nextInt(9));
          event.set(texts.get(k), value);
          expected.put(texts.get(k), value);
        }
        case 1 -> {
          event.set(numbers.get(k), i);
          expected.put(numbers.get(k), (long) i);
        }
        case 2 -> {
          event.remove(texts.get(k));
          expected.remove(texts.get(k));
        }
        default -> {
          event.remove(numbers.get(k));
          expected.remove(numbers.get(k));
        }
      }
    }
    int size = EventSize.BASE;
    for (Map.Entry<AttrKey<?>, Object> entry : expected.entrySet()) {
      assertThat(event.get(entry.getKey())).isEqualTo(entry.getValue());
      int value =
          entry.getValue() instanceof String text
              ? text.getBytes(StandardCharsets.UTF_8).length
              : EventSize.NUMBER;
      size += EventSize.PER_ATTRIBUTE + entry.getKey().name().length() + value;
    }
    assertThat(event.attributeCount()).isEqualTo(expected.size());
    assertThat(event.sizeBytes()).isEqualTo(size);
  }

  @Test
  void cannotBeChangedOnceItIsFrozen() {
    event.set(NUMBER, 1).freeze();
    assertThatThrownBy(() -> event.set(NUMBER, 2)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> event.priority(Priority.BULK))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> event.payload(Sensitive.of("plan", "raw")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(event.getLong(NUMBER, 0)).isEqualTo(1);
  }

  @Test
  void refusesMoreAttributesThanFit() {
    for (int i = 0; i < DbEvent.MAX_ATTRIBUTES; i++) {
      event.set(AttrKey.ofLong("k" + i, "1", Stability.DEVELOPMENT, "k"), i);
    }
    AttrKey<Long> tooMany = AttrKey.ofLong("too_many", "1", Stability.DEVELOPMENT, "k");
    assertThatThrownBy(() -> event.set(tooMany, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("128");
  }

  @Test
  void printsNeitherValuesNorPayload() {
    event.set(TEXT, "canary-1").payload(Sensitive.of("plan", "canary-2"));
    assertThat(event.toString() + event.payload()).doesNotContain("canary");
  }

  @Test
  void givesItsPayloadOnlyToWhoUnderstandsIt() {
    event.payload(Sensitive.of("plan", "raw"));
    assertThat(event.takePayload(Integer.class)).isNull();
    assertThat(event.takePayload(String.class)).isEqualTo("raw");
    assertThat(event.payload()).isNull();
  }

  @Test
  void onlyMeasurementsHaveValues() {
    assertThatThrownBy(() -> event.value(1L)).isInstanceOf(IllegalStateException.class);
    EventType backends =
        EventType.measurement(
            "toy.backends",
            new Instrument(Instrument.Kind.GAUGE, Instrument.ValueType.LONG, "1"),
            Stability.DEVELOPMENT,
            "Backends.");
    DbEvent measurement = new DbEvent(backends, "orders", 1);
    assertThat(measurement.hasValue()).isFalse();
    assertThat(measurement.value(Long.MAX_VALUE).longValue()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(measurement::doubleValue).isInstanceOf(IllegalStateException.class);
  }
}
