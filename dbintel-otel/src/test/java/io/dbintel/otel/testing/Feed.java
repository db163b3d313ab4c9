package io.dbintel.otel.testing;

import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.spi.Turn;
import io.dbintel.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** An instance with one target whose collections are what the test says, on a clock it moves. */
public final class Feed implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMillis(250);
  private static final int MAX_BUSY_POLLS = 30;
  public static final ExportSettings PROMPT =
      ExportSettings.defaults().batch(1_000, 1 << 20, Duration.ZERO);

  public final ManualClock clock;
  private final Queue<Consumer<CollectionContext>> bodies = new ConcurrentLinkedQueue<>();
  private final AtomicInteger done = new AtomicInteger();
  private final DbIntel dbintel;

  private Feed(String name, Exporter exporter, ManualClock clock) {
    this.clock = clock;
    DbIntelBuilder builder =
        DbIntel.builder()
            .name(name)
            .clock(clock)
            .target(new Server())
            .register(new Bodies())
            .exporter("opentelemetry", exporter, PROMPT);
    dbintel = builder.build().start();
  }

  public static Feed into(Exporter exporter) {
    return into(exporter, new ManualClock());
  }

  public static Feed into(Exporter exporter, ManualClock clock) {
    return new Feed("toy", exporter, clock);
  }

  public DbIntel dbintel() {
    return dbintel;
  }

  /** Collects this, and waits until it was exported. */
  public void collect(Consumer<CollectionContext> body) {
    collectOnly(body);
    until(dbintel::isQuiet);
  }

  /** Collects this, and does not wait for the export. */
  public void collectOnly(Consumer<CollectionContext> body) {
    int before = done.get();
    bodies.add(body);
    until(() -> done.get() > before);
  }

  /**
   * Moves the clock step by step until something is so. What is under way is waited for first, so
   * that a busy machine does not change the outcome; what only time can end is not waited for.
   */
  public void until(BooleanSupplier condition) {
    AtomicInteger busy = new AtomicInteger();
    await()
        .pollInSameThread()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (condition.getAsBoolean()) {
                return true;
              }
              if (dbintel.isQuiet() || busy.incrementAndGet() >= MAX_BUSY_POLLS) {
                busy.set(0);
                clock.advance(STEP);
              }
              return false;
            });
  }

  /** Closes, and gives the books if they balance and nothing is pending. */
  public Ledger closed() {
    dbintel.close();
    Ledger ledger = dbintel.ledger();
    if (!ledger.isBalanced() || ledger.pending() != 0) {
      throw new AssertionError(ledger.toString());
    }
    return ledger;
  }

  @Override
  public void close() {
    dbintel.close();
  }

  private static final class Server implements Target {
    @Override
    public String id() {
      return "orders";
    }

    @Override
    public String type() {
      return "toy";
    }

    @Override
    public void open(ComponentContext context) {}

    @Override
    public TargetIdentity identify() {
      return new TargetIdentity("server", "run", "db.example.org", 5432);
    }

    @Override
    public List<String> databases() {
      return List.of();
    }

    @Override
    public boolean isConnectionLoss(Throwable failure) {
      return false;
    }

    @Override
    public void close() {}
  }

  /** Runs the next body each second. */
  private final class Bodies implements CollectorProvider<Bodies.None> {
    private record None() {}

    @Override
    public String name() {
      return "fed";
    }

    @Override
    public Class<None> configType() {
      return None.class;
    }

    @Override
    public None defaults() {
      return new None();
    }

    @Override
    public Set<String> targetTypes() {
      return Set.of("toy");
    }

    @Override
    public Scope scope() {
      return Scope.SERVER;
    }

    @Override
    public Turn turn() {
      return Turn.GENERAL;
    }

    @Override
    public boolean onByDefault() {
      return true;
    }

    @Override
    public Schedule schedule(None config) {
      return new Schedule(Duration.ofSeconds(1), Duration.ofSeconds(600));
    }

    @Override
    public Contract contract(None config) {
      return Contract.none();
    }

    @Override
    public Collector create(None config, Target target, ComponentContext context) {
      return out -> {
        Consumer<CollectionContext> body = bodies.poll();
        if (body != null) {
          body.accept(out);
          done.incrementAndGet();
        }
      };
    }
  }
}
