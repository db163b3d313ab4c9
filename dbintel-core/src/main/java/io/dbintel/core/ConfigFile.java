package io.dbintel.core;

import io.dbintel.core.Wanted.WantedCollector;
import io.dbintel.core.Wanted.WantedComponent;
import io.dbintel.core.Wanted.WantedExporter;
import io.dbintel.core.Wanted.WantedStore;
import io.dbintel.core.Wanted.WantedTarget;
import io.dbintel.core.binding.Bound;
import io.dbintel.core.binding.RecordBinder;
import io.dbintel.core.binding.References;
import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigDocument;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigNode;
import io.dbintel.core.config.ConfigNode.Entry;
import io.dbintel.core.config.ConfigNode.Mapping;
import io.dbintel.core.config.ConfigNode.Scalar;
import io.dbintel.core.config.ConfigNode.Sequence;
import io.dbintel.core.config.ConfigPlace;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a configuration file, version 1, and what each makes the instance want. What the
 * options of a component are, its provider's record says.
 */
final class ConfigFile {
  private static final String VERSION = "1";
  private static final List<String> SECTIONS =
      List.of(
          "version",
          "name",
          "engine",
          "targets",
          "collectors",
          "pipeline",
          "exporters",
          "guards",
          "stateStore");

  private final RecordBinder binder;
  private final References references;
  private final ConfigChecks checks;
  private final Wanted wanted;

  ConfigFile(RecordBinder binder, References references, ConfigChecks checks, Wanted wanted) {
    this.binder = binder;
    this.references = references;
    this.checks = checks;
    this.wanted = wanted;
  }

  /** Names under which the file refers to objects of the host, wherever it does. */
  static Set<String> mentioned(ConfigNode node) {
    Set<String> names = new HashSet<>();
    if (node instanceof Mapping mapping) {
      for (Map.Entry<String, Entry> each : mapping.entries().entrySet()) {
        ConfigNode value = each.getValue().value();
        if (each.getKey().equals("ref") && value instanceof Scalar scalar) {
          names.add(scalar.text());
        }
        names.addAll(mentioned(value));
      }
    } else if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> names.addAll(mentioned(item)));
    }
    return names;
  }

  /** Notes what the file wants; false if it cannot be told. */
  boolean read(ConfigDocument document) {
    if (document.isUnreadable() || !isOurVersion(document)) {
      return false;
    }
    Mapping root = document.root();
    if (!document.problems().isEmpty()) {
      wanted.doubtful.addAll(SECTIONS);
    }
    for (Map.Entry<String, Entry> section : root.entries().entrySet()) {
      ConfigNode node = section.getValue().value();
      switch (section.getKey()) {
        case "version" -> {}
        case "name" -> {
          String name = text(node, "name");
          if (name != null) {
            wanted.names.add(name);
          }
        }
        case "engine" -> engine(node);
        case "targets" -> each(node, "targets", this::target);
        case "collectors" -> each(node, "collectors", this::collector);
        case "pipeline" -> list(node, "pipeline", wanted.stages);
        case "exporters" -> each(node, "exporters", this::exporter);
        case "guards" -> list(node, "guards", wanted.guards);
        case "stateStore" -> stateStore(node);
        default -> {
          checks.unknownName("", section.getKey(), section.getValue(), SECTIONS);
          String meant = ConfigChecks.nearest(section.getKey(), SECTIONS);
          if (meant != null) {
            wanted.doubtful.add(meant);
          }
        }
      }
    }
    return true;
  }

  private boolean isOurVersion(ConfigDocument document) {
    Entry entry = document.root().entries().get("version");
    boolean mistyped =
        document.root().entries().keySet().stream()
            .anyMatch(name -> "version".equals(ConfigChecks.nearest(name, SECTIONS)));
    if (entry == null && mistyped) {
      return true;
    }
    if (entry == null) {
      ConfigProblem missing = new ConfigProblem("version", "is missing: say 'version: 1'");
      checks.add(missing.at(new ConfigPlace(document.source(), 0)));
      return true;
    }
    if (entry.value().isRefused()) {
      return true;
    }
    if (!(entry.value() instanceof Scalar scalar) || scalar.type() != Scalar.Type.INTEGER) {
      checks.add("version", "must be a number, without quotes: 'version: 1'");
      return true;
    }
    boolean ours = scalar.text().equals(VERSION);
    checks.that(
        ours, "version", "must be 1 (nothing else in the file was looked at)", scalar.text());
    return ours;
  }

  private void engine(ConfigNode node) {
    Mapping options = options(node, "engine");
    if (options != null) {
      wanted.engine.add(bind(EngineSettings.class, options, "engine", EngineSettings.defaults()));
    }
  }

  private void target(String id, ConfigNode node) {
    String path = "targets." + id;
    Mapping options = options(node, path);
    if (options == null) {
      return;
    }
    if (options.entries().containsKey("ref")) {
      Target made = host(options, Target.class, path, Set.of("ref"));
      if (made != null) {
        checks.that(
            made.id().equals(id), path, "must have the id of the target that is bound", made.id());
        wanted.targets.add(new WantedTarget(path, id, made, "", Settings.defaults()));
      }
      return;
    }
    String type = type(options, path);
    if (type == null) {
      return;
    }
    wanted.targets.add(
        new WantedTarget(path, id, null, type, new FileSettings(options, Set.of("type"))));
  }

  private void collector(String name, ConfigNode node) {
    String path = "collectors." + name;
    if (node instanceof Scalar scalar) {
      boolean said = scalar.text().equals("on") || scalar.text().equals("off");
      if (!said && !node.isRefused()) {
        checks.wrongKind(path, "must be on, off or a mapping of options", node);
      }
      boolean on = !scalar.text().equals("off");
      wanted.collectors.add(new WantedCollector(path, name, Settings.defaults(), on));
      return;
    }
    Mapping options = options(node, path);
    if (options == null) {
      return;
    }
    boolean on = isEnabled(options, path);
    Settings settings = new FileSettings(options, Set.of("enabled"));
    wanted.collectors.add(new WantedCollector(path, name, settings, on));
  }

  private boolean isEnabled(Mapping options, String path) {
    Entry entry = options.entries().get("enabled");
    if (entry == null) {
      return true;
    }
    boolean flag = entry.value() instanceof Scalar scalar && scalar.type() == Scalar.Type.FLAG;
    if (!flag) {
      checks.wrongKind(path + ".enabled", "must be true or false", entry.value());
    }
    return !flag || Boolean.parseBoolean(((Scalar) entry.value()).text());
  }

  private void exporter(String id, ConfigNode node) {
    String path = "exporters." + id;
    Mapping options = options(node, path);
    if (options == null) {
      return;
    }
    ExportSettings bounds = bounds(options, path + ".export");
    Entry ref = options.entries().get("ref");
    if (ref != null) {
      Exporter made = host(options, Exporter.class, path, Set.of("ref", "export"));
      if (made != null) {
        wanted.exporters.add(new WantedExporter(path, id, made, "", Settings.defaults(), bounds));
      }
      return;
    }
    String type = options.entries().containsKey("type") ? type(options, path) : id;
    if (type == null) {
      return;
    }
    Settings settings = new FileSettings(options, Set.of("type", "export"));
    wanted.exporters.add(new WantedExporter(path, id, null, type, settings, bounds));
  }

  private ExportSettings bounds(Mapping options, String path) {
    Entry entry = options.entries().get("export");
    Mapping said = entry == null ? null : options(entry.value(), path);
    ExportSettings defaults = ExportSettings.defaults();
    return said == null ? defaults : bind(ExportSettings.class, said, path, defaults);
  }

  private void stateStore(ConfigNode node) {
    String path = "stateStore";
    Mapping options = options(node, path);
    if (options == null) {
      return;
    }
    if (options.entries().containsKey("ref")) {
      StateStore made = host(options, StateStore.class, path, Set.of("ref"));
      if (made != null) {
        wanted.stores.add(new WantedStore(path, made, "", Settings.defaults()));
      }
      return;
    }
    String type = type(options, path);
    if (type == null) {
      return;
    }
    wanted.stores.add(new WantedStore(path, null, type, new FileSettings(options, Set.of("type"))));
  }

  private <T> @Nullable T host(Mapping options, Class<T> type, String path, Set<String> known) {
    for (String name : options.entries().keySet()) {
      checks.that(known.contains(name), path + '.' + name, "has no effect on what the host made");
    }
    Entry ref = options.entries().get("ref");
    if (ref != null && ref.value().isRefused()) {
      return null;
    }
    if (ref == null || !(ref.value() instanceof Scalar scalar)) {
      checks.add(path + ".ref", "must be the name under which the host bound it");
      return null;
    }
    return binder.object(scalar.text(), type, path);
  }

  /** A list of names, each alone or with its options. */
  private void list(ConfigNode node, String path, List<WantedComponent> into) {
    if (!(node instanceof Sequence sequence)) {
      wanted.doubtful.add(path);
      checks.wrongKind(path, "must be a list, since the order counts,", node);
      return;
    }
    int problems = checks.problems().size();
    for (int i = 0; i < sequence.items().size(); i++) {
      String item = path + '[' + i + ']';
      ConfigNode stage = sequence.items().get(i);
      if (stage.isRefused()) {
        continue;
      }
      if (stage instanceof Scalar scalar && scalar.type() == Scalar.Type.TEXT) {
        into.add(new WantedComponent(item, scalar.text(), Settings.defaults()));
      } else if (stage instanceof Mapping mapping && mapping.entries().size() == 1) {
        Map.Entry<String, Entry> only = mapping.entries().entrySet().iterator().next();
        String name = only.getKey();
        Mapping options = options(only.getValue().value(), item + '.' + name);
        if (options != null) {
          Settings settings = new FileSettings(options, Set.of());
          into.add(new WantedComponent(item + '.' + name, name, settings));
        }
      } else {
        checks.add(item, "must be a name, or one name with its options: 'name: {option: value}'");
      }
    }
    if (checks.problems().size() > problems) {
      wanted.doubtful.add(path);
    }
  }

  private void each(ConfigNode node, String path, BiConsumer<String, ConfigNode> to) {
    if (!(node instanceof Mapping mapping) || !mapping.entries().isEmpty()) {
      wanted.doubtful.add(path);
    }
    if (node instanceof Mapping mapping) {
      mapping.entries().forEach((name, entry) -> named(name, entry, path, to));
    } else {
      checks.wrongKind(path, "must be a mapping of names", node);
    }
  }

  /** What stands where a name should is shown only if it looks like one. */
  private void named(String name, Entry entry, String path, BiConsumer<String, ConfigNode> to) {
    boolean structure = !(entry.value() instanceof Scalar);
    if (structure || ConfigChecks.isShowable(name, entry.value(), List.of())) {
      to.accept(name, entry.value());
    } else if (!entry.value().isRefused()) {
      checks.add(
          new ConfigProblem(path, "must have a mapping of options, or {}, behind each name")
              .at(entry.place()));
    }
  }

  private @Nullable Mapping options(ConfigNode node, String path) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    if (node.isRefused()) {
      return null;
    }
    // Not shown: with a wrong indentation it may be what belongs to an option, a password say.
    checks.add(path, "must be a mapping of options, or {}, but is " + node.kind());
    return null;
  }

  /** Empty if it is missing, which is told later; null if it is wrong, which is told here. */
  private @Nullable String type(Mapping options, String path) {
    Entry entry = options.entries().get("type");
    if (entry == null) {
      return "";
    }
    if (entry.value() instanceof Scalar scalar) {
      return scalar.isRefused() ? null : scalar.text();
    }
    checks.wrongKind(path + ".type", "must be a text", entry.value());
    return null;
  }

  private @Nullable String text(ConfigNode node, String path) {
    if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.TEXT) {
      return references.text(scalar.text(), path);
    }
    checks.wrongKind(path, "must be a text", node);
    return null;
  }

  private <R extends Record> R bind(Class<R> type, Mapping options, String path, R defaults) {
    R bound = binder.bind(type, options, path, defaults, Set.of()).value();
    return bound == null ? defaults : bound;
  }

  /** What a file says of a component, bound once its provider is known. */
  private final class FileSettings implements Settings {
    private final Mapping options;
    private final Set<String> reserved;

    FileSettings(Mapping options, Set<String> reserved) {
      this.options = options;
      this.reserved = reserved;
    }

    @Override
    public <C extends Record> Made<C> make(
        ComponentProvider<C> provider, String path, ConfigChecks ignored) {
      Bound<C> bound =
          binder.bind(provider.configType(), options, path, defaults(provider), reserved);
      return new Made<>(bound.value(), bound::isGenuine);
    }

    /** None if something must be said: then the binder tells what is missing. */
    private <C extends Record> @Nullable C defaults(ComponentProvider<C> provider) {
      try {
        return provider.defaults();
      } catch (ConfigException incomplete) {
        return null;
      }
    }
  }
}
