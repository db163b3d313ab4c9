package io.dbintel.core;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.engine.Engine;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.EngineSpec;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.engine.Plans;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.StateStoreProvider;
import io.dbintel.core.spi.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link DbIntel} instance. Setters only note what they are given; {@link #build()}
 * checks all of it and reports every problem at once.
 *
 * <p>Not thread-safe; it can be used for one instance.
 */
public final class DbIntelBuilder {
  private static final int MAX_TARGETS = 10_000;

  private String name = "dbintel";
  private EngineSettings settings = EngineSettings.defaults();
  private Clock clock = Clock.system();
  private @Nullable Supplier<? extends @Nullable RandomGenerator> randoms;
  private @Nullable ClassLoader loader;
  private @Nullable Executor cpu;
  private @Nullable Executor io;
  private @Nullable StateStore stateStore;
  private final List<Target> targets = new ArrayList<>();
  private final List<Plans.ExporterPlan> exporters = new ArrayList<>();
  private final PipelineBuilder pipeline = new PipelineBuilder();
  private final Map<String, @Nullable Record> collectors = new LinkedHashMap<>();
  private final Set<String> withoutCollectors = new HashSet<>();
  private final Map<String, @Nullable Record> guards = new LinkedHashMap<>();
  private final Map<String, @Nullable Record> namedExporters = new LinkedHashMap<>();
  private final Map<String, @Nullable Record> namedStores = new LinkedHashMap<>();
  private final List<CollectorProvider<?>> collectorProviders = new ArrayList<>();
  private final List<ProcessorProvider<?>> processorProviders = new ArrayList<>();
  private final List<GuardProvider<?>> guardProviders = new ArrayList<>();

  DbIntelBuilder() {}

  /** Names the instance: it stands in every message and thread name. Default {@code dbintel}. */
  public DbIntelBuilder name(String instance) {
    name = Objects.requireNonNull(instance, "name");
    return this;
  }

  /** Adds a server to watch. The instance opens and closes it. */
  public DbIntelBuilder target(Target target) {
    targets.add(Objects.requireNonNull(target, "target"));
    return this;
  }

  /** Names the stages events pass, in order. Without a call events go straight out. */
  public DbIntelBuilder pipeline(Consumer<PipelineBuilder> stages) {
    stages.accept(pipeline);
    return this;
  }

  /** Adds an exporter under its class's name, with default bounds. At least one is needed. */
  public DbIntelBuilder exporter(Exporter exporter) {
    return exporter(defaultName(exporter), exporter, ExportSettings.defaults());
  }

  /** Adds an exporter. The instance opens and closes it. */
  public DbIntelBuilder exporter(String id, Exporter exporter, ExportSettings bounds) {
    Objects.requireNonNull(exporter, "exporter");
    exporters.add(
        new Plans.ExporterPlan(
            Objects.requireNonNull(id, "id"),
            context -> exporter,
            Objects.requireNonNull(bounds, "bounds")));
    return this;
  }

  /** Adds an exporter of a provider, under the provider's name, with default bounds. */
  public DbIntelBuilder exporter(String provider, Record config) {
    namedExporters.put(provider, Objects.requireNonNull(config, "config"));
    return this;
  }

  /** Configures a collector, for all targets it serves. */
  public DbIntelBuilder collector(String collector, Record config) {
    collectors.put(collector, Objects.requireNonNull(config, "config"));
    return this;
  }

  /** Turns a collector on that is off by default, with its provider's defaults. */
  public DbIntelBuilder collector(String collector) {
    collectors.put(collector, null);
    return this;
  }

  /** Turns a collector off that is on by default. */
  public DbIntelBuilder withoutCollector(String collector) {
    withoutCollectors.add(collector);
    return this;
  }

  /** Adds a guard, asked before each collection after those added before it. */
  public DbIntelBuilder guard(String guard, Record config) {
    guards.put(guard, Objects.requireNonNull(config, "config"));
    return this;
  }

  /** Registers a provider that is not on the class path. */
  public DbIntelBuilder register(CollectorProvider<?> provider) {
    collectorProviders.add(provider);
    return this;
  }

  /** Registers a provider that is not on the class path. */
  public DbIntelBuilder register(ProcessorProvider<?> provider) {
    processorProviders.add(provider);
    return this;
  }

  /** Registers a provider that is not on the class path. */
  public DbIntelBuilder register(GuardProvider<?> provider) {
    guardProviders.add(provider);
    return this;
  }

  /** Sets the bounds within which the instance works. */
  public DbIntelBuilder settings(EngineSettings bounds) {
    settings = Objects.requireNonNull(bounds, "settings");
    return this;
  }

  /** Keeps the state of components over a restart. The instance closes the store. */
  public DbIntelBuilder stateStore(StateStore store) {
    stateStore = Objects.requireNonNull(store, "stateStore");
    return this;
  }

  /** Keeps the state of components over a restart in a provider's store. */
  public DbIntelBuilder stateStore(String provider, Record config) {
    namedStores.put(provider, Objects.requireNonNull(config, "config"));
    return this;
  }

  /** Replaces the clock; for tests. */
  public DbIntelBuilder clock(Clock time) {
    clock = Objects.requireNonNull(time, "clock");
    return this;
  }

  /**
   * Replaces the source of randomness: asked once a component. One that yields null says that no
   * secure seed can be had, and then whoever drops by chance drops all.
   */
  public DbIntelBuilder random(Supplier<? extends @Nullable RandomGenerator> source) {
    randoms = Objects.requireNonNull(source, "random");
    return this;
  }

  /**
   * Runs the pipeline on the host's executor, which is never shut down. It must run tasks on
   * threads of its own, not in the caller.
   */
  public DbIntelBuilder cpuExecutor(Executor executor) {
    cpu = Objects.requireNonNull(executor, "cpuExecutor");
    return this;
  }

  /**
   * Runs collections on the host's executor, which is never shut down. It must run tasks on threads
   * of its own, not in the caller. They block on databases: two threads a target must be free.
   */
  public DbIntelBuilder ioExecutor(Executor executor) {
    io = Objects.requireNonNull(executor, "ioExecutor");
    return this;
  }

  /** Finds plugins with this loader; without a call, with the context loader at {@link #build}. */
  public DbIntelBuilder classLoader(ClassLoader plugins) {
    loader = Objects.requireNonNull(plugins, "classLoader");
    return this;
  }

  /**
   * Checks everything and builds the instance. Touches neither network nor disk and starts no
   * thread.
   *
   * @throws ConfigException if anything is wrong; it tells every problem
   */
  public DbIntel build() {
    ConfigChecks checks = new ConfigChecks(name);
    checks.id("name", name);
    checkTargets(checks);
    checkExporters(checks);
    ClassLoader plugins = pluginLoader();
    Assembly assembly = new Assembly(checks);
    assembly.collectors(
        Providers.find("collector", collectorType(), collectorProviders, plugins, checks),
        collectors,
        withoutCollectors);
    assembly.pipeline(
        Providers.find("processor", processorType(), processorProviders, plugins, checks),
        pipeline.entries());
    assembly.guards(Providers.find("guard", guardType(), guardProviders, plugins, checks), guards);
    assembly.exporters(
        Providers.find("exporter", exporterType(), List.of(), plugins, checks), namedExporters);
    assembly.stateStores(
        Providers.find("state store", stateStoreType(), List.of(), plugins, checks), namedStores);
    checks.that(
        namedStores.size() + (stateStore == null ? 0 : 1) <= 1,
        "stateStore",
        "must be one at most, but more were named");
    assembly.checkContracts();
    Vocabulary vocabulary = assembly.vocabulary();
    checks.throwIfAny();
    List<Plans.ExporterPlan> allExporters = new ArrayList<>(exporters);
    allExporters.addAll(assembly.exporters());
    return new DbIntel(
        new Engine(
            new EngineSpec(
                name,
                settings,
                clock,
                randoms != null ? randoms : new SecureSeeds(),
                plugins,
                System.getLogger("io.dbintel"),
                vocabulary,
                targets,
                assembly.collectors(),
                assembly.stages(),
                allExporters,
                assembly.guards(),
                storePlan(assembly),
                cpu,
                io)));
  }

  private Plans.@Nullable StateStorePlan storePlan(Assembly assembly) {
    StateStore store = stateStore;
    return store == null
        ? assembly.stateStore()
        : new Plans.StateStorePlan("store", context -> store);
  }

  private void checkTargets(ConfigChecks checks) {
    checks.inRange("targets", targets.size(), 0, MAX_TARGETS);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      String id = targets.get(i).id();
      checks.id("targets[" + i + "].id", id);
      checks.that(ids.add(id), "targets[" + i + "].id", "is used twice: " + ConfigChecks.quote(id));
    }
  }

  private void checkExporters(ConfigChecks checks) {
    checks.that(
        !exporters.isEmpty() || !namedExporters.isEmpty(),
        "exporters",
        "must not be empty: without an exporter nothing of what is collected reaches anybody");
    Set<String> ids = new HashSet<>();
    List<String> names = new ArrayList<>(exporters.stream().map(Plans.ExporterPlan::name).toList());
    names.addAll(namedExporters.keySet());
    for (int i = 0; i < names.size(); i++) {
      String id = names.get(i);
      checks.id("exporters[" + i + "].id", id);
      checks.that(
          ids.add(id), "exporters[" + i + "].id", "is used twice: " + ConfigChecks.quote(id));
    }
  }

  private ClassLoader pluginLoader() {
    if (loader != null) {
      return loader;
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : ClassLoader.getSystemClassLoader();
  }

  /** {@code JsonLinesExporter} becomes {@code json-lines}. */
  private static String defaultName(Exporter exporter) {
    String simple = exporter.getClass().getSimpleName();
    String base = simple.endsWith("Exporter") ? simple.substring(0, simple.length() - 8) : simple;
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < base.length(); i++) {
      char c = base.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        id.append(id.length() == 0 ? "" : "-").append((char) (c - 'A' + 'a'));
      } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        id.append(c);
      }
    }
    return id.length() == 0 ? "exporter" : id.toString();
  }

  private static Class<CollectorProvider<?>> collectorType() {
    return wild(CollectorProvider.class);
  }

  private static Class<ProcessorProvider<?>> processorType() {
    return wild(ProcessorProvider.class);
  }

  private static Class<ExporterProvider<?>> exporterType() {
    return wild(ExporterProvider.class);
  }

  private static Class<StateStoreProvider<?>> stateStoreType() {
    return wild(StateStoreProvider.class);
  }

  private static Class<GuardProvider<?>> guardType() {
    return wild(GuardProvider.class);
  }

  // A class literal cannot name a wildcard; nothing is assumed of it.
  @SuppressWarnings("unchecked")
  private static <P extends ComponentProvider<?>> Class<P> wild(Class<?> type) {
    return (Class<P>) type;
  }
}
