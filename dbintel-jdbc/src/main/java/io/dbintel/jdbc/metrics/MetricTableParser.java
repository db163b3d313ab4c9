package io.dbintel.jdbc.metrics;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Stability;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.jdbc.pool.SqlResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@link MetricTable}, and refuses what cannot be meant. Used once. */
final class MetricTableParser {
  private static final String NONE = "-";
  private static final Set<String> FOREIGN_UNITS =
      Set.of("ms", "us", "ns", "min", "h", "d", "kBy", "KiBy", "MBy", "MiBy", "GBy", "GiBy", "%");

  private final String file;
  private final Class<?> beside;
  private final String product;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, AttrKey<String>> attributes = new LinkedHashMap<>();
  private final Map<String, EventType> types = new LinkedHashMap<>();
  private final Set<String> usedAttributes = new LinkedHashSet<>();

  /** A query whose metrics are still being gathered. */
  private record Draft(
      MetricQuery query, int line, List<MetricSpec> metrics, List<FindingSpec> findings) {
    MetricQuery complete() {
      return new MetricQuery(
          query.name(),
          query.part(),
          query.versions(),
          query.on(),
          query.monitor(),
          query.level(),
          query.every(),
          query.limit(),
          query.rank(),
          metrics,
          findings);
    }
  }

  MetricTableParser(String file, Class<?> beside, String product) {
    this.file = file;
    this.beside = beside;
    this.product = product;
  }

  MetricTable parse(String text) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      try {
        record(number, fields(stripped));
      } catch (IllegalArgumentException problem) {
        throw at(number, String.valueOf(problem.getMessage()), problem);
      }
    }
    return finish();
  }

  private MetricTable finish() {
    for (Draft draft : drafts.values()) {
      MetricQuery query = draft.complete();
      if (query.metrics().isEmpty() && query.findings().isEmpty()) {
        throw at(draft.line(), "nothing is read from query " + query.name(), null);
      }
      for (String column : query.rank()) {
        if (query.metrics().stream().noneMatch(metric -> metric.column().equals(column))) {
          throw at(draft.line(), "rank names " + column + ", which is no metric's column", null);
        }
      }
    }
    for (String name : attributes.keySet()) {
      if (!usedAttributes.contains(name)) {
        throw new IllegalArgumentException(file + ": attribute " + name + " is never used");
      }
    }
    return new MetricTable(
        drafts.values().stream().map(Draft::complete).toList(), List.copyOf(attributes.values()));
  }

  private static List<String> fields(String line) {
    return split(line, "\\|");
  }

  /** What stands between commas. */
  private static List<String> list(String field) {
    return field.equals(NONE) ? List.of() : split(field, ",");
  }

  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(separator, -1)) {
      parts.add(part.strip());
    }
    return parts;
  }

  private void record(int line, List<String> fields) {
    for (String field : fields) {
      require(!field.isEmpty(), "a field is empty: write - for none");
    }
    switch (fields.get(0)) {
      case "query" -> query(line, sized(fields, 10));
      case "attribute" -> attribute(sized(fields, 3));
      case "metric" -> metric(sized(fields, 12));
      case "finding" -> finding(sized(fields, 5));
      default ->
          throw new IllegalArgumentException(
              "a line begins with query, attribute, metric or finding, not " + fields.get(0));
    }
  }

  private static List<String> sized(List<String> fields, int size) {
    require(
        fields.size() == size,
        fields.get(0) + " has " + size + " fields, this one " + fields.size());
    return fields;
  }

  private void query(int line, List<String> fields) {
    String name = fields.get(1);
    VersionRange versions = VersionRange.parse(fields.get(3));
    String tier = fields.get(5);
    require(
        tier.equals(NONE) || tier.equals("monitor"), "tier must be monitor or - but was " + tier);
    SqlResource unused = SqlResource.of(beside, name, product, versions.first());
    MetricQuery query =
        new MetricQuery(
            name,
            fields.get(2),
            versions,
            constant(MetricQuery.On.class, fields.get(4)),
            !tier.equals(NONE),
            constant(QueryLevel.class, fields.get(6)),
            every(fields.get(7)),
            fields.get(8),
            list(fields.get(9)),
            List.of(),
            List.of());
    Draft known =
        drafts.putIfAbsent(name, new Draft(query, line, new ArrayList<>(), new ArrayList<>()));
    require(known == null, "query " + name + " is there already");
  }

  private void attribute(List<String> fields) {
    AttrKey<String> key = AttrKey.ofString(fields.get(1), Stability.DEVELOPMENT, fields.get(2));
    require(
        attributes.putIfAbsent(key.name(), key) == null,
        "attribute " + key.name() + " is there already");
  }

  private void metric(List<String> fields) {
    MetricSpec.Scale scale = scale(fields.get(8));
    Instrument.Kind kind = kind(fields.get(2));
    Instrument instrument =
        new Instrument(kind, constant(Instrument.ValueType.class, fields.get(3)), fields.get(4));
    checkUnit(instrument, scale);
    require(fields.get(7).matches("[a-z][a-z0-9_]*"), "no column: " + fields.get(7));
    MetricSpec metric =
        new MetricSpec(
            type(fields.get(1), instrument, fields.get(11)),
            VersionRange.parse(fields.get(5)),
            fields.get(7),
            scale,
            labels(fields.get(9)),
            together(fields.get(10), kind));
    Draft draft = draft(fields.get(6));
    require(
        draft.query().versions().first() <= metric.versions().first(),
        "the metric is older than its query, which is for " + draft.query().versions());
    for (Draft other : drafts.values()) {
      for (MetricSpec known : other.metrics()) {
        require(
            !known.type().equals(metric.type())
                || !known.labels().equals(metric.labels())
                || !known.versions().overlaps(metric.versions()),
            "metric " + metric.type() + " is there already with the same labels and versions");
      }
    }
    draft.metrics().add(metric);
  }

  private void finding(List<String> fields) {
    require(fields.get(1).matches("[a-z][a-z0-9_]*"), "a code is snake_case: " + fields.get(1));
    draft(fields.get(2))
        .findings()
        .add(new FindingSpec(fields.get(1), fields.get(3), fields.get(4)));
  }

  private EventType type(String name, Instrument instrument, String description) {
    EventType known = types.get(name);
    if (known == null) {
      require(!description.equals(NONE), "the first line of a metric describes it");
      EventType type = EventType.measurement(name, instrument, Stability.DEVELOPMENT, description);
      types.put(name, type);
      return type;
    }
    require(
        instrument.equals(known.instrument()), "metric " + name + " is also " + known.instrument());
    require(description.equals(NONE), "metric " + name + " is described already: write -");
    return known;
  }

  private List<SeriesLabel> labels(String field) {
    List<SeriesLabel> labels = new ArrayList<>();
    for (String label : list(field)) {
      int equals = label.indexOf('=');
      require(
          equals > 0 && equals < label.length() - 1,
          "a label is key=text or key=$column: " + label);
      String name = label.substring(0, equals);
      AttrKey<String> key = attributes.get(name);
      if (key == null && name.equals(Attributes.DB_NAMESPACE.name())) {
        key = Attributes.DB_NAMESPACE;
      }
      if (key == null) {
        throw new IllegalArgumentException("attribute " + name + " was not declared before");
      }
      usedAttributes.add(name);
      String text = label.substring(equals + 1);
      boolean column = text.startsWith("$");
      labels.add(new SeriesLabel(key, column ? text.substring(1) : text, column));
    }
    return labels;
  }

  private Draft draft(String name) {
    Draft draft = drafts.get(name);
    if (draft == null) {
      throw new IllegalArgumentException("query " + name + " was not declared before");
    }
    return draft;
  }

  private static void checkUnit(Instrument instrument, MetricSpec.Scale scale) {
    String unit = instrument.unit();
    boolean isDouble = instrument.valueType() == Instrument.ValueType.DOUBLE;
    require(!FOREIGN_UNITS.contains(unit), "times are in s, sizes in By, not in " + unit);
    require(!unit.equals("s") || isDouble, "seconds are doubles");
    require(!unit.equals("By") || !isDouble, "bytes are longs");
    require(scale != MetricSpec.Scale.MS || unit.equals("s"), "what is in ms is told in s");
    require(scale != MetricSpec.Scale.BLOCKS || unit.equals("By"), "blocks are told in By");
  }

  private static Instrument.Kind kind(String field) {
    return field.equals("updown")
        ? Instrument.Kind.UP_DOWN_COUNTER
        : constant(Instrument.Kind.class, field);
  }

  private static MetricSpec.Scale scale(String field) {
    return field.equals(NONE) ? MetricSpec.Scale.NONE : constant(MetricSpec.Scale.class, field);
  }

  private static Together together(String field, Instrument.Kind kind) {
    if (!field.equals(NONE)) {
      return constant(Together.class, field);
    }
    return kind == Instrument.Kind.GAUGE ? Together.MAX : Together.SUM;
  }

  private static Duration every(String field) {
    if (field.equals(NONE)) {
      return Duration.ZERO;
    }
    require(field.matches("[1-9][0-9]{0,5}s"), "every is seconds, like 60s, not " + field);
    return Duration.ofSeconds(Long.parseLong(field.substring(0, field.length() - 1)));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String field) {
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(field)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no " + words(type.getSimpleName()) + ": " + field);
  }

  /** ValueType as value type. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }

  private IllegalArgumentException at(int line, String problem, @Nullable Throwable cause) {
    return new IllegalArgumentException(file + " line " + line + ": " + problem, cause);
  }
}
