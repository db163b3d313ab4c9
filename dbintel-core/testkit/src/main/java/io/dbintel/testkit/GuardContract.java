package io.dbintel.testkit;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What every guard keeps. Extend it in a test, say which provider, and each rule of {@link
 * CollectionGuard} and {@link GuardProvider} is a test of its own.
 *
 * <p>A new guard must admit the first collection it is asked about; bring a configuration with
 * which it does.
 *
 * @param <C> the configuration
 */
public abstract class GuardContract<C extends Record> extends ProviderContract<C> {
  private static final int MANY = 1_000;
  private static final int THREADS = 4;
  private static final int MAX_REASONS = 64;
  private static final Duration LONGEST_REFUSAL = Duration.ofDays(1);
  private static final CollectionCost COST = new CollectionCost(2_000_000, 500_000, 1, 10);
  private static final CollectionCost HUGE =
      new CollectionCost(Long.MAX_VALUE / 4, 0, Integer.MAX_VALUE / 4, Long.MAX_VALUE / 4);

  /** For the test that extends it. */
  protected GuardContract() {}

  @Override
  protected abstract GuardProvider<C> provider();

  /** True if what one target did is of no concern to another; true unless overridden. */
  protected boolean judgesEachTargetByItself() {
    return true;
  }

  @Override
  final Class<?> kind() {
    return GuardProvider.class;
  }

  private static CollectionKey key(String target) {
    return new CollectionKey(target, "sessions", Turn.SESSIONS);
  }

  /** A guard's life. */
  private final class Life {
    final ManualClock clock = new ManualClock();
    final RecordingContext context = context(clock);
    final CollectionGuard guard = Objects.requireNonNull(provider().create(config(), context));
    final Set<String> reasons = new LinkedHashSet<>();

    Admission ask(CollectionKey key, long nanoTime) {
      Admission answer = guard.admit(key, nanoTime);
      require(answer != null, "admit() returned null");
      if (answer instanceof Admission.Refused refused) {
        reasons.add(refused.reason());
      } else if (answer instanceof Admission.Permit permit) {
        require(
            permit.timeout() != null && permit.timeout().compareTo(Duration.ZERO) > 0,
            "a permit for " + permit.timeout() + " lets nothing be collected");
        require(permit.level() != null, "a permit without a level");
      }
      return answer;
    }

    Admission ask(String target) {
      return ask(key(target), clock.nanoTime());
    }

    /** Asks, and settles what was permitted. */
    void settle(String target, Consumer<Admission.Permit> ending) {
      clock.advance(Duration.ofMillis(1));
      if (ask(target) instanceof Admission.Permit permit) {
        ending.accept(permit);
      }
    }

    /** Collections that end in every way there is. */
    void everyEnding(String target) {
      for (int i = 0; i < 10; i++) {
        settle(target, permit -> permit.succeeded(COST));
        settle(target, permit -> permit.failed(new IOException("x"), COST));
        settle(target, permit -> permit.failed(new OutOfMemoryError(), HUGE));
        settle(
            target,
            permit -> {
              permit.abandoned();
              permit.returned(HUGE);
            });
        settle(target, Admission.Permit::abandoned);
        settle(target, Admission.Permit::unused);
        clock.advance(Duration.ofMinutes(1));
      }
    }
  }

  // --- decisions

  @Test
  final void admitsTheFirstCollection() {
    require(new Life().ask("a") instanceof Admission.Permit, "a new guard refuses");
  }

  @Test
  final void answersAtAnyMonotonicTime() {
    Life life = new Life();
    for (long time : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1}) {
      for (Turn turn : Turn.values()) {
        Admission answer = life.ask(new CollectionKey("a", "statements", turn), time);
        if (answer instanceof Admission.Permit permit) {
          permit.succeeded(COST);
        }
      }
    }
  }

  @Test
  final void takesEveryEndingOfAPermit() {
    new Life().everyEnding("a");
  }

  @Test
  final void refusesForReasonsInSnakeCaseFromASmallSet() {
    Life life = new Life();
    for (int i = 0; i < MANY; i++) {
      life.everyEnding("target-" + i % 100);
    }
    for (String reason : life.reasons) {
      require(NameForms.isSnakeCase(reason), "the reason '" + reason + "' is not in snake_case");
    }
    require(
        life.reasons.size() <= MAX_REASONS, "it refuses for " + life.reasons.size() + " reasons");
  }

  @Test
  final void refusesForADayAtMost() {
    Life life = new Life();
    for (int i = 0; i < MANY; i++) {
      life.settle("a", permit -> permit.failed(new IOException("x"), HUGE));
      if (life.ask("a") instanceof Admission.Refused refused) {
        require(
            refused.retryAfter().compareTo(LONGEST_REFUSAL) <= 0,
            "it refuses for " + refused.retryAfter() + ": that is for good");
      }
    }
  }

  @Test
  final void takesNothingForAPermitThatWasNotUsed() {
    Life life = new Life();
    for (int i = 0; i < MANY; i++) {
      Admission answer = life.ask("a");
      require(
          answer instanceof Admission.Permit,
          "it refuses after " + i + " permits that were given back unused");
      ((Admission.Permit) answer).unused();
    }
  }

  @Test
  final void admitsAgainAfterFailuresAsTimePasses() {
    Life life = new Life();
    for (int i = 0; i < MANY; i++) {
      life.settle("a", permit -> permit.failed(new IOException("x"), COST));
    }
    for (int i = 0; i < MANY; i++) {
      if (life.ask("a") instanceof Admission.Permit permit) {
        permit.succeeded(COST);
        return;
      }
      life.clock.advance(Duration.ofMinutes(5));
    }
    throw new AssertionError("after failures it never asks the server again");
  }

  @Test
  final void treatsATargetThatCameBackAsNew() {
    Life life = new Life();
    for (int i = 0; i < MANY; i++) {
      life.settle("a", permit -> permit.failed(new IOException("x"), HUGE));
    }
    life.guard.forget("a");
    require(
        !judgesEachTargetByItself() || life.ask("a") instanceof Admission.Permit,
        "it remembers a target that it was told to forget");
  }

  @Test
  final void letsOneTargetNotPayForAnother() {
    Life life = new Life();
    for (int i = 0; i < MANY; i++) {
      life.settle("a", permit -> permit.failed(new IOException("x"), HUGE));
    }
    require(
        !judgesEachTargetByItself() || life.ask("b") instanceof Admission.Permit,
        "it refuses one target for what another did");
  }

  @Test
  final void forgetsTargetsItNeverSaw() {
    new Life().guard.forget("never");
  }

  // --- threads and cost

  @Test
  final void answersManyThreadsAtOnceWithoutBlocking() {
    Life life = new Life();
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String own = "target-" + t;
      Callable<Boolean> work =
          () -> {
            for (int i = 0; i < MANY; i++) {
              settleOne(life, own, i);
              settleOne(life, "shared", i);
              life.guard.forget("gone-" + i);
            }
            return true;
          };
      tasks.add(new FutureTask<>(work));
    }
    Watched.run(
        patience(),
        THREADS * MANY + " admissions",
        () -> {
          for (FutureTask<Boolean> task : tasks) {
            Thread thread = new Thread(task, "contract: admissions");
            thread.setDaemon(true);
            thread.start();
          }
          for (FutureTask<Boolean> task : tasks) {
            boolean unused = task.get();
          }
        });
  }

  private void settleOne(Life life, String target, int turn) {
    Admission answer = life.guard.admit(key(target), life.clock.nanoTime());
    require(answer != null, "admit() returned null");
    if (answer instanceof Admission.Permit permit) {
      switch (turn % 4) {
        case 0 -> permit.succeeded(COST);
        case 1 -> permit.failed(new IOException("x"), COST);
        case 2 -> permit.abandoned();
        default -> permit.unused();
      }
    }
  }

  @Test
  final void tellsNoSecret() {
    Life life = new Life();
    life.everyEnding("a");
    requireNoSecrets(life.context.words(), "health or the log");
  }

  @Test
  final void speaksInTheFormsThatMachinesRead() {
    Life life = new Life();
    life.everyEnding("a");
    requireNoFaults(life.context);
  }

  // --- life

  @Test
  final void isMadeAnewForEachInstance() {
    RecordingContext context = context(new ManualClock());
    CollectionGuard one = provider().create(config(), context);
    CollectionGuard other = provider().create(config(), context);
    one.close();
    other.close();
    require(one != other, "two instances share a guard");
  }

  @Test
  final void leavesNoThreadBehind() {
    Set<Thread> before = Watched.threads();
    Life life = new Life();
    life.everyEnding("a");
    Watched.run(patience(), "close()", life.guard::close);
    Set<Thread> left = Watched.leftBehind(before, patience());
    require(left.isEmpty(), "after close() there are still " + left);
  }

  @Test
  final void closesTwice() {
    Life life = new Life();
    life.everyEnding("a");
    Watched.run(patience(), "close()", life.guard::close);
    Watched.run(patience(), "close() for the second time", life.guard::close);
  }

  @Test
  final void takesTheEndingOfAPermitAfterItWasClosed() {
    Life life = new Life();
    Admission answer = life.ask("a");
    Watched.run(patience(), "close()", life.guard::close);
    if (answer instanceof Admission.Permit permit) {
      permit.abandoned();
      permit.returned(COST);
    }
  }
}
