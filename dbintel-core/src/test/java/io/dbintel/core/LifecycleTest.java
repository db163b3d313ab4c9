package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.EngineHarness.until;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.export.InMemoryExporterProvider;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.state.FileStateConfig;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
  private static final Duration STEP = Duration.ofMillis(250);

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;

  @AfterEach
  void close() {
    toy.close();
  }

  private static Set<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dbintel-"))
        .collect(Collectors.toSet());
  }

  private static final class Watched implements Exporter {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public ExportResult export(List<DbEvent> events, Duration timeout) {
      return ExportResult.exported();
    }

    @Override
    public void open(ComponentContext context) {
      opened.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void theTargetsAreToldBeforeTheStartAndAsTheyComeAndGo() {
    ToyTarget first = new ToyTarget("first");
    DbIntel dbintel = toy.builder.target(first).exporter(memory).build();
    assertThat(dbintel.targets()).containsExactly(first);
    dbintel.start();
    assertThat(dbintel.targets()).containsExactly(first);
    ToyTarget second = new ToyTarget("second");
    dbintel.add(second);
    assertThat(dbintel.targets()).containsExactly(first, second);
    assertThat(dbintel.remove("first")).isTrue();
    assertThat(dbintel.targets()).containsExactly(second);
    dbintel.close();
  }

  @Test
  void buildingTouchesNothingAndStartsNoThread() {
    ToyTarget target = new ToyTarget("orders");
    Watched exporter = new Watched();
    Set<String> before = ourThreads();
    DbIntel dbintel = toy.builder.target(target).exporter(exporter).build();
    assertThat(ourThreads()).isEqualTo(before);
    assertThat(target.opened).hasValue(0);
    assertThat(exporter.opened).hasValue(0);
    dbintel.close();
    assertThat(dbintel.health().state()).isEqualTo("CLOSED");
    assertThatThrownBy(dbintel::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStartThatFailsClosesWhatItOpened() {
    ToyTarget target = new ToyTarget("orders");
    Watched exporter = new Watched();
    AtomicInteger closed = new AtomicInteger();
    toy.builder
        .target(target)
        .exporter(exporter)
        .register(
            ToyProcessors.making(
                "first",
                context ->
                    new Processor() {
                      @Override
                      public void process(EventBatch batch) {}

                      @Override
                      public void close() {
                        closed.incrementAndGet();
                      }
                    }))
        .register(
            ToyProcessors.making(
                "second",
                context -> {
                  throw new IllegalStateException("canary");
                }))
        .pipeline(p -> p.add("first").add("second"));
    assertThatThrownBy(toy::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[toy] could not start")
        .hasMessageNotContaining("canary");
    assertThat(target.closed).hasValue(1);
    assertThat(exporter.closed).hasValue(1);
    assertThat(closed).hasValue(1);
    until(() -> ourThreads().isEmpty());
  }

  @Test
  void startsOnceAndClosesAnyNumberOfTimes() {
    ToyTarget target = new ToyTarget("orders");
    Watched exporter = new Watched();
    toy.builder.target(target).exporter(exporter);
    DbIntel dbintel = toy.start();
    assertThatThrownBy(dbintel::start).hasMessageContaining("is RUNNING");
    dbintel.close();
    dbintel.close();
    assertThat(target.closed).hasValue(1);
    assertThat(exporter.closed).hasValue(1);
    until(() -> ourThreads().isEmpty());
  }

  @Test
  void threadsAreNamedDaemonsAndAllOfThemEnd() {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 2);
    List<Thread> ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("dbintel-"))
            .toList();
    assertThat(ours).isNotEmpty().allSatisfy(t -> assertThat(t.isDaemon()).isTrue());
    assertThat(ours)
        .allSatisfy(
            t -> assertThat(t.getName()).matches("dbintel-toy-(timer|lane|io|export)-\\d+"));
    toy.closeAndAssertLedger();
    until(() -> ourThreads().isEmpty());
  }

  @Test
  void theHostsExecutorsAreUsedAndNotShutDown() {
    ExecutorService cpu = Executors.newFixedThreadPool(1);
    ExecutorService io = Executors.newFixedThreadPool(3);
    try {
      toy.builder
          .target(new ToyTarget("orders"))
          .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
          .exporter("memory", memory, PROMPT)
          .cpuExecutor(cpu)
          .ioExecutor(io);
      toy.start();
      toy.advanceUntil(STEP, () -> memory.events.size() >= 2);
      assertThat(ourThreads()).noneMatch(t -> t.contains("-lane-") || t.contains("-io-"));
      toy.closeAndAssertLedger();
      assertThat(cpu.isShutdown()).isFalse();
      assertThat(io.isShutdown()).isFalse();
    } finally {
      cpu.shutdownNow();
      io.shutdownNow();
    }
  }

  @Test
  void aThousandStartsAndClosesLeaveNoThreadAndNoHeap() {
    cycle(50);
    until(() -> ourThreads().isEmpty());
    long before = retained();
    cycle(1_000);
    until(() -> ourThreads().isEmpty());
    long grown = retained() - before;
    // One leaked instance would be some ten kilobytes.
    assertThat(grown).isLessThan(4L << 20);
  }

  private static void cycle(int times) {
    for (int i = 0; i < times; i++) {
      DbIntel dbintel =
          DbIntel.builder()
              .name("cycle")
              .clock(Clock.system())
              .target(new ToyTarget("orders"))
              .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
              .exporter("memory", new EngineHarness.Memory(), PROMPT)
              .build()
              .start();
      dbintel.close();
      assertThat(dbintel.ledger().isBalanced()).isTrue();
    }
  }

  private static long retained() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** Counts events over restarts. */
  private static final class Counter implements Processor, Stateful {
    private long count;

    @Override
    public void process(EventBatch batch) {
      for (DbEvent event : batch) {
        event.set(NUMBER, ++count);
      }
    }

    @Override
    public int stateVersion() {
      return 3;
    }

    @Override
    public byte[] snapshot() {
      return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    }

    @Override
    public void restore(int version, byte[] state) {
      assertThat(version).isEqualTo(3);
      count = ByteBuffer.wrap(state).getLong();
    }
  }

  private static final class MapStore implements StateStore {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    @Override
    public @Nullable Entry read(String key) {
      return entries.get(key);
    }

    @Override
    public long write(String key, long expectedVersion, byte[] value, Duration timeToLive) {
      Entry known = entries.get(key);
      long version = known == null ? 0 : known.version();
      if (version != expectedVersion) {
        return -1;
      }
      entries.put(key, new Entry(version + 1, value));
      return version + 1;
    }
  }

  @Test
  void stateSurvivesARestartAndIsWrittenWhileRunning() {
    MapStore store = new MapStore();
    long last = 0;
    for (int i = 0; i < 3; i++) {
      EngineHarness run = new EngineHarness();
      run.builder
          .settings(EngineSettings.defaults())
          .target(new ToyTarget("orders"))
          .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
          .register(ToyProcessors.making("counter", context -> new Counter()))
          .pipeline(p -> p.add("counter"))
          .stateStore(store)
          .exporter("memory", run.memory, PROMPT);
      run.start();
      run.advanceUntil(STEP, () -> run.memory.events.size() >= 3);
      long versionBefore = version(store);
      run.advanceUntil(Duration.ofSeconds(10), () -> version(store) > versionBefore);
      run.closeAndAssertLedger();
      assertThat(run.memory.events.get(0).getLong(NUMBER, 0)).isEqualTo(last + 1);
      last = run.memory.events.get(run.memory.events.size() - 1).getLong(NUMBER, 0);
    }
  }

  private static long version(MapStore store) {
    StateStore.Entry entry = store.entries.get("toy/orders/counter");
    return entry == null ? 0 : entry.version();
  }

  @Test
  void exportersAndStoresCanBeNamedByTheirProviders(@TempDir Path folder) {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .register(ToyProcessors.making("counter", context -> new Counter()))
        .pipeline(p -> p.add("counter"))
        .exporter("in-memory", new InMemoryExporterProvider().defaults())
        .stateStore("file", FileStateConfig.in(folder));
    toy.start();
    toy.advanceUntil(STEP, () -> toy.dbintel().ledger().exporters().get(0).exported() >= 1);
    toy.closeAndAssertLedger();
    assertThat(folder).isDirectoryRecursivelyContaining("glob:**counter*");
  }

  @Test
  void anUnknownExporterIsRefusedWithTheNearestName() {
    assertThatThrownBy(
            () ->
                toy.builder.exporter("in-memry", new InMemoryExporterProvider().defaults()).build())
        .hasMessageContaining("unknown exporter 'in-memry'; did you mean 'in-memory'?");
  }

  @Test
  void brokenStateIsReportedAndTheComponentStartsEmpty() {
    MapStore store = new MapStore();
    store.entries.put("toy/orders/counter", new StateStore.Entry(5, new byte[] {0, 0, 0, 9, 1}));
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .register(ToyProcessors.making("counter", context -> new Counter()))
        .pipeline(p -> p.add("counter"))
        .stateStore(store)
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(STEP, () -> memory.events.size() >= 1);
    assertThat(memory.events.get(0).getLong(NUMBER, 0)).isEqualTo(1);
    assertThat(toy.dbintel().health().toString()).contains("state_refused");
    toy.closeAndAssertLedger();
    assertThat(version(store)).isEqualTo(6);
  }
}
