package io.dbintel.docs;

import io.dbintel.core.config.ConfigBounds;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.CollectorProvider;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The reference pages as they should be, by file name. */
final class Pages {
  private static final String GENERATED =
      "<!-- Generated from the code; changes are lost. `./mvnw -q -Preference -pl docs -am`"
          + " rewrites it. -->\n\n";

  private final List<Component> components;
  private final Meanings meanings;

  Pages(List<Component> components, Meanings meanings) {
    this.components = components;
    this.meanings = meanings;
  }

  Map<String, String> all() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("configuration.md", GENERATED + configuration());
    pages.put("events.md", GENERATED + events());
    pages.put("metrics.md", GENERATED + metrics());
    pages.put("attributes.md", GENERATED + attributes());
    return pages;
  }

  private String configuration() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        Each option under the name it has in a file and in its record. The [guide](../guide.md#configuring)
        shows how a file is put together. Durations are written `250ms`, `10s`, `1h30m`, sizes `64KiB`, `16MiB`,
        ratios `0.01` or `1%`. What has no default may be left out.
        """);
    for (Component.Kind kind : Component.Kind.values()) {
      List<Component> section = components.stream().filter(one -> one.kind() == kind).toList();
      if (!section.isEmpty()) {
        page.append("\n## ").append(kind.title).append(": `").append(kind.section).append("`\n");
        section.forEach(component -> add(component, page));
      }
    }
    return page.toString();
  }

  private void add(Component component, StringBuilder page) {
    if (component.provider() != null) {
      page.append("\n### `").append(component.name()).append("`\n");
    }
    page.append('\n').append(meanings.of(component.config()).summary());
    if (component.provider() instanceof CollectorProvider<?> collector) {
      page.append(collector.onByDefault() ? " On by default" : " Off by default")
          .append("; for targets of type ")
          .append(quoted(new TreeSet<>(collector.targetTypes())))
          .append(", once a ")
          .append(collector.scope().name().toLowerCase(Locale.ROOT))
          .append('.');
    }
    page.append("\n");
    List<Option> options = component.options();
    if (options.isEmpty()) {
      page.append("\nIt has no options.\n");
      return;
    }
    page.append("\n| Option | Type | Default | Bounds | Meaning |\n|---|---|---|---|---|\n");
    for (Option option : options) {
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  option.path(),
                  type(option),
                  code(option.defaultText()),
                  bounds(option),
                  meaning(option)));
    }
  }

  private static String type(Option option) {
    return switch (option.type().kind()) {
      case CHOICE -> quoted(option.type().choices());
      case LIST, SET -> option.type().kind() + " of " + element(option);
      case OBJECT -> "`{ref: …}` to a `" + option.type().raw().getSimpleName() + '`';
      case SECRET -> "secret, as in `${env:NAME}`";
      default -> option.type().kind().toString();
    };
  }

  private static String element(Option option) {
    var element = option.type().element();
    return element == null ? "" : element.kind().toString();
  }

  private static String bounds(Option option) {
    ConfigBounds bounds = option.bounds();
    if (bounds == null) {
      return "";
    }
    return option.type().text(option.boxed(bounds.min()))
        + " to "
        + option.type().text(option.boxed(bounds.max()));
  }

  private String meaning(Option option) {
    return cell(meanings.of(option.owner()).parameters().getOrDefault(option.name(), ""));
  }

  private String events() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Events

        Occurrences, as log records with an event name. Their attributes are among [these](attributes.md).

        | Name | Priority | Stability | From | Meaning |
        |---|---|---|---|---|
        """);
    for (EventType type : types()) {
      if (!type.isMeasurement()) {
        page.append(
            "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                    type.name(),
                    type.priority().name().toLowerCase(Locale.ROOT),
                    type.stability().name().toLowerCase(Locale.ROOT),
                    from(type),
                    cell(type.description())));
      }
    }
    return page.toString();
  }

  private String metrics() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Metrics

        ## Of the servers

        """);
    Set<EventType> own = Set.copyOf(SelfMetricTypes.all());
    table(types().stream().filter(t -> t.isMeasurement() && !own.contains(t)).toList(), page);
    page.append("\n## Of dbintel itself\n\n");
    table(own.stream().sorted(Comparator.comparing(EventType::name)).toList(), page);
    return page.toString();
  }

  private void table(List<EventType> types, StringBuilder page) {
    page.append("| Name | Kind | Type | Unit | Stability | From | Meaning |\n");
    page.append("|---|---|---|---|---|---|---|\n");
    for (EventType type : types) {
      Instrument instrument = type.instrument();
      if (instrument != null) {
        page.append(
            "| `%s` | %s | %s | `%s` | %s | %s | %s |\n"
                .formatted(
                    type.name(),
                    instrument.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    instrument.valueType().name().toLowerCase(Locale.ROOT),
                    instrument.unit(),
                    type.stability().name().toLowerCase(Locale.ROOT),
                    from(type),
                    cell(type.description())));
      }
    }
  }

  private String attributes() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Attributes

        | Name | Type | Unit | Stability | Meaning |
        |---|---|---|---|---|
        """);
    for (AttrKey<?> key : vocabulary().attributes().stream().sorted(byName()).toList()) {
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  key.name(),
                  key.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  code(key.unit()),
                  key.stability().name().toLowerCase(Locale.ROOT),
                  cell(key.description())));
    }
    return page.toString();
  }

  private static Comparator<AttrKey<?>> byName() {
    return Comparator.comparing(AttrKey::name);
  }

  private List<EventType> types() {
    return vocabulary().types().stream().sorted(Comparator.comparing(EventType::name)).toList();
  }

  private Vocabulary vocabulary() {
    Vocabulary.Builder all = Vocabulary.core().toBuilder();
    for (Component component : components) {
      if (component.provider() != null) {
        all.attributes(component.provider().attributes()).types(component.provider().eventTypes());
      }
    }
    return all.build();
  }

  /** The components that say they bring it; the core if none does. */
  private String from(EventType type) {
    Map<String, String> names = new TreeMap<>();
    for (Component component : components) {
      if (component.provider() != null && brings(component, type)) {
        names.put(component.name(), '`' + component.name() + '`');
      }
    }
    return names.isEmpty() ? "core" : String.join(", ", names.values());
  }

  private static boolean brings(Component component, EventType type) {
    return component.provider() != null
        && (component.provider().eventTypes().contains(type) || emits(component, type));
  }

  private static boolean emits(Component component, EventType type) {
    return component.provider() instanceof CollectorProvider<?> collector
        && emitted(collector).contains(type);
  }

  private static <C extends Record> Set<EventType> emitted(CollectorProvider<C> collector) {
    return collector.contract(collector.defaults()).emits();
  }

  private static String quoted(Iterable<String> names) {
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append(text.length() == 0 ? "`" : ", `").append(name).append('`'));
    return text.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : '`' + text + '`';
  }
}
