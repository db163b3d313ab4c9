package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.toy.CountingLogger;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.core.toy.ToyTarget;
import io.dbintel.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However often the server is lost, and whoever asks when: one asks at a time, and in the end it is
 * known who the server is. Every other answer fails.
 */
@Tag("lincheck")
public class ConnectorLincheckTest {
  private static final int ROUNDS = 20;
  private static final Duration LONG = Duration.ofHours(2);

  private final ManualClock clock = new ManualClock();
  private final BoundaryLog log = new BoundaryLog(new CountingLogger(), clock, "toy");
  private final Timer timer = new Timer(clock, log);
  private final Queue<Runnable> handed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger asking = new AtomicInteger();
  private final AtomicBoolean twoAsked = new AtomicBoolean();
  private final ToyTarget target = new ToyTarget("orders", this::answer);
  private final Connector connector = connector();

  private TargetIdentity answer() throws IOException {
    if (asking.incrementAndGet() > 1) {
      twoAsked.set(true);
    }
    try {
      if (answers.incrementAndGet() % 2 == 0) {
        throw new IOException("lost");
      }
      return new TargetIdentity("server", "run");
    } finally {
      asking.decrementAndGet();
    }
  }

  private Connector connector() {
    EngineSettings settings = EngineSettings.defaults();
    Lane lane =
        new Lane(
            "orders",
            List.of(),
            new LaneBooks("orders"),
            new NoExports(),
            handed::add,
            clock,
            log,
            settings);
    TargetContext context =
        new TargetContext(
            target,
            lane,
            new Turns(),
            List.of(),
            timer,
            clock,
            handed::add,
            new StateKeeper(null, "toy", Duration.ofDays(1), log),
            log,
            settings);
    Connector made = new Connector(context, new ServerRegistry(), new NoHealth(), () -> {});
    made.connect();
    return made;
  }

  private static final class NoExports implements Exports {
    @Override
    public void handOver(List<DbEvent> events) {}

    @Override
    public boolean isPaused() {
      return false;
    }
  }

  private static final class NoHealth implements HealthReporter {
    @Override
    public HealthReporter part(String name) {
      return this;
    }

    @Override
    public void up() {}

    @Override
    public void report(HealthStatus status, String reason, String message, String remedy) {}
  }

  @Operation
  public String connect() {
    connector.connect();
    return "asked for";
  }

  @Operation
  public String lose() {
    connector.lost(new IOException("lost"));
    return "lost";
  }

  @Operation
  public String remind() {
    connector.remind();
    return "reminded";
  }

  /** As a thread of the executor does. */
  @Operation
  public String work() {
    doWork();
    return "worked";
  }

  private void doWork() {
    Runnable task = handed.poll();
    if (task != null) {
      task.run();
    }
  }

  /** As the timer does when so much time has passed that every alarm is due. */
  @Operation
  public String letTimePass() {
    pass();
    return "passed";
  }

  private void pass() {
    clock.advance(LONG);
    Timer.Alarm due = timer.takeDue();
    if (due != null) {
      due.ring();
    }
  }

  @Operation
  public boolean isAskedByTwo() {
    return twoAsked.get();
  }

  /** When executor and timer have done what they were given, the server is known. */
  @Validate
  public void isConnectedInTheEnd() {
    for (int i = 0; i < ROUNDS && (connector.identity() == null || !handed.isEmpty()); i++) {
      doWork();
      pass();
    }
    if (connector.identity() == null) {
      throw new IllegalStateException("nobody asks who the server is any more");
    }
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(ConnectorLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(ConnectorLincheckTest.class);
  }
}
