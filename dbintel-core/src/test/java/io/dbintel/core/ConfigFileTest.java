package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.engine.EngineSpec;
import io.dbintel.core.engine.OverflowPolicy;
import io.dbintel.core.engine.Plans;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.spi.Target;
import io.dbintel.core.state.FileStateStore;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyEvents;
import io.dbintel.core.toy.ToyGuards;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import io.dbintel.core.toy.ToyTargets;
import io.dbintel.core.toy.ToyVault;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration file can say is what the builder can say. */
class ConfigFileTest {
  private static final String HEAD =
      """
      version: 1
      name: orders-service
      exporters: {in-memory: {}}
      """;

  private final ToyTargets targets = new ToyTargets();
  private final ToyVault vault = new ToyVault();
  private final DbIntelBuilder builder =
      DbIntel.builder()
          .register(targets)
          .register(ToyProcessors.of("first", batch -> {}))
          .register(ToyProcessors.of("second", batch -> {}))
          .register(ToyCollectors.of("samples", context -> {}))
          .register(
              new ToyGuards("breaker", (key, now) -> new Admission.Refused("no", Duration.ZERO)))
          .register(vault);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void everyKindOfOptionIsRead() {
    vault.values.put("host", "db.example");
    vault.values.put("password", "first");
    Callable<String> caller = () -> "called";
    builder.bind("me", Callable.class, caller);
    ToyTargets.Config config =
        target(
            """
            url: toy://${vault:host}:5432/$${x}
            user: "5"
            password: ${vault:password}
            pause: 1m
            maxBytes: 16MiB
            size: ${env:DBINTEL_SURELY_NOT_SET:-7}
            ratio: 1%
            flag: true
            colour: dark-blue
            folder: /var/lib/x
            names: [no, "1"]
            ports: [5432, 5433]
            inner: {count: 4}
            inners:
              - {pause: 1h30m, count: 1}
            caller: {ref: me}
            """);
    assertThat(config.url()).isEqualTo("toy://db.example:5432/${x}");
    assertThat(config.user()).isEqualTo("5");
    assertThat(config.password()).hasToString("Secret[***]");
    assertThat(config.pause()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.maxBytes()).isEqualTo(16 << 20);
    assertThat(config.size()).isEqualTo(7);
    assertThat(config.ratio()).isEqualTo(0.01);
    assertThat(config.flag()).isTrue();
    assertThat(config.colour()).isEqualTo(ToyTargets.Colour.DARK_BLUE);
    assertThat(config.folder()).isEqualTo(Path.of("/var/lib/x"));
    assertThat(config.names()).containsExactly("no", "1");
    assertThat(config.ports()).containsExactly(5432, 5433);
    assertThat(config.inner()).isEqualTo(new ToyTargets.Inner(Duration.ofSeconds(2), 4));
    assertThat(config.inners()).containsExactly(new ToyTargets.Inner(Duration.ofMinutes(90), 1));
    assertThat(config.caller()).isSameAs(caller);
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    ToyTargets.Config config = target("url: toy");
    ToyTargets.Config defaults = targets.defaults();
    assertThat(config.pause()).isEqualTo(defaults.pause());
    assertThat(config.inner()).isEqualTo(defaults.inner());
    assertThat(config.password()).isNull();
    assertThat(config.folder()).isNull();
  }

  @Test
  void aSecretIsAskedForAgainAtEachUse() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    Secret secret =
        Objects.requireNonNull(target("url: toy\npassword: ${file:" + file + "}").password());
    assertThat(secret.reveal()).isEqualTo("first");
    Files.writeString(file, "second\r\n");
    assertThat(secret.reveal()).isEqualTo("second");
  }

  @Test
  void everySectionIsHeard() {
    EngineSpec spec =
        spec(
            """
            version: 1
            name: orders-service
            engine: {cpuThreads: 3, overheadRatio: 2%}
            targets:
              eu.orders: {type: toy, url: toy}
            collectors:
              samples: {enabled: true}
            pipeline:
              - second
              - first: {}
            exporters:
              in-memory: {}
              copy:
                type: in-memory
                maxBytes: 1MiB
                export: {queueBytes: 2MiB, overflow: pause}
            guards: [breaker]
            stateStore: {type: file, folder: state}
            """);
    assertThat(spec.name()).isEqualTo("orders-service");
    assertThat(spec.settings().cpuThreads()).isEqualTo(3);
    assertThat(spec.settings().overheadRatio()).isEqualTo(0.02);
    assertThat(spec.targets()).extracting(Target::id).containsExactly("eu.orders");
    assertThat(spec.collectors()).extracting(plan -> plan.provider().name()).contains("samples");
    assertThat(spec.stages())
        .extracting(plan -> plan.provider().name())
        .containsExactly("second", "first");
    assertThat(spec.exporters())
        .extracting(Plans.ExporterPlan::name)
        .containsExactly("in-memory", "copy");
    assertThat(spec.exporters().get(1).settings().queueBytes()).isEqualTo(2 << 20);
    assertThat(spec.exporters().get(1).settings().overflow()).isEqualTo(OverflowPolicy.PAUSE);
    assertThat(spec.guards()).hasSize(1);
    assertThat(spec.stateStore()).isNotNull();
  }

  @Test
  void collectorsAreTurnedOffInTwoWays() {
    assertThat(spec(HEAD + "collectors: {samples: off}").collectors()).isEmpty();
  }

  @Test
  void aCollectorThatIsNotEnabledIsOff() {
    assertThat(spec(HEAD + "collectors: {samples: {enabled: false}}").collectors()).isEmpty();
  }

  @Test
  void theHostsOwnPartsAreReferredToByName() {
    Target orders = new ToyTarget("orders");
    Exporter exporter = InMemoryExporter.create();
    builder
        .bind("orders", Target.class, orders)
        .bind("mine", Exporter.class, exporter)
        .bind("mine", StateStore.class, FileStateStore.in(folder));
    EngineSpec spec =
        spec(
            """
            version: 1
            targets: {orders: {ref: orders}}
            exporters: {recent: {ref: mine, export: {batchEvents: 7}}}
            stateStore: {ref: mine}
            """);
    assertThat(spec.targets()).containsExactly(orders);
    assertThat(spec.exporters().get(0).settings().batchEvents()).isEqualTo(7);
    assertThat(spec.name()).isEqualTo("dbintel");
  }

  @Test
  void javaAddsToWhatTheFileSays() {
    builder.target(new ToyTarget("billing")).pipeline(stages -> stages.add("first"));
    EngineSpec spec = spec(HEAD + "targets: {orders: {type: toy, url: toy}}\npipeline: [second]\n");
    assertThat(spec.targets()).extracting(Target::id).containsExactly("orders", "billing");
    assertThat(spec.stages())
        .extracting(plan -> plan.provider().name())
        .containsExactly("second", "first");
  }

  @Test
  void aFileIsReadWhenTheInstanceIsBuilt() throws Exception {
    Path file = folder.resolve("dbintel.yaml");
    builder.config(file);
    Files.writeString(file, HEAD);
    assertThat(builder.spec().name()).isEqualTo("orders-service");
  }

  @Test
  void eventsAndStateGoWhereTheFileSays() throws Exception {
    Path lines = folder.resolve("lines.jsonl");
    Path state = folder.resolve("state");
    builder
        .register(ToyCollectors.of("emits", context -> context.emit(ToyEvents.SAMPLE)))
        .register(ToyProcessors.of("counter", new Counter()));
    DbIntel dbintel =
        builder
            .config(
                "orders.yaml",
                new StringReader(
                    """
                    version: 1
                    targets: {orders: {type: toy, url: toy}}
                    pipeline: [counter]
                    exporters:
                      json-lines: {file: %s, export: {flushInterval: 0s}}
                    stateStore: {type: file, folder: %s}
                    """
                        .formatted(lines, state)))
            .build();
    try (dbintel) {
      dbintel.start();
      EngineHarness.until(() -> lines.toFile().length() > 0);
    }
    assertThat(Files.readString(lines)).contains("toy.sample");
    try (Stream<Path> files = Files.list(state)) {
      assertThat(files).isNotEmpty();
    }
  }

  private static final class Counter implements Processor, Stateful {
    private byte count;

    @Override
    public void process(EventBatch batch) {
      count++;
    }

    @Override
    public int stateVersion() {
      return 1;
    }

    @Override
    public byte[] snapshot() {
      return new byte[] {count};
    }

    @Override
    public void restore(int version, byte[] state) {}
  }

  @Test
  void jsonIsReadAsWell() throws Exception {
    Path file = folder.resolve("dbintel.json");
    Files.writeString(
        file, "{\n\t\"version\": 1,\n\t\"name\": \"json\", \"exporters\": {\"in-memory\": {}}}");
    assertThat(builder.config(file).spec().name()).isEqualTo("json");
  }

  @Test
  void whatJavaCanSayByNameIsWhatAFileCanSay() {
    ToyTargets.Config config = target("url: toy");
    DbIntel byJava =
        DbIntel.builder()
            .register(targets)
            .target("orders", "toy", config)
            .exporter(InMemoryExporter.create())
            .build();
    assertThat(byJava.engine()).isNotNull();
    assertThat(targets.made).hasSize(2).allMatch(config::equals);
  }

  private ToyTargets.Config target(String options) {
    spec(HEAD + "targets:\n  orders:\n    type: toy\n" + options.indent(4));
    return targets.made.get(targets.made.size() - 1);
  }

  private EngineSpec spec(String text) {
    return builder.config("orders.yaml", new StringReader(text)).spec();
  }
}
