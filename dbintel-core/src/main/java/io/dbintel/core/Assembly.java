package io.dbintel.core;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.engine.Plans;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.StateStoreProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns names and configurations into plans, and checks that the parts fit: each name has a
 * provider, each configuration is of its type, and whatever a stage needs has a producer before it.
 */
final class Assembly {
  private final ConfigChecks checks;
  private final Vocabulary.Builder vocabulary = Vocabulary.core().toBuilder();
  private final List<Plans.CollectorPlan<?>> collectors = new ArrayList<>();
  private final List<Plans.StagePlan<?>> stages = new ArrayList<>();
  private final List<Plans.GuardPlan<?>> guards = new ArrayList<>();

  private final List<Plans.ExporterPlan> exporters = new ArrayList<>();
  private Plans.@Nullable StateStorePlan stateStore;

  Assembly(ConfigChecks checks) {
    this.checks = checks;
  }

  List<Plans.CollectorPlan<?>> collectors() {
    return collectors;
  }

  List<Plans.StagePlan<?>> stages() {
    return stages;
  }

  List<Plans.GuardPlan<?>> guards() {
    return guards;
  }

  List<Plans.ExporterPlan> exporters() {
    return exporters;
  }

  Plans.@Nullable StateStorePlan stateStore() {
    return stateStore;
  }

  /** Every name events may use; names with two meanings are problems. */
  Vocabulary vocabulary() {
    List<String> conflicts = vocabulary.conflicts();
    conflicts.forEach(conflict -> checks.add("vocabulary", conflict));
    return conflicts.isEmpty() ? vocabulary.build() : Vocabulary.core();
  }

  void collectors(
      Providers<CollectorProvider<?>> providers,
      Map<String, @Nullable Record> wanted,
      Set<String> unwanted) {
    wanted.forEach(
        (name, config) -> {
          CollectorProvider<?> provider = providers.get("collectors", name, checks);
          if (provider != null) {
            addCollector(provider, config);
          }
        });
    for (String name : unwanted) {
      providers.get("collectors", name, checks);
      checks.that(
          !wanted.containsKey(name),
          "collectors",
          ConfigChecks.quote(name) + " is both configured and turned off");
    }
    for (CollectorProvider<?> provider : providers.all()) {
      boolean named = wanted.containsKey(provider.name()) || unwanted.contains(provider.name());
      if (provider.onByDefault() && !named) {
        addCollector(provider, null);
      }
    }
  }

  private <C extends Record> void addCollector(
      CollectorProvider<C> provider, @Nullable Record config) {
    C checked = checked("collectors." + provider.name(), provider, config);
    if (checked != null) {
      collectors.add(new Plans.CollectorPlan<>(provider, checked));
    }
  }

  void pipeline(Providers<ProcessorProvider<?>> providers, List<PipelineBuilder.Entry> entries) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      String path = "pipeline[" + i + "]";
      PipelineBuilder.Entry entry = entries.get(i);
      if (!seen.add(entry.name())) {
        checks.add(path, "names " + ConfigChecks.quote(entry.name()) + " a second time");
        continue;
      }
      ProcessorProvider<?> provider = providers.get(path, entry.name(), checks);
      if (provider != null) {
        addStage(path, provider, entry.config());
      }
    }
  }

  private <C extends Record> void addStage(
      String path, ProcessorProvider<C> provider, @Nullable Record config) {
    C checked = checked(path, provider, config);
    if (checked != null) {
      stages.add(new Plans.StagePlan<>(provider, checked));
    }
  }

  void guards(Providers<GuardProvider<?>> providers, Map<String, @Nullable Record> wanted) {
    wanted.forEach(
        (name, config) -> {
          GuardProvider<?> provider = providers.get("guards", name, checks);
          if (provider != null) {
            addGuard(provider, config);
          }
        });
  }

  private <C extends Record> void addGuard(GuardProvider<C> provider, @Nullable Record config) {
    C checked = checked("guards." + provider.name(), provider, config);
    if (checked != null) {
      guards.add(new Plans.GuardPlan<>(provider, checked));
    }
  }

  void exporters(Providers<ExporterProvider<?>> providers, Map<String, @Nullable Record> wanted) {
    wanted.forEach(
        (name, config) -> {
          ExporterProvider<?> provider = providers.get("exporters", name, checks);
          if (provider != null) {
            addExporter(provider, config);
          }
        });
  }

  private <C extends Record> void addExporter(
      ExporterProvider<C> provider, @Nullable Record config) {
    C checked = checked("exporters." + provider.name(), provider, config);
    if (checked != null) {
      exporters.add(
          new Plans.ExporterPlan(
              provider.name(),
              context -> provider.create(checked, context),
              ExportSettings.defaults()));
    }
  }

  void stateStores(
      Providers<StateStoreProvider<?>> providers, Map<String, @Nullable Record> wanted) {
    wanted.forEach(
        (name, config) -> {
          StateStoreProvider<?> provider = providers.get("stateStore", name, checks);
          if (provider != null) {
            setStateStore(provider, config);
          }
        });
  }

  private <C extends Record> void setStateStore(
      StateStoreProvider<C> provider, @Nullable Record config) {
    C checked = checked("stateStore." + provider.name(), provider, config);
    if (checked != null) {
      stateStore =
          new Plans.StateStorePlan(provider.name(), context -> provider.create(checked, context));
    }
  }

  /** The configuration if it is of the provider's type; null, and a problem, if it is not. */
  private <C extends Record> @Nullable C checked(
      String path, ComponentProvider<C> provider, @Nullable Record config) {
    vocabulary.attributes(provider.attributes()).types(provider.eventTypes());
    if (config == null) {
      return provider.defaults();
    }
    if (!provider.configType().isInstance(config)) {
      checks.add(
          path,
          "must be configured with a "
              + provider.configType().getName()
              + " but was given a "
              + config.getClass().getName());
      return null;
    }
    return provider.configType().cast(config);
  }

  /** Checks that whatever a stage needs is brought before it, and every payload is taken. */
  void checkContracts() {
    checkNames();
    Set<AttrKey<?>> provided = new HashSet<>();
    for (Plans.CollectorPlan<?> plan : collectors) {
      provided.addAll(plan.contract().provides());
      checkTaken("collector '" + plan.provider().name() + "'", plan.contract(), 0);
    }
    for (int i = 0; i < stages.size(); i++) {
      String name = stages.get(i).provider().name();
      Contract contract = stages.get(i).contract();
      for (AttrKey<?> key : contract.requires()) {
        checks.that(
            provided.contains(key),
            "pipeline[" + i + "]",
            "'" + name + "' requires " + key + ", which nothing before it provides" + later(key));
      }
      provided.addAll(contract.provides());
      checkTaken("processor '" + name + "'", contract, i + 1);
    }
  }

  /** A collector and a stage of one target share its health page, so they must not share a name. */
  private void checkNames() {
    Set<String> names = new HashSet<>();
    collectors.forEach(plan -> names.add(plan.provider().name()));
    for (int i = 0; i < stages.size(); i++) {
      String name = stages.get(i).provider().name();
      checks.that(
          !names.contains(name),
          "pipeline[" + i + "]",
          "has the name of a collector: " + ConfigChecks.quote(name));
    }
  }

  private void checkTaken(String who, Contract contract, int from) {
    for (Class<?> payload : contract.attaches()) {
      boolean taken =
          stages.stream().skip(from).anyMatch(plan -> plan.contract().takes().contains(payload));
      checks.that(
          taken,
          "pipeline",
          who
              + " attaches a raw "
              + payload.getName()
              + ", which no stage after it takes; its events would all be dropped");
    }
  }

  private String later(AttrKey<?> key) {
    for (Plans.StagePlan<?> plan : stages) {
      if (plan.contract().provides().contains(key)) {
        return "; '" + plan.provider().name() + "' provides it and must stand before it";
      }
    }
    return "";
  }
}
