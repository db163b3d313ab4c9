package io.dbintel.otel.testing;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Instrument.Kind;
import io.dbintel.core.event.Instrument.ValueType;
import io.dbintel.core.event.Priority;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names for tests, and attributes as they came. */
public final class Toys {
  private Toys() {}

  public static final EventType SAMPLE =
      EventType.occurrence("toy.sample", Priority.NORMAL, DEVELOPMENT, "A sample.");
  public static final EventType CALLS = counter("toy.calls", ValueType.LONG, "{call}");
  public static final EventType TIME = counter("toy.time", ValueType.DOUBLE, "s");
  public static final EventType BACKENDS = up("toy.backends", ValueType.LONG, "{session}");
  public static final EventType LOAD = up("toy.load", ValueType.DOUBLE, "1");
  public static final EventType AGE = gauge("toy.age", ValueType.DOUBLE, "s");
  public static final EventType MAX = gauge("toy.max", ValueType.LONG, "By");

  public static final AttrKey<String> NAME = AttrKey.ofString("toy.name", DEVELOPMENT, "A name.");
  public static final AttrKey<Long> COUNT = AttrKey.ofLong("toy.count", "1", DEVELOPMENT, "Some.");
  public static final AttrKey<Double> SHARE =
      AttrKey.ofDouble("toy.share", "1", DEVELOPMENT, "A share.");
  public static final AttrKey<Boolean> FLAG = AttrKey.ofBoolean("toy.flag", DEVELOPMENT, "A flag.");
  public static final AttrKey<List<String>> NAMES =
      AttrKey.ofStrings("toy.names", DEVELOPMENT, "Names.");
  public static final AttrKey<List<Long>> COUNTS =
      AttrKey.ofLongs("toy.counts", "1", DEVELOPMENT, "Counts.");

  private static EventType counter(String name, ValueType type, String unit) {
    return measurement(name, Kind.COUNTER, type, unit);
  }

  private static EventType up(String name, ValueType type, String unit) {
    return measurement(name, Kind.UP_DOWN_COUNTER, type, unit);
  }

  private static EventType gauge(String name, ValueType type, String unit) {
    return measurement(name, Kind.GAUGE, type, unit);
  }

  private static EventType measurement(String name, Kind kind, ValueType type, String unit) {
    return EventType.measurement(
        name, new Instrument(kind, type, unit), DEVELOPMENT, "What " + name + " means.");
  }

  /** Attributes by name. */
  public static Map<String, Object> attributes(List<KeyValue> pairs) {
    Map<String, Object> all = new TreeMap<>();
    pairs.forEach(pair -> all.put(pair.getKey(), value(pair.getValue())));
    return all;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(Toys::value).toList();
      default -> value;
    };
  }
}
