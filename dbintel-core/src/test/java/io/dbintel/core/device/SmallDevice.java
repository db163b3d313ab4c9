package io.dbintel.core.device;

import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static io.dbintel.core.toy.ToyEvents.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbintel.core.DbIntel;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.export.JsonLinesExporter;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.state.FileStateConfig;
import io.dbintel.core.state.FileStateStore;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A service whose state and events are on a device of 64 KiB; a program of its own, in a namespace
 * where that may be mounted. Prints how it went, one fact a line.
 *
 * <p>Arguments: the folder, and what to try: {@code state}, {@code events}, {@code read} or {@code
 * instance}.
 */
final class SmallDevice {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String KEY = "orders/sampler";

  private SmallDevice() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    switch (arguments[1]) {
      case "state" -> state(folder);
      case "events" -> events(folder);
      case "instance" -> instance(folder);
      case "frozen" -> frozen(folder);
      default -> readOnly(folder);
    }
  }

  private static void state(Path folder) throws IOException {
    byte[] old = value(1_000, 'o');
    byte[] next = value(30_000, 'n');
    FileStateStore store = FileStateStore.in(folder.resolve("state"));
    say("written", store.write(KEY, 0, old, HOUR) == 1);
    Path filler = fill(folder);
    say("told", refuses(store, next));
    say("old value stays", Arrays.equals(read(store), old));
    say("also to one who opens it anew", Arrays.equals(read(again(folder)), old));
    Files.delete(filler);
    say("written again", store.write(KEY, 1, next, HOUR) == 2);
    say("read again", Arrays.equals(read(again(folder)), next));
    say("nothing broken is left", count(folder.resolve("state"), ".broken-") == 0);
  }

  /** The first call writes to the device, the second finds it read-only. */
  private static void readOnly(Path folder) throws IOException {
    FileStateStore store = again(folder);
    StateStore.Entry known = store.read(KEY);
    if (known == null) {
      say("written", store.write(KEY, 0, value(1_000, 'o'), HOUR) == 1);
      return;
    }
    say("read", Arrays.equals(known.value(), value(1_000, 'o')));
    say("told", refuses(store, value(10, 'n')));
    say("old value stays", Arrays.equals(read(store), value(1_000, 'o')));
  }

  private static void events(Path folder) throws IOException {
    Path file = folder.resolve("events.jsonl");
    AtomicLong next = new AtomicLong();
    DbIntel dbintel =
        DbIntel.builder()
            .name("device")
            .target(new ToyTarget("t"))
            .register(
                ToyCollectors.of(
                        "samples",
                        context -> {
                          // Few, so that all of them have room once there is some.
                          if (next.get() < 120) {
                            for (int i = 0; i < 4; i++) {
                              context
                                  .emit(SAMPLE)
                                  .set(NUMBER, next.getAndIncrement())
                                  .set(TEXT, "x".repeat(60));
                            }
                          }
                        })
                    .every(Duration.ofMillis(100), Duration.ofSeconds(5)))
            .exporter("lines", JsonLinesExporter.toFile(file).build(), ExportSettings.defaults())
            .build();
    Path filler = fill(folder);
    dbintel.start();
    say("told", until(() -> lines(dbintel).reason().equals("disk_full")));
    say("with a remedy", !lines(dbintel).remedy().isEmpty());
    say("balanced meanwhile", dbintel.ledger().isBalanced());
    Files.delete(filler);
    say("up again", until(() -> lines(dbintel).reason().equals("ok")));
    say("all exported", until(() -> dbintel.ledger().exporters().get(0).exported() >= 120));
    dbintel.close();
    Ledger ledger = dbintel.ledger();
    say("balanced", ledger.isBalanced() && ledger.pending() == 0);
    List<String> lines = Files.readAllLines(file, UTF_8);
    say("each line once", lines.size() == 120 && lines.stream().distinct().count() == 120);
    say("no half line", lines.stream().allMatch(l -> l.startsWith("{") && l.endsWith("}")));
    System.out.println(ledger);
    System.out.println(lines.size());
  }

  /** Counts what passes, and takes its count over restarts, with more beside it than has room. */
  private static final class Counter implements Processor, Stateful {
    private static final int BYTES = 20_000;

    private final AtomicLong count = new AtomicLong();
    private final AtomicLong restored = new AtomicLong();

    @Override
    public void process(EventBatch batch) {
      long unused = count.addAndGet(batch.size());
    }

    @Override
    public int stateVersion() {
      return 1;
    }

    @Override
    public byte[] snapshot() {
      return ByteBuffer.allocate(BYTES).putLong(count.get()).array();
    }

    @Override
    public void restore(int version, byte[] state) {
      restored.set(ByteBuffer.wrap(state).getLong());
      count.set(restored.get());
    }
  }

  private static DbIntel counting(Path folder, Counter counter) {
    EngineSettings defaults = EngineSettings.defaults();
    DbIntel dbintel =
        DbIntel.builder()
            .name("device")
            .target(new ToyTarget("t"))
            .register(
                ToyCollectors.of("samples", context -> context.emit(SAMPLE))
                    .every(Duration.ofMillis(100), Duration.ofSeconds(5)))
            .register(ToyProcessors.of("counter", counter))
            .pipeline(p -> p.add("counter"))
            .exporter(InMemoryExporter.create())
            .stateStore("file", FileStateConfig.in(folder.resolve("state")))
            .settings(
                new EngineSettings(
                    defaults.inboxBatches(),
                    defaults.collectionEvents(),
                    defaults.cpuThreads(),
                    defaults.overheadRatio(),
                    defaults.reconnectInterval(),
                    Duration.ofSeconds(1),
                    defaults.stateTimeToLive(),
                    defaults.closeTimeout()))
            .build();
    dbintel.start();
    return dbintel;
  }

  private static void instance(Path folder) throws IOException {
    Counter counter = new Counter();
    DbIntel dbintel = counting(folder, counter);
    say("written", until(() -> isWell(dbintel)));
    Path filler = fill(folder);
    say("told of the component", until(() -> isTold(dbintel, "/state")));
    say("told of the store", until(() -> isTold(dbintel, "state/file")));
    long then = counter.count.get();
    say("goes on meanwhile", until(() -> counter.count.get() > then));
    say("balanced meanwhile", dbintel.ledger().isBalanced());
    Files.delete(filler);
    say("well again", until(() -> isWell(dbintel)));
    dbintel.close();
    Counter next = new Counter();
    try (DbIntel again = counting(folder, next)) {
      boolean restored = until(() -> next.restored.get() > 0);
      say("goes on where it was", restored && next.restored.get() == counter.count.get());
      say("balanced", again.ledger().isBalanced());
    }
    System.out.println(dbintel.health());
  }

  private static void frozen(Path folder) {
    Counter counter = new Counter();
    DbIntel dbintel = counting(folder, counter);
    say("read", until(() -> counter.restored.get() > 0));
    say("told of the component", until(() -> isTold(dbintel, "/state")));
    say("told of the store", until(() -> isTold(dbintel, "state/file")));
    dbintel.close();
    say("balanced", dbintel.ledger().isBalanced() && dbintel.ledger().pending() == 0);
    System.out.println(dbintel.health());
  }

  /** Whether what is called so says, with a remedy, that state cannot be written. */
  private static boolean isTold(DbIntel dbintel, String name) {
    return dbintel.health().components().stream()
        .anyMatch(
            one ->
                one.component().endsWith(name)
                    && one.reason().equals("state_unwritable")
                    && !one.remedy().isEmpty());
  }

  private static boolean isWell(DbIntel dbintel) {
    return dbintel.health().components().stream()
            .anyMatch(one -> one.component().endsWith("/state") && one.status() == HealthStatus.UP)
        && !isTold(dbintel, "");
  }

  private static ComponentHealth lines(DbIntel dbintel) {
    return Objects.requireNonNull(dbintel.health().component("exporter/lines"));
  }

  private static FileStateStore again(Path folder) {
    return FileStateStore.in(folder.resolve("state"));
  }

  private static byte[] read(FileStateStore store) throws IOException {
    StateStore.Entry entry = store.read(KEY);
    return entry == null ? new byte[0] : entry.value();
  }

  private static boolean refuses(FileStateStore store, byte[] value) {
    try {
      long unused = store.write(KEY, 1, value, HOUR);
      return false;
    } catch (IOException told) {
      return true;
    }
  }

  /** Takes all room there is. */
  private static Path fill(Path folder) throws IOException {
    Path filler = folder.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException full) {
      return filler;
    }
  }

  private static long count(Path folder, String part) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().contains(part)).count();
    }
  }

  private static byte[] value(int size, char content) {
    byte[] value = new byte[size];
    Arrays.fill(value, (byte) content);
    return value;
  }

  private static boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private static void say(String fact, boolean so) {
    System.out.println(fact + (so ? ": yes" : ": no"));
  }
}
