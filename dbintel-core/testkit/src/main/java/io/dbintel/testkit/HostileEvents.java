package io.dbintel.testkit;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.Vocabulary;
import java.util.List;

/** Events that nobody sends on purpose and production sends some day. */
final class HostileEvents {
  /** What a stage may still write into an event that does not hold every attribute. */
  private static final int ROOM_FOR_A_STAGE = 48;

  /** Stands in the raw payload that no component knows, and must not stand anywhere else. */
  static final String CANARY = "canary-4711-in-a-payload";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0\u0001\u001b[31m\r\n\t",
          "\ud800 half a pair",
          "\u202e right to left \u2028",
          "'; drop table x; -- \" ` $$ \\ ? $1 {} ${env:HOME} %s",
          "{\"a\": [",
          "a".repeat(1 << 20),
          "\u00e9\u4e2d\ud83d\ude00");
  private static final int LONG = 1000;
  private static final int MAX_MEGABYTES = 4;
  private static final long[] INTEGERS = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE};
  private static final double[] DECIMALS = {
    0.0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
  };
  private static final long[] TIMES = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE};

  /** What the variants of hostile values number. */
  static final int VARIANTS = TEXTS.size();

  private HostileEvents() {}

  /** A payload that is nobody's. */
  private record Unknown(String text) {}

  /** Where a new event comes from. */
  @FunctionalInterface
  interface Source {
    DbEvent event(EventType type, long epochNanos);
  }

  /** One event of each type with nothing in it, and with a payload that nobody knows. */
  static void bare(Vocabulary vocabulary, Source source, long epochNanos) {
    for (EventType type : vocabulary.types()) {
      DbEvent unused = source.event(type, epochNanos);
    }
  }

  /** One event of each type with a payload that nobody knows. */
  static void withForeignPayload(Vocabulary vocabulary, Source source, long epochNanos) {
    for (EventType type : vocabulary.types()) {
      DbEvent unused =
          source.event(type, epochNanos).payload(Sensitive.of("unknown", new Unknown(CANARY)));
    }
  }

  /** True if it bears the payload that nobody knows. */
  static boolean bearsForeignPayload(DbEvent event) {
    Sensitive<?> payload = event.payload();
    return payload != null && payload.reveal() instanceof Unknown;
  }

  /**
   * One event of each type with every attribute there is, the values being one sort of extreme.
   * Where an event cannot hold them all, the next type goes on where the last one ended.
   */
  static void extreme(Vocabulary vocabulary, Source source, int variant) {
    int megabytes = 0;
    List<AttrKey<?>> keys = List.copyOf(vocabulary.attributes());
    boolean fit = keys.size() <= DbEvent.MAX_ATTRIBUTES;
    int room = fit ? keys.size() : DbEvent.MAX_ATTRIBUTES - ROOM_FOR_A_STAGE;
    int next = 0;
    for (EventType type : vocabulary.types()) {
      DbEvent event = source.event(type, TIMES[variant % TIMES.length]);
      event.database(variant == 0 ? "" : TEXTS.get(2));
      value(event, variant);
      for (int i = 0; i < room; i++) {
        AttrKey<?> key = keys.get(next++ % keys.size());
        String text = TEXTS.get(variant % TEXTS.size());
        // More of them would test the heap.
        boolean tooMuch = text.length() > LONG && megabytes++ >= MAX_MEGABYTES;
        set(event, key, tooMuch ? "" : text, variant);
      }
    }
  }

  private static void value(DbEvent event, int variant) {
    Instrument instrument = event.type().instrument();
    if (instrument == null) {
      return;
    }
    if (instrument.valueType() == Instrument.ValueType.LONG) {
      event.value(INTEGERS[variant % INTEGERS.length]);
    } else {
      event.value(DECIMALS[variant % DECIMALS.length]);
    }
  }

  @SuppressWarnings("unchecked") // A key's type says which values it takes.
  private static void set(DbEvent event, AttrKey<?> key, String text, int variant) {
    switch (key.type()) {
      case STRING -> event.set((AttrKey<String>) key, text);
      case LONG -> event.set((AttrKey<Long>) key, INTEGERS[variant % INTEGERS.length]);
      case DOUBLE -> event.set((AttrKey<Double>) key, DECIMALS[variant % DECIMALS.length]);
      case BOOLEAN -> event.set((AttrKey<Boolean>) key, variant % 2 == 0);
      case STRING_LIST ->
          event.setTexts((AttrKey<List<String>>) key, variant % 2 == 0 ? List.of() : List.of(text));
      case LONG_LIST ->
          event.setLongs(
              (AttrKey<List<Long>>) key,
              variant % 2 == 0 ? List.of() : List.of(INTEGERS[variant % INTEGERS.length]));
    }
  }
}
