package io.dbintel.core;

import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static io.dbintel.core.toy.ToyEvents.TEXT;

import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A service with little memory, whose destination is away while much is collected; a program of its
 * own, because it runs out of memory. Prints how it went, one fact a line.
 *
 * <p>Arguments: how many bytes may wait for the exporter; whether to wait for memory to run out.
 */
final class SmallHeap {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private SmallHeap() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    long queueBytes = Long.parseLong(arguments[0]);
    boolean untilNoMemory = Boolean.parseBoolean(arguments[1]);
    AtomicBoolean away = new AtomicBoolean(true);
    AtomicLong exported = new AtomicLong();
    DbIntelBuilder builder =
        DbIntel.builder()
            .name("small")
            .register(
                ToyCollectors.of(
                        "samples",
                        context -> {
                          for (int i = 0; i < 500; i++) {
                            context.emit(SAMPLE).set(NUMBER, i).set(TEXT, "x".repeat(400) + i);
                          }
                        })
                    .every(Duration.ofMillis(100), Duration.ofSeconds(5)))
            .exporter(
                "tested",
                (events, timeout) -> {
                  if (away.get()) {
                    return ExportResult.retry("connection_refused", Duration.ZERO);
                  }
                  exported.addAndGet(events.size());
                  return ExportResult.exported();
                },
                ExportSettings.defaults().queue(10_000_000, queueBytes));
    for (int i = 0; i < 3; i++) {
      builder.target(new ToyTarget("t" + i));
    }
    DbIntel dbintel = builder.build().start();
    int threads = threads();
    say("pressed", until(() -> isPressed(dbintel, untilNoMemory)));
    say("told", dbintel.health().toString().contains("connection_refused"));
    away.set(false);
    say("exported", until(() -> exported.get() > 100_000));
    say("up", until(() -> dbintel.health().toString().contains("UP exporter/tested")));
    say("collecting", until(() -> collected(dbintel) > 0));
    long then = collected(dbintel);
    say("collecting still", until(() -> collected(dbintel) > then + 1_000));
    say("no thread ended", threads() >= threads);
    dbintel.close();
    Ledger ledger = dbintel.ledger();
    say("balanced", ledger.isBalanced() && ledger.pending() == 0);
    say("all accounted", ledger.exporters().get(0).exported() == exported.get());
    System.out.println(ledger);
    System.out.println(dbintel.health());
  }

  private static boolean isPressed(DbIntel dbintel, boolean untilNoMemory) {
    return untilNoMemory
        ? dbintel.health().toString().contains("OutOfMemoryError")
        : dbintel.ledger().exporters().get(0).dropped().getOrDefault("queue_full", 0L) > 50_000;
  }

  private static long collected(DbIntel dbintel) {
    return dbintel.ledger().lanes().stream().mapToLong(Ledger.LanePage::collected).sum();
  }

  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("dbintel-small-"))
            .filter(thread -> !thread.getName().contains("-io-"))
            .count();
  }

  /** Whether it came to be so; without memory, it is asked again. */
  private static boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (condition.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      } catch (OutOfMemoryError later) {
        // The service meets it as well.
      }
    }
    return false;
  }

  private static void say(String fact, boolean so) {
    System.out.println(fact + ": " + (so ? "yes" : "no"));
  }
}
