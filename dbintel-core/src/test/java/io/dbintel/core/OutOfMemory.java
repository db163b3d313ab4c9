package io.dbintel.core;

import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static io.dbintel.core.toy.ToyEvents.TEXT;

import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A service whose memory runs out altogether, again and again: the host, a collector, a stage, an
 * exporter take all of it in turn, hold it and let go; at last more waits for the exporter than
 * there is memory. A program of its own, because nothing else would be safe from it. Prints how it
 * went, one fact a line, and where every thread was if one of them is not so.
 *
 * <p>Arguments: how many rounds; how long each holds the memory, in milliseconds.
 */
final class OutOfMemory {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 20;
  private static final int TARGETS = 3;

  /** Made beforehand: an export that fails after it was counted would be counted twice. */
  private static final ExportResult EXPORTED = ExportResult.exported();

  private static final int MORE_THAN_THE_HEAP = 256 << 20;

  /** Who takes the memory. */
  private enum Taker {
    HOST,
    COLLECTOR,
    STAGE,
    EXPORTER
  }

  private final Duration hold;
  private final AtomicReference<Taker> wanted = new AtomicReference<>();
  private volatile boolean letGo;
  private volatile boolean away;
  private volatile boolean ranOut;
  private final MemoryHog hog = new MemoryHog();
  private final AtomicLong exported = new AtomicLong();
  private final DbIntel dbintel;

  private OutOfMemory(Duration hold) {
    this.hold = hold;
    DbIntelBuilder builder =
        DbIntel.builder()
            .name("small")
            .register(
                ToyCollectors.of("samples", this::collect)
                    .every(Duration.ofMillis(100), Duration.ofSeconds(5)))
            .register(ToyProcessors.of("stage", this::process))
            .pipeline(stages -> stages.add("stage"))
            .exporter(
                "tested",
                (events, timeout) -> export(events.size()),
                ExportSettings.defaults().queue(10_000_000, MORE_THAN_THE_HEAP));
    for (int i = 0; i < TARGETS; i++) {
      builder.target(new ToyTarget("t" + i));
    }
    dbintel = builder.build().start();
  }

  private void collect(CollectionContext context) {
    takeAllAs(Taker.COLLECTOR);
    try {
      int events = away ? 1_000 : 200;
      for (int i = 0; i < events; i++) {
        context.emit(SAMPLE).set(NUMBER, i).set(TEXT, "x".repeat(400) + i);
      }
    } catch (OutOfMemoryError none) {
      ranOut = true;
      throw none;
    }
  }

  private void process(EventBatch batch) {
    takeAllAs(Taker.STAGE);
    int i = 0;
    for (var event : batch) {
      if (i++ % 4 == 0) {
        batch.drop(event, "every_fourth");
      }
    }
  }

  private ExportResult export(int events) {
    if (away) {
      return ExportResult.retry("connection_refused", Duration.ZERO);
    }
    takeAllAs(Taker.EXPORTER);
    exported.addAndGet(events);
    return EXPORTED;
  }

  private void takeAllAs(Taker taker) {
    if (wanted.compareAndSet(taker, null)) {
      hog.takeAllFor(hold);
      letGo = true;
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    OutOfMemory service = new OutOfMemory(Duration.ofMillis(Long.parseLong(arguments[1])));
    service.run(rounds);
  }

  private void run(int rounds) {
    Set<String> before = until(this::isWell) ? health() : Set.of("never well");
    Set<String> threads = threads();
    for (int i = 0; i < rounds; i++) {
      for (Taker taker : Taker.values()) {
        letGo = false;
        wanted.set(taker);
        takeAllAs(Taker.HOST);
        awaitLetGo();
        say(taker + " let go", letGo);
        say("all goes on", until(moreThanNow()));
      }
    }
    takeAllByTheQueue();
    say("the queue took it", ranOut);
    say("all goes on", until(moreThanNow()));
    say("health is what it was", until(() -> health().equals(before)));
    say("no thread ended", until(() -> threads().equals(threads)));
    say("balanced all the time", isBalanced());
    long closing = System.nanoTime();
    dbintel.close();
    say("closed in time", System.nanoTime() - closing < CLOSE_TIMEOUT.toNanos());
    say("no thread left", until(() -> threads().isEmpty()));
    Ledger ledger = dbintel.ledger();
    say("balanced", ledger.isBalanced() && ledger.pending() == 0);
    Ledger.ExporterPage page = ledger.exporters().get(0);
    long unsettled = exported.get() - page.exported();
    say(
        "all accounted",
        unsettled >= 0 && unsettled <= page.dropped().getOrDefault("out_of_memory", 0L));
    System.out.println(ledger);
    System.out.println(dbintel.health());
  }

  /** Without memory: somebody has all of it. */
  private void awaitLetGo() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!letGo && System.nanoTime() < deadline) {
      pause();
    }
  }

  /** Without memory, until something went out again. */
  private void takeAllByTheQueue() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    ranOut = false;
    away = true;
    while (!ranOut && System.nanoTime() < deadline) {
      pause();
    }
    away = false;
    long before = exported.get();
    while (exported.get() < before + 10_000 && System.nanoTime() < deadline) {
      pause();
    }
  }

  private boolean isBalanced() {
    return dbintel.ledger().isBalanced();
  }

  private boolean isWell() {
    return health().stream().allMatch(component -> component.startsWith("UP"));
  }

  private Set<String> health() {
    Set<String> all = new TreeSet<>();
    for (ComponentHealth component : dbintel.health().components()) {
      all.add(component.status() + " " + component.component());
    }
    return all;
  }

  /** True once every target has given more, and more was exported, than when this was called. */
  private BooleanSupplier moreThanNow() {
    while (true) {
      try {
        Map<String, Long> before = handedOver();
        long exportedBefore = exported.get();
        return () -> {
          Map<String, Long> now = handedOver();
          return exported.get() > exportedBefore + 1_000
              && before.entrySet().stream()
                  .allMatch(t -> now.getOrDefault(t.getKey(), 0L) > t.getValue() + 500);
        };
      } catch (OutOfMemoryError later) {
        pause();
      }
    }
  }

  private Map<String, Long> handedOver() {
    Map<String, Long> byLane = new TreeMap<>();
    dbintel.ledger().lanes().forEach(page -> byLane.put(page.lane(), page.handedOver()));
    return byLane;
  }

  /** The threads that are there for good; those of pools come and go. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dbintel-small-"))
        .filter(name -> name.contains("-timer-") || name.contains("-export-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether it came to be so; without memory, it is asked again. */
  private static boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (condition.getAsBoolean()) {
          return true;
        }
        pause();
      } catch (OutOfMemoryError later) {
        // The service meets it as well.
      }
    }
    return false;
  }

  /** Lets others work; a monitor takes no memory to wait. */
  @SuppressWarnings("WaitNotInLoop") // Every caller loops.
  private static void pause() {
    synchronized (OutOfMemory.class) {
      try {
        OutOfMemory.class.wait(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void say(String fact, boolean so) {
    System.out.print(fact);
    System.out.println(so ? ": yes" : ": no");
    if (!so) {
      Thread.getAllStackTraces()
          .forEach(
              (thread, stack) -> {
                System.out.println(thread + " " + thread.getState());
                for (StackTraceElement frame : stack) {
                  System.out.println("    " + frame);
                }
              });
      System.out.println(dbintel.ledger());
      System.out.println(dbintel.health());
      System.out.println(dbintel.metrics());
      System.exit(1);
    }
  }
}
