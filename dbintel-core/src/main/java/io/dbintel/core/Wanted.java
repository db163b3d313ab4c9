package io.dbintel.core;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is to be made of, as it was asked for: by the builder's methods and by a file
 * alike. {@link Assembly} makes it true. Not thread-safe.
 */
final class Wanted {
  /** A target of the host's, or one that a provider makes. */
  record WantedTarget(
      String path, String id, @Nullable Target made, String type, Settings settings) {}

  /** A collector, turned on or off. */
  record WantedCollector(String path, String name, Settings settings, boolean on) {}

  /** A stage or a guard. */
  record WantedComponent(String path, String name, Settings settings) {}

  /** An exporter of the host's, or one that a provider makes. */
  record WantedExporter(
      String path,
      String id,
      @Nullable Exporter made,
      String type,
      Settings settings,
      ExportSettings bounds) {}

  /** A state store of the host's, or one that a provider makes. */
  record WantedStore(String path, @Nullable StateStore made, String type, Settings settings) {}

  final List<String> names = new ArrayList<>();
  final List<EngineSettings> engine = new ArrayList<>();
  final List<WantedTarget> targets = new ArrayList<>();
  final List<WantedCollector> collectors = new ArrayList<>();
  final List<WantedComponent> stages = new ArrayList<>();
  final List<WantedComponent> guards = new ArrayList<>();
  final List<WantedExporter> exporters = new ArrayList<>();
  final List<WantedStore> stores = new ArrayList<>();

  /** Sections of which something is wrong, so that what is not here may be meant all the same. */
  final Set<String> doubtful = new HashSet<>();

  /** Adds all that somebody else wants. Stages and guards come after those that are here. */
  void addAll(Wanted more) {
    names.addAll(more.names);
    engine.addAll(more.engine);
    targets.addAll(more.targets);
    collectors.addAll(more.collectors);
    append("pipeline", more.stages, stages);
    append("guards", more.guards, guards);
    exporters.addAll(more.exporters);
    stores.addAll(more.stores);
  }

  private static void append(String list, List<WantedComponent> from, List<WantedComponent> to) {
    for (WantedComponent each : from) {
      String path = each.path().isEmpty() ? list + '[' + to.size() + ']' : each.path();
      to.add(new WantedComponent(path, each.name(), each.settings()));
    }
  }
}
