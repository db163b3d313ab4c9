package io.dbintel.core;

import io.dbintel.core.binding.HostObjects;
import io.dbintel.core.config.ConfigDocument;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.engine.Engine;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.EngineSpec;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.SecretResolver;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Target;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private Clock clock = Clock.system();
  private @Nullable Supplier<? extends @Nullable RandomGenerator> randoms;
  private @Nullable ClassLoader loader;
  private @Nullable Executor cpu;
  private @Nullable Executor io;
  private final Wanted wanted = new Wanted();
  private final Plugins plugins = new Plugins();
  private final HostObjects objects = new HostObjects();
  private final List<Supplier<ConfigDocument>> files = new ArrayList<>();

  DbIntelBuilder() {}

  /**
   * Configures from a YAML file, or a JSON file if its name ends with {@code .json}: whatever the
   * methods of this builder can say but for the host's own objects, which the file refers to by the
   * names they are {@linkplain #bind bound} under. It is read by {@link #build}. Other methods add
   * to what it says; what is said twice is a problem.
   *
   * <p>Needs {@value ConfigDocument#PARSER} on the class path.
   */
  public DbIntelBuilder config(Path file) {
    Objects.requireNonNull(file, "file");
    files.add(() -> ConfigDocument.read(file));
    return this;
  }

  /**
   * Configures from a text, as {@link #config(Path)} does from a file.
   *
   * @param source what problems call it; JSON if it ends with {@code .json}
   * @param text read to its end now; the caller closes it
   */
  public DbIntelBuilder config(String source, Reader text) {
    ConfigDocument document = ConfigDocument.read(Objects.requireNonNull(source, "source"), text);
    files.add(() -> document);
    return this;
  }

  /**
   * Lends an object to the configuration file, which refers to it with <code>{ref: name}</code>
   * wherever one of that type is taken: a {@code DataSource}, an {@code OpenTelemetry}, a whole
   * {@code Target} or {@code Exporter}. One that no file refers to is a problem.
   */
  public <T> DbIntelBuilder bind(String name, Class<T> type, T object) {
    Objects.requireNonNull(object, "object");
    objects.bind(
        Objects.requireNonNull(name, "name"), Objects.requireNonNull(type, "type"), object);
    return this;
  }

  /** Names the instance: it stands in every message and thread name. Default {@code dbintel}. */
  public DbIntelBuilder name(String instance) {
    wanted.names.clear();
    wanted.names.add(Objects.requireNonNull(instance, "name"));
    return this;
  }

  /** Adds a server to watch. The instance opens and closes it. */
  public DbIntelBuilder target(Target target) {
    Objects.requireNonNull(target, "target");
    String path = "targets[" + wanted.targets.size() + "]";
    wanted.targets.add(new Wanted.WantedTarget(path, target.id(), target, "", Settings.defaults()));
    return this;
  }

  /** Adds a server to watch that a provider makes. */
  public DbIntelBuilder target(String id, String type, Record config) {
    String path = "targets[" + wanted.targets.size() + "]";
    wanted.targets.add(
        new Wanted.WantedTarget(
            path,
            Objects.requireNonNull(id, "id"),
            null,
            Objects.requireNonNull(type, "type"),
            given(config)));
    return this;
  }

  /** Names the stages events pass, in order. Without a call events go straight out. */
  public DbIntelBuilder pipeline(Consumer<PipelineBuilder> stages) {
    stages.accept(new PipelineBuilder(wanted.stages));
    return this;
  }

  /** Adds an exporter under its class's name, with default bounds. At least one is needed. */
  public DbIntelBuilder exporter(Exporter exporter) {
    return exporter(defaultName(exporter), exporter, ExportSettings.defaults());
  }

  /** Adds an exporter. The instance opens and closes it. */
  public DbIntelBuilder exporter(String id, Exporter exporter, ExportSettings bounds) {
    wantedExporter(id, Objects.requireNonNull(exporter, "exporter"), "", bounds);
    return this;
  }

  /** Adds an exporter of a provider, under the provider's name, with default bounds. */
  public DbIntelBuilder exporter(String provider, Record config) {
    return exporter(provider, provider, config, ExportSettings.defaults());
  }

  /** Adds an exporter of a provider. */
  public DbIntelBuilder exporter(String id, String provider, Record config, ExportSettings bounds) {
    wanted.exporters.add(
        new Wanted.WantedExporter(
            exporterPath(),
            Objects.requireNonNull(id, "id"),
            null,
            Objects.requireNonNull(provider, "provider"),
            given(config),
            Objects.requireNonNull(bounds, "bounds")));
    return this;
  }

  /** Configures a collector, for all targets it serves. */
  public DbIntelBuilder collector(String collector, Record config) {
    return collector(collector, given(config), true);
  }

  /** Turns a collector on that is off by default, with its provider's defaults. */
  public DbIntelBuilder collector(String collector) {
    return collector(collector, Settings.defaults(), true);
  }

  /** Turns a collector off that is on by default. */
  public DbIntelBuilder withoutCollector(String collector) {
    return collector(collector, Settings.defaults(), false);
  }

  private DbIntelBuilder collector(String collector, Settings settings, boolean on) {
    String path = "collectors." + Objects.requireNonNull(collector, "collector");
    wanted.collectors.add(new Wanted.WantedCollector(path, collector, settings, on));
    return this;
  }

  /** Adds a guard with its provider's defaults. */
  public DbIntelBuilder guard(String guard) {
    return guard(guard, Settings.defaults());
  }

  /** Adds a guard, asked before each collection after those added before it. */
  public DbIntelBuilder guard(String guard, Record config) {
    return guard(guard, given(config));
  }

  private DbIntelBuilder guard(String guard, Settings settings) {
    Objects.requireNonNull(guard, "guard");
    wanted.guards.add(new Wanted.WantedComponent("", guard, settings));
    return this;
  }

  /** Registers a provider of whatever kind that is not on the class path. */
  public DbIntelBuilder register(ComponentProvider<?> provider) {
    plugins.register(provider);
    return this;
  }

  /** Registers a resolver of references that is not on the class path. */
  public DbIntelBuilder register(SecretResolver resolver) {
    plugins.register(resolver);
    return this;
  }

  /** Sets the bounds within which the instance works. */
  public DbIntelBuilder settings(EngineSettings bounds) {
    wanted.engine.clear();
    wanted.engine.add(Objects.requireNonNull(bounds, "settings"));
    return this;
  }

  /** Keeps the state of components over a restart. The instance closes the store. */
  public DbIntelBuilder stateStore(StateStore store) {
    Objects.requireNonNull(store, "stateStore");
    wanted.stores.add(new Wanted.WantedStore("stateStore", store, "", Settings.defaults()));
    return this;
  }

  /** Keeps the state of components over a restart in a provider's store. */
  public DbIntelBuilder stateStore(String provider, Record config) {
    Objects.requireNonNull(provider, "provider");
    wanted.stores.add(new Wanted.WantedStore("stateStore", null, provider, given(config)));
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
   * Checks everything and builds the instance. Touches neither network nor disk, but for a
   * configuration file and what it refers to, and starts no thread.
   *
   * @throws ConfigException if anything is wrong; it tells every problem
   */
  public DbIntel build() {
    return new DbIntel(new Engine(spec()));
  }

  /** For tests that look at what was built. */
  EngineSpec spec() {
    ClassLoader plugged = pluginLoader();
    Blueprint blueprint = Blueprint.of(files, wanted, plugins, objects, plugged);
    Assembly parts = blueprint.parts();
    return new EngineSpec(
        blueprint.name(),
        blueprint.settings(),
        clock,
        randoms != null ? randoms : new SecureSeeds(),
        plugged,
        System.getLogger("io.dbintel"),
        blueprint.vocabulary(),
        parts.targets(),
        parts.collectors(),
        parts.stages(),
        parts.exporters(),
        parts.guards(),
        parts.stateStore(),
        cpu,
        io);
  }

  private void wantedExporter(String id, Exporter exporter, String type, ExportSettings bounds) {
    wanted.exporters.add(
        new Wanted.WantedExporter(
            exporterPath(),
            Objects.requireNonNull(id, "id"),
            exporter,
            type,
            Settings.defaults(),
            Objects.requireNonNull(bounds, "bounds")));
  }

  private String exporterPath() {
    return "exporters[" + wanted.exporters.size() + "]";
  }

  private static Settings given(Record config) {
    return Settings.given(Objects.requireNonNull(config, "config"));
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
}
