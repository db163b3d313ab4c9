package io.dbintel.docs;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.StateStoreProvider;
import io.dbintel.core.spi.TargetProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Something that is configured by a record.
 *
 * @param kind the section of a file it stands in
 * @param name the provider's name; that of the section if there is no provider
 * @param provider null if it is a section of its own
 * @param config the record
 * @param defaults null if there are none
 */
record Component(
    Kind kind,
    String name,
    @Nullable ComponentProvider<?> provider,
    Class<? extends Record> config,
    @Nullable Record defaults) {

  /** The sections, in the order of the page. */
  enum Kind {
    ENGINE("engine", "Bounds of the instance"),
    TARGETS("targets", "Target types"),
    COLLECTORS("collectors", "Collectors"),
    PIPELINE("pipeline", "Processors"),
    EXPORTERS("exporters", "Exporters"),
    EXPORT("exporters.*.export", "Bounds of an exporter's queue"),
    GUARDS("guards", "Guards"),
    STATE_STORE("stateStore", "State stores");

    final String section;
    final String title;

    Kind(String section, String title) {
      this.section = section;
      this.title = title;
    }
  }

  /** Everything that can be configured, as far as the class path shows it. */
  static List<Component> all() {
    List<Component> all = new ArrayList<>();
    EngineSettings engine = EngineSettings.defaults();
    all.add(new Component(Kind.ENGINE, "engine", null, EngineSettings.class, engine));
    find(Kind.TARGETS, TargetProvider.class, all);
    find(Kind.COLLECTORS, CollectorProvider.class, all);
    find(Kind.PIPELINE, ProcessorProvider.class, all);
    find(Kind.EXPORTERS, ExporterProvider.class, all);
    ExportSettings export = ExportSettings.defaults();
    all.add(new Component(Kind.EXPORT, "export", null, ExportSettings.class, export));
    find(Kind.GUARDS, GuardProvider.class, all);
    find(Kind.STATE_STORE, StateStoreProvider.class, all);
    return all;
  }

  private static void find(Kind kind, Class<?> type, List<Component> into) {
    ServiceLoader.load(type).stream()
        .map(found -> of(kind, (ComponentProvider<?>) found.get()))
        .sorted(Comparator.comparing(Component::name))
        .forEach(into::add);
  }

  private static Component of(Kind kind, ComponentProvider<?> provider) {
    return new Component(
        kind, provider.name(), provider, provider.configType(), defaults(provider));
  }

  private static @Nullable Record defaults(ComponentProvider<?> provider) {
    try {
      return provider.defaults();
    } catch (ConfigException somethingMustBeSaid) {
      return null;
    }
  }

  /** Its options, those of nested records among them. */
  List<Option> options() {
    return Option.of(this);
  }

  @Override
  public String toString() {
    return kind == Kind.ENGINE || kind == Kind.EXPORT ? name : kind.section + '.' + name;
  }
}
