package io.dbintel.testkit;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.BatchTally;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.Stateful;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every processor keeps. Extend it in a test, say which provider and what its events look
 * like, and each rule of {@link Processor} and {@link ProcessorProvider} is a test of its own.
 *
 * <p>Each rule gets a new processor, events that nobody sends on purpose (of every type there is,
 * bare, and with every attribute at its extremes), yours, ticks, a wall clock that jumps, and a
 * drain.
 *
 * @param <C> the configuration
 */
public abstract class ProcessorContract<C extends Record> extends ProviderContract<C> {
  private static final int MAX_REASONS = 64;

  /** For the test that extends it. */
  protected ProcessorContract() {}

  @Override
  protected abstract ProcessorProvider<C> provider();

  /**
   * Fills a batch with what the processor is there for: at least one event, with whatever it
   * requires, payloads too.
   */
  protected abstract void fill(EventBatch.Control batch);

  /** True for a sampler, which alone may change weights; false unless overridden. */
  protected boolean dropsByChance() {
    return false;
  }

  @Override
  final Class<?> kind() {
    return ProcessorProvider.class;
  }

  /** A processor's life. */
  private final class Life {
    final ManualClock clock = new ManualClock();
    final RecordingContext context = context(clock);
    final Processor processor = Objects.requireNonNull(provider().create(config(), context));
    final BatchRun batches = new BatchRun(provider().name(), clock, patience());
    final List<BatchRun.Done> done = new ArrayList<>();

    void bare() {
      done.add(
          batches.run(
              "process() of events without attributes",
              batch -> HostileEvents.bare(vocabulary(), batch::collect, clock.epochNanos()),
              processor::process));
    }

    void foreign() {
      done.add(
          batches.run(
              "process() of events with a payload of somebody else",
              batch ->
                  HostileEvents.withForeignPayload(
                      vocabulary(), batch::collect, clock.epochNanos()),
              processor::process));
    }

    void extreme() {
      for (int i = 0; i < HostileEvents.VARIANTS; i++) {
        int variant = i;
        done.add(
            batches.run(
                "process() of extreme values",
                batch -> HostileEvents.extreme(vocabulary(), batch::collect, variant),
                processor::process));
      }
    }

    void meant() {
      done.add(
          batches.run(
              "process() of its own events", ProcessorContract.this::fill, processor::process));
    }

    void empty() {
      done.add(batches.run("process() of an empty batch", batch -> {}, processor::process));
    }

    void tick() {
      clock.advance(Duration.ofSeconds(1));
      done.add(batches.run("tick()", batch -> {}, processor::tick));
    }

    void drain() {
      done.add(batches.run("drain()", batch -> {}, processor::drain));
    }

    Life whole() {
      tick();
      bare();
      meant();
      extreme();
      tick();
      clock.jumpWall(Duration.ofHours(-1));
      meant();
      clock.advance(Duration.ofDays(1));
      tick();
      foreign();
      empty();
      drain();
      processor.close();
      return this;
    }
  }

  // --- what it is given

  @Test
  final void survivesEventsOfEveryTypeWithoutAttributes() {
    new Life().bare();
  }

  @Test
  final void survivesEventsOfEveryTypeWithExtremeValues() {
    new Life().extreme();
  }

  @Test
  final void processesTheEventsItIsThereFor() {
    EventBatch.Control some = EventBatch.open("test", "source", 0, 1_000);
    fill(some);
    require(!some.batch().isEmpty(), "fill() gave no event to test with");
    new Life().meant();
  }

  @Test
  final void acceptsEmptyBatchesTicksAndADrainBeforeAnyEvent() {
    Life life = new Life();
    life.empty();
    life.tick();
    life.drain();
  }

  @Test
  final void goesOnWhenTheWallClockJumps() {
    Life life = new Life();
    life.meant();
    life.clock.jumpWall(Duration.ofHours(-1));
    life.meant();
    life.tick();
    life.clock.jumpWall(Duration.ofDays(400));
    life.meant();
    life.tick();
  }

  @Test
  final void letsGoOfTheEventsOfABatchThatLeft() {
    Life life = new Life();
    life.meant();
    life.meant();
    life.tick();
    life.meant();
    life.drain();
  }

  // --- what it does

  @Test
  final void writesOnlyAttributesItProvides() {
    Contract contract = provider().contract(config());
    for (BatchRun.Done done : new Life().whole().done) {
      Set<AttrKey<?>> undeclared = new LinkedHashSet<>(done.written());
      undeclared.removeAll(contract.provides());
      require(undeclared.isEmpty(), "it writes " + undeclared + ", which it does not provide");
    }
  }

  @Test
  final void addsOnlyEventsItEmitsWithAttributesOfTheVocabulary() {
    Contract contract = provider().contract(config());
    for (BatchRun.Done done : new Life().whole().done) {
      Set<EventType> undeclared = new LinkedHashSet<>(done.createdTypes());
      undeclared.removeAll(contract.emits());
      require(undeclared.isEmpty(), "it adds " + undeclared + ", which it does not emit");
      for (AttrKey<?> key : done.createdKeys()) {
        requireKnown(key);
      }
    }
  }

  @Test
  final void declaresOnlyNamesOfTheVocabulary() {
    Contract contract = provider().contract(config());
    for (AttrKey<?> key : contract.provides()) {
      requireKnown(key);
    }
    for (EventType type : contract.emits()) {
      requireKnown(type);
    }
  }

  @Test
  final void replacesThePayloadsItTakesAndLeavesOthersAlone() {
    Contract contract = provider().contract(config());
    Life life = new Life();
    life.meant();
    for (DbEvent event : life.done.get(0).left()) {
      Sensitive<?> payload = event.payload();
      require(
          payload == null
              || contract.takes().stream().noneMatch(t -> t.isInstance(payload.reveal())),
          "an event still bears a payload that it takes");
    }
    life.foreign();
    BatchRun.Done foreign = life.done.get(1);
    long passed = foreign.left().stream().filter(HostileEvents::bearsForeignPayload).count();
    long stripped =
        foreign.left().stream()
            .filter(
                event -> event.payload() == null && !foreign.createdTypes().contains(event.type()))
            .count();
    require(
        stripped == 0,
        "it took a payload that it does not understand off %d events, and left %d"
            .formatted(stripped, passed));
  }

  @Test
  final void dropsForReasonsInSnakeCaseFromASmallSet() {
    Set<String> reasons = new LinkedHashSet<>();
    for (BatchRun.Done done : new Life().whole().done) {
      for (BatchTally.Cause cause : done.tally().dropped().keySet()) {
        require(
            NameForms.isSnakeCase(cause.reason()),
            "the reason '" + cause.reason() + "' is not in snake_case");
        reasons.add(cause.reason());
      }
    }
    require(reasons.size() <= MAX_REASONS, "it drops for " + reasons.size() + " reasons");
  }

  @Test
  final void leavesWeightsToTheSampler() {
    for (BatchRun.Done done : new Life().whole().done) {
      require(
          dropsByChance() || done.tally().reweighed() == 0,
          "it reweighs events: that is for the stage that drops by chance");
    }
  }

  @Test
  final void tellsNoSecretAndNoPayload() {
    Life life = new Life().whole();
    for (BatchRun.Done done : life.done) {
      for (DbEvent event : done.left()) {
        requireNoSecrets(EventTexts.of(event).texts(), "an attribute of " + event.type());
      }
    }
    requireNoSecrets(life.context.words(), "health or the log");
  }

  @Test
  final void speaksInTheFormsThatMachinesRead() {
    requireNoFaults(new Life().whole().context);
  }

  // --- life

  @Test
  final void isMadeAnewForEachTarget() {
    RecordingContext context = context(new ManualClock());
    Processor one = provider().create(config(), context);
    Processor other = provider().create(config(), context);
    one.close();
    other.close();
    require(one != other, "two targets share a processor");
  }

  @Test
  final void startsNoThread() {
    Set<Thread> before = Watched.threads();
    new Life().meant();
    Set<Thread> started = Watched.threads();
    started.removeAll(before);
    require(started.isEmpty(), "it started " + started);
  }

  @Test
  final void closesTwice() {
    Life life = new Life();
    life.meant();
    life.drain();
    Watched.run(patience(), "close()", life.processor::close);
    Watched.run(patience(), "close() for the second time", life.processor::close);
  }

  @Test
  final void closesWithoutHavingBeenUsed() {
    Watched.run(patience(), "close()", new Life().processor::close);
  }

  // --- state

  @Test
  final void takesUpTheStateItLeft() {
    Life life = new Life();
    life.meant();
    life.tick();
    if (life.processor instanceof Stateful used) {
      StateRules.survivesARestart(used, this::fresh);
    }
  }

  @Test
  final void startsEmptyOnAStateThatIsNotItsOwn() {
    Life life = new Life();
    life.meant();
    life.tick();
    if (life.processor instanceof Stateful used) {
      StateRules.startsEmptyOnForeignBytes(used, this::fresh);
    }
  }

  private Stateful fresh() {
    return (Stateful) new Life().processor;
  }
}
