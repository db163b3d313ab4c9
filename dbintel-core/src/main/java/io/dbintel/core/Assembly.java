package io.dbintel.core;

import io.dbintel.core.Settings.Made;
import io.dbintel.core.Wanted.WantedCollector;
import io.dbintel.core.Wanted.WantedComponent;
import io.dbintel.core.Wanted.WantedExporter;
import io.dbintel.core.Wanted.WantedStore;
import io.dbintel.core.Wanted.WantedTarget;
import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.engine.Plans;
import io.dbintel.core.engine.PluginFaults;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.StateStoreProvider;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns names and configurations into plans, and checks that the parts fit: each name has a
 * provider, each configuration is of its type, and whatever a stage needs has a producer before it.
 */
final class Assembly {
  private static final int MAX_TARGETS = 10_000;

  private final ConfigChecks checks;
  private final Vocabulary.Builder vocabulary = Vocabulary.core().toBuilder();
  private final List<Plans.CollectorPlan<?>> collectors = new ArrayList<>();
  private final List<Plans.StagePlan<?>> stages = new ArrayList<>();
  private final List<String> stagePaths = new ArrayList<>();
  private final List<Plans.GuardPlan<?>> guards = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final List<Plans.ExporterPlan> exporters = new ArrayList<>();
  private Plans.@Nullable StateStorePlan stateStore;

  /** False once a collector or a stage could not be made. */
  private boolean complete = true;

  Assembly(ConfigChecks checks) {
    this.checks = checks;
  }

  List<Target> targets() {
    return targets;
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

  void targets(Providers<TargetProvider<?>> providers, List<WantedTarget> wanted) {
    checks.inRange("targets", wanted.size(), 0, MAX_TARGETS);
    Set<String> ids = new HashSet<>();
    for (WantedTarget target : wanted) {
      checks.id(target.path(), target.id());
      checks.that(
          ids.add(target.id()), target.path(), "is used twice: " + ConfigChecks.quote(target.id()));
      if (target.made() != null) {
        targets.add(target.made());
      } else {
        TargetProvider<?> provider = provider(providers, target.path() + ".type", target.type());
        if (provider != null) {
          addTarget(target, provider);
        }
      }
    }
  }

  private <C extends Record> void addTarget(WantedTarget wanted, TargetProvider<C> provider) {
    Made<C> made = made(wanted.path(), provider, wanted.settings());
    if (made.config() == null) {
      return;
    }
    try {
      Target target = provider.create(wanted.id(), made.config());
      if (target == null) {
        checks.add(wanted.path(), PluginFaults.failed(provider, "create()", "it returned null"));
        return;
      }
      targets.add(target);
    } catch (ConfigException refused) {
      for (ConfigProblem problem : refused.problems()) {
        // The id was checked above, for all targets alike.
        if (!problem.path().equals("id") && made.genuine().test(problem)) {
          checks.add(problem.under(wanted.path()));
        }
      }
    } catch (RuntimeException | LinkageError failure) {
      checks.add(
          wanted.path(), PluginFaults.failed(provider, "create()", PluginFaults.reason(failure)));
    }
  }

  void collectors(Providers<CollectorProvider<?>> providers, List<WantedCollector> wanted) {
    Set<String> named = new HashSet<>();
    for (WantedCollector collector : wanted) {
      checks.that(
          named.add(collector.name()),
          collector.path(),
          "is configured or turned off more than once");
      CollectorProvider<?> provider = providers.get(collector.path(), collector.name(), checks);
      complete &= provider != null;
      if (provider != null) {
        addCollector(collector.path(), provider, collector.settings(), collector.on());
      }
    }
    for (CollectorProvider<?> provider : providers.all()) {
      if (asked(provider, "onByDefault()", provider::onByDefault, false)
          && !named.contains(provider.name())) {
        addCollector("collectors." + provider.name(), provider, Settings.defaults(), true);
      }
    }
  }

  private <C extends Record> void addCollector(
      String path, CollectorProvider<C> provider, Settings settings, boolean on) {
    C config = made(path, provider, settings).config();
    complete &= config != null;
    if (config == null || !on) {
      return;
    }
    Plans.CollectorPlan<C> plan = new Plans.CollectorPlan<>(provider, config);
    if (hasContract(provider, plan::contract)
        && asked(provider, "targetTypes()", () -> !provider.targetTypes().isEmpty(), false)) {
      collectors.add(plan);
    }
  }

  void pipeline(Providers<ProcessorProvider<?>> providers, List<WantedComponent> wanted) {
    Set<String> seen = new HashSet<>();
    for (WantedComponent stage : wanted) {
      if (isNew(stage, seen)) {
        ProcessorProvider<?> provider = providers.get(stage.path(), stage.name(), checks);
        complete &= provider != null;
        if (provider != null) {
          addStage(stage, provider);
        }
      }
    }
  }

  private <C extends Record> void addStage(WantedComponent stage, ProcessorProvider<C> provider) {
    C config = made(stage.path(), provider, stage.settings()).config();
    complete &= config != null;
    if (config == null) {
      return;
    }
    Plans.StagePlan<C> plan = new Plans.StagePlan<>(provider, config);
    if (hasContract(provider, plan::contract)) {
      stages.add(plan);
      stagePaths.add(stage.path());
    }
  }

  void guards(Providers<GuardProvider<?>> providers, List<WantedComponent> wanted) {
    Set<String> seen = new HashSet<>();
    for (WantedComponent guard : wanted) {
      if (isNew(guard, seen)) {
        GuardProvider<?> provider = providers.get(guard.path(), guard.name(), checks);
        if (provider != null) {
          addGuard(guard, provider);
        }
      }
    }
  }

  private <C extends Record> void addGuard(WantedComponent guard, GuardProvider<C> provider) {
    C config = made(guard.path(), provider, guard.settings()).config();
    if (config != null) {
      guards.add(new Plans.GuardPlan<>(provider, config));
    }
  }

  private boolean isNew(WantedComponent component, Set<String> seen) {
    boolean isNew = seen.add(component.name());
    checks.that(
        isNew,
        component.path(),
        "names " + ConfigChecks.quote(component.name()) + " a second time");
    return isNew;
  }

  void exporters(Providers<ExporterProvider<?>> providers, List<WantedExporter> wanted) {
    Set<String> ids = new HashSet<>();
    for (WantedExporter exporter : wanted) {
      checks.id(exporter.path(), exporter.id());
      checks.that(
          ids.add(exporter.id()),
          exporter.path(),
          "is used twice: " + ConfigChecks.quote(exporter.id()));
      Exporter made = exporter.made();
      if (made != null) {
        exporters.add(new Plans.ExporterPlan(exporter.id(), context -> made, exporter.bounds()));
      } else {
        ExporterProvider<?> provider = provider(providers, exporter.path(), exporter.type());
        if (provider != null) {
          addExporter(exporter, provider);
        }
      }
    }
  }

  private <C extends Record> void addExporter(WantedExporter wanted, ExporterProvider<C> provider) {
    C config = made(wanted.path(), provider, wanted.settings()).config();
    if (config != null) {
      exporters.add(
          new Plans.ExporterPlan(
              wanted.id(),
              context ->
                  PluginFaults.ask(provider, "create()", () -> provider.create(config, context)),
              wanted.bounds()));
    }
  }

  void stateStores(Providers<StateStoreProvider<?>> providers, List<WantedStore> wanted) {
    checks.that(wanted.size() <= 1, "stateStore", "must be one at most, but more were named");
    for (WantedStore store : wanted) {
      StateStore made = store.made();
      if (made != null) {
        stateStore = new Plans.StateStorePlan("store", context -> made);
      } else {
        StateStoreProvider<?> provider = provider(providers, store.path() + ".type", store.type());
        if (provider != null) {
          setStateStore(store, provider);
        }
      }
    }
  }

  private <C extends Record> void setStateStore(
      WantedStore wanted, StateStoreProvider<C> provider) {
    C config = made(wanted.path(), provider, wanted.settings()).config();
    if (config != null) {
      stateStore =
          new Plans.StateStorePlan(
              provider.name(),
              context ->
                  PluginFaults.ask(provider, "create()", () -> provider.create(config, context)));
    }
  }

  private <P extends ComponentProvider<?>> @Nullable P provider(
      Providers<P> providers, String path, String type) {
    if (type.isEmpty()) {
      checks.add(path, "is missing. Known: " + String.join(", ", providers.names()));
      return null;
    }
    return providers.get(path, type, checks);
  }

  private <C extends Record> Made<C> made(
      String path, ComponentProvider<C> provider, Settings settings) {
    vocabulary.attributes(asked(provider, "attributes()", provider::attributes, Set.of()));
    vocabulary.types(asked(provider, "eventTypes()", provider::eventTypes, Set.of()));
    Made<C> none = new Made<>(null, any -> true);
    return asked(provider, "its options", () -> settings.make(provider, path, checks), none);
  }

  private boolean hasContract(ComponentProvider<?> provider, Supplier<Contract> contract) {
    boolean told = asked(provider, "contract()", () -> contract.get() != null, false);
    complete &= told;
    return told;
  }

  /** What a provider answers; if it fails that is a problem, and the answer is another. */
  private <T> T asked(
      ComponentProvider<?> provider, String method, Supplier<T> question, T otherwise) {
    try {
      T answer = question.get();
      if (answer != null) {
        return answer;
      }
      checks.add("", PluginFaults.failed(provider, method, "it returned null"));
    } catch (RuntimeException | LinkageError failure) {
      checks.add("", PluginFaults.failed(provider, method, PluginFaults.reason(failure)));
    }
    return otherwise;
  }

  /** Checks that whatever a stage needs is brought before it, and every payload is taken. */
  void checkContracts(boolean allSaid) {
    checkNames();
    if (!allSaid || !complete) {
      // What is missing may be what the part that is wrong would have brought.
      return;
    }
    Set<AttrKey<?>> provided = new HashSet<>();
    for (Plans.CollectorPlan<?> plan : collectors) {
      provided.addAll(plan.contract().provides());
      checkTaken("collector '" + plan.provider().name() + "'", plan.contract(), 0);
    }
    for (int i = 0; i < stages.size(); i++) {
      String path = stagePaths.get(i);
      String name = stages.get(i).provider().name();
      Contract contract = stages.get(i).contract();
      for (AttrKey<?> key : contract.requires()) {
        checks.that(
            provided.contains(key),
            path,
            "'" + name + "' requires " + key + ", which nothing before it provides" + later(key));
      }
      provided.addAll(contract.provides());
      checkRead(i);
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
          stagePaths.get(i),
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

  /** What a stage looks at must be brought before it, and nobody before it may have taken it. */
  private void checkRead(int stage) {
    String name = stages.get(stage).provider().name();
    List<Plans.StagePlan<?>> before = stages.subList(0, stage);
    for (Class<?> payload : stages.get(stage).contract().reads()) {
      boolean brought =
          collectors.stream().anyMatch(plan -> plan.contract().attaches().contains(payload))
              || before.stream().anyMatch(plan -> plan.contract().attaches().contains(payload));
      checks.that(
          brought,
          stagePaths.get(stage),
          "'"
              + name
              + "' looks at a raw "
              + payload.getName()
              + ", which nothing before it brings");
      before.stream()
          .filter(plan -> plan.contract().takes().contains(payload))
          .findFirst()
          .ifPresent(
              taker ->
                  checks.add(
                      stagePaths.get(stage),
                      "'"
                          + name
                          + "' looks at a raw "
                          + payload.getName()
                          + ", which '"
                          + taker.provider().name()
                          + "' takes; it must stand before '"
                          + taker.provider().name()
                          + "'"));
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
