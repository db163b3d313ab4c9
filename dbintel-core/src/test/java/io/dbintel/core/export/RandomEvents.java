package io.dbintel.core.export;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.Stability;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Events that hold whatever an event can hold. */
final class RandomEvents {
  private static final Stability S = Stability.DEVELOPMENT;
  private static final EventType[] TYPES = {
    EventType.occurrence("test.occurrence", Priority.NORMAL, S, "An occurrence."),
    EventType.measurement(
        "test.count",
        new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.LONG, "{row}"),
        S,
        "A count."),
    EventType.measurement(
        "test.time",
        new Instrument(Instrument.Kind.GAUGE, Instrument.ValueType.DOUBLE, "s"),
        S,
        "A time.")
  };
  private static final List<Priority> PRIORITIES = List.of(Priority.values());
  private static final String NASTY = "\"\\/\b\f\n\r\t\0\u001b\u007f\u0085\u009f\u2028\u2029é漢";
  private static final double[] DOUBLES = {
    0, -0.0, 1, 1e300, 4.9e-324, Double.MAX_VALUE, Double.NaN, 1 / 0.0, -1 / 0.0, 0.1
  };
  private static final long[] LONGS = {
    0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1
  };

  private final RandomGenerator random;

  RandomEvents(RandomGenerator random) {
    this.random = random;
  }

  DbEvent next() {
    EventType type = TYPES[random.nextInt(TYPES.length)];
    DbEvent event = new DbEvent(type, "orders", random.nextLong());
    event.database(random.nextBoolean() ? "" : text());
    event.priority(PRIORITIES.get(random.nextInt(PRIORITIES.size())));
    if (type.equals(TYPES[1])) {
      event.value(integer());
    } else if (type.equals(TYPES[2]) && random.nextInt(10) > 0) {
      event.value(decimal());
    }
    int attributes = random.nextInt(20);
    for (int i = 0; i < attributes; i++) {
      set(event, "attr" + i);
    }
    event.freeze();
    return event;
  }

  private void set(DbEvent event, String name) {
    switch (random.nextInt(6)) {
      case 0 -> event.set(AttrKey.ofString(name, S, "A text."), text());
      case 1 -> event.set(AttrKey.ofLong(name, "", S, "An integer."), integer());
      case 2 -> event.set(AttrKey.ofDouble(name, "s", S, "A float."), decimal());
      case 3 -> event.set(AttrKey.ofBoolean(name, S, "A truth value."), random.nextBoolean());
      case 4 -> {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          texts.add(text());
        }
        event.setTexts(AttrKey.ofStrings(name, S, "Texts."), texts);
      }
      default -> {
        List<Long> integers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          integers.add(integer());
        }
        event.setLongs(AttrKey.ofLongs(name, "", S, "Integers."), integers);
      }
    }
  }

  private long integer() {
    return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
  }

  private double decimal() {
    return random.nextBoolean()
        ? DOUBLES[random.nextInt(DOUBLES.length)]
        : Double.longBitsToDouble(random.nextLong());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(NASTY.charAt(random.nextInt(NASTY.length())));
        case 1 -> text.append((char) random.nextInt(0x10000));
        case 2 -> text.appendCodePoint(random.nextInt(0x110000));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
