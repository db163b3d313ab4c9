package io.dbintel.core.contract;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.toy.ToyEvents;
import io.dbintel.testkit.ProcessorContract;
import io.dbintel.testkit.ProviderContract;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule for processors finds the processor that breaks it. */
class ProcessorContractTest {
  private static final Processor ONE_FOR_ALL = batch -> {};

  static List<Faulty> faulty() {
    return List.of(
        processing(
            "survivesEventsOfEveryTypeWithoutAttributes",
            "takes an attribute for granted",
            event -> Objects.requireNonNull(event.get(ToyEvents.TEXT))),
        processing(
            "survivesEventsOfEveryTypeWithExtremeValues",
            "cannot count beyond an int",
            event -> Math.toIntExact(event.getLong(ToyEvents.NUMBER, 0))),
        processing(
            "processesTheEventsItIsThereFor",
            "throws on them",
            event -> {
              throw new IllegalStateException("no");
            }),
        faulty(
            "processesTheEventsItIsThereFor",
            "hangs",
            context -> batch -> awaitForever(new CountDownLatch(1))),
        faulty(
            "acceptsEmptyBatchesTicksAndADrainBeforeAnyEvent",
            "looks for a first event",
            context -> batch -> batch.iterator().next()),
        faulty(
            "goesOnWhenTheWallClockJumps",
            "believes that wall time only rises",
            context -> new Impatient(context.clock())),
        faulty(
            "letsGoOfTheEventsOfABatchThatLeft",
            "writes into an event that left",
            context -> new Clinging()),
        declaring(
            "writesOnlyAttributesItProvides",
            "declares no attribute",
            Contract.none().emitting(ToyEvents.SAMPLE)),
        declaring(
            "addsOnlyEventsItEmitsWithAttributesOfTheVocabulary",
            "declares no event",
            Contract.none().providing(ToyEvents.NUMBER)),
        new Faulty(
            "declaresOnlyNamesOfTheVocabulary",
            "names no attributes for the vocabulary",
            () ->
                new Held(
                    new Tagging() {
                      @Override
                      public Set<AttrKey<?>> attributes() {
                        return Set.of();
                      }
                    })),
        faulty("replacesThePayloadsItTakesAndLeavesOthersAlone", "takes none", c -> batch -> {}),
        processing(
            "replacesThePayloadsItTakesAndLeavesOthersAlone",
            "takes all payloads",
            DbEvent::removePayload),
        faulty(
            "dropsForReasonsInSnakeCaseFromASmallSet",
            "speaks to people in a reason",
            context -> batch -> batch.forEach(event -> batch.drop(event, "Not wanted!"))),
        faulty(
            "leavesWeightsToTheSampler",
            "doubles weights",
            context -> batch -> batch.forEach(event -> batch.reweigh(event, 2))),
        processing(
            "tellsNoSecretAndNoPayload",
            "writes what it does not understand into an attribute",
            event -> {
              if (event.payload() != null) {
                event.set(ToyEvents.TEXT, event.payload().reveal().toString());
              }
            }),
        faulty(
            "speaksInTheFormsThatMachinesRead",
            "gives a sentence for a reason",
            context ->
                batch ->
                    context.health().report(HealthStatus.DEGRADED, "It is bad.", "It is.", "")),
        faulty("isMadeAnewForEachTarget", "is one for all", context -> ONE_FOR_ALL),
        faulty(
            "startsNoThread",
            "starts a thread",
            context -> {
              Thread thread = new Thread(() -> awaitForever(new CountDownLatch(1)), "mine");
              thread.setDaemon(true);
              thread.start();
              return batch -> {};
            }),
        faulty("closesTwice", "throws at the second close", context -> new ClosedOnce()),
        faulty("closesWithoutHavingBeenUsed", "needs an event to close", context -> new Clinging()),
        faulty(
            "takesUpTheStateItLeft",
            "forgets",
            context ->
                new Tagging.Tagger(1) {
                  @Override
                  public void restore(int version, byte[] state) {}
                }),
        faulty(
            "startsEmptyOnAStateThatIsNotItsOwn",
            "takes whatever it is given",
            context ->
                new Tagging.Tagger(1) {
                  @Override
                  public void restore(int version, byte[] state) {
                    seen = state.length;
                  }
                }));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void finds(Faulty faulty) {
    faulty.mustBeFound();
  }

  @Test
  void everyRuleIsShownToFail() {
    Faulty.mustShowEveryRuleFail(faulty(), ProcessorContract.class, ProviderContract.class);
  }

  private static Faulty faulty(
      String rule, String how, Function<ComponentContext, Processor> maker) {
    return new Faulty(
        rule,
        how,
        () ->
            new Held(
                new Tagging() {
                  @Override
                  public Processor create(Config config, ComponentContext context) {
                    return maker.apply(context);
                  }
                }));
  }

  private static Faulty processing(String rule, String how, Consumer<DbEvent> each) {
    return faulty(rule, how, context -> batch -> batch.forEach(each));
  }

  private static Faulty declaring(String rule, String how, Contract contract) {
    return new Faulty(
        rule,
        how,
        () ->
            new Held(
                new Tagging() {
                  @Override
                  public Contract contract(Config config) {
                    return contract;
                  }
                }));
  }

  static void awaitForever(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
    }
  }

  /** Holds a provider to the contract, with little patience. */
  private static final class Held extends ProcessorContract<Tagging.Config> {
    private final ProcessorProvider<Tagging.Config> provider;

    Held(ProcessorProvider<Tagging.Config> provider) {
      this.provider = provider;
    }

    @Override
    protected ProcessorProvider<Tagging.Config> provider() {
      return provider;
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }

    @Override
    protected void fill(EventBatch.Control batch) {
      TaggingContractTest.fillWithSamples(batch);
    }
  }

  private static final class Impatient implements Processor {
    private final Clock clock;
    private long last;

    Impatient(Clock clock) {
      this.clock = clock;
    }

    @Override
    public void process(EventBatch batch) {
      if (clock.epochNanos() < last) {
        throw new IllegalStateException("time runs backwards");
      }
      last = clock.epochNanos();
    }
  }

  private static final class Clinging implements Processor {
    private DbEvent kept = new DbEvent(EventTypes.FINDING, "none", 0);

    @Override
    public void process(EventBatch batch) {
      kept.set(ToyEvents.NUMBER, 1);
      kept = batch.iterator().next();
    }

    @Override
    public void close() {
      if (kept.target().equals("none")) {
        throw new IllegalStateException("nothing was ever processed");
      }
    }
  }

  private static final class ClosedOnce implements Processor {
    private boolean closed;

    @Override
    public void process(EventBatch batch) {}

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }
}
