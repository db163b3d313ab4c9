package io.dbintel.core.contract;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionException;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Target;
import io.dbintel.core.toy.ToyEvents;
import io.dbintel.core.toy.ToyTarget;
import io.dbintel.testkit.CollectorContract;
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

/** Each rule for collectors finds the collector that breaks it. */
class CollectorContractTest {
  private static final Collector ONE_FOR_ALL = new Queueing.Reader();

  /** What a collection does beside what is honest. */
  @FunctionalInterface
  interface Extra {
    void collect(CollectionContext out, ComponentContext context) throws Exception;
  }

  static List<Faulty> faulty() {
    return List.of(
        of(
            "servesTheTypeOfTheTarget",
            "serves another type",
            new Queueing() {
              @Override
              public Set<String> targetTypes() {
                return Set.of("postgresql");
              }
            }),
        of(
            "declaresOnlyNamesOfTheVocabulary",
            "names no event types for the vocabulary",
            new Queueing() {
              @Override
              public Set<EventType> eventTypes() {
                return Set.of();
              }
            }),
        collecting(
            "emitsWhatItReadsOfTheTypesItDeclares",
            "emits what it did not declare",
            (out, context) -> unused(out.emit(EventTypes.FINDING))),
        reading(
            "emitsWhatItReadsOfTheTypesItDeclares",
            "emits nothing",
            context -> out -> out.spent(new CollectionCost(0, 0, 1, 0))),
        of(
            "writesOnlyAttributesOfTheVocabulary",
            "names no attributes for the vocabulary",
            new Queueing() {
              @Override
              public Set<AttrKey<?>> attributes() {
                return Set.of();
              }
            }),
        collecting(
            "givesEachMeasurementAFiniteValueAndNoCounterAFall",
            "measures nothing",
            (out, context) -> unused(out.emit(Queueing.DONE))),
        collecting(
            "givesEachMeasurementAFiniteValueAndNoCounterAFall",
            "takes a restart for a fall",
            (out, context) ->
                out.emit(Queueing.DONE).value(out.identity().run().equals("another run") ? -5 : 5)),
        collecting(
            "keepsToTheRoomThereIs",
            "needs room",
            (out, context) -> {
              if (out.room() == 0) {
                throw new IllegalStateException("no room");
              }
            }),
        collecting(
            "answersAtEveryLevel",
            "knows no minimum",
            (out, context) -> {
              if (out.level() == QueryLevel.MINIMAL) {
                throw new IllegalStateException("all or nothing");
              }
            }),
        reading(
            "saysWhatItCostTheServer",
            "does not say what it cost",
            context -> out -> out.emit(Queueing.DONE).value(1)),
        reading(
            "isMadeWithoutTouchingTheServer",
            "asks who the server is when it is made",
            context -> {
              throw new IllegalStateException("nobody answers");
            }),
        reading(
            "throwsWhereNobodyAnswers",
            "hides that nobody answers",
            context -> out -> out.emit(ToyEvents.SAMPLE)),
        reading(
            "throwsWhereNobodyAnswers",
            "says its password",
            context ->
                out -> {
                  throw new CollectionException(
                      HealthStatus.DOWN, "refused", "hunter2 was refused", "");
                }),
        collecting(
            "endsWhenItIsGivenUpAndReadsAgain",
            "does not end",
            (out, context) -> {
              if (out.isAbandoned()) {
                ProcessorContractTest.awaitForever(new CountDownLatch(1));
              }
            }),
        reading("endsWhenItIsGivenUpAndReadsAgain", "never reads again", c -> new OnceOnly()),
        draining(
            "drainsWithoutAskingTheServer",
            "asks once more",
            last -> last.spent(new CollectionCost(1, 0, 1, 0))),
        draining(
            "drainsBeforeAnyCollection",
            "has nothing to drain",
            last -> {
              throw new IllegalStateException("nothing collected");
            }),
        collecting(
            "tellsNoSecret",
            "tells a password",
            (out, context) ->
                out.emit(ToyEvents.SAMPLE).set(ToyEvents.TEXT, "signed in with hunter2")),
        collecting(
            "speaksInTheFormsThatMachinesRead",
            "counts under a sentence",
            (out, context) -> context.metrics().add("Rows read", 1)),
        collecting(
            "speaksInTheFormsThatMachinesRead",
            "says a value in a reason",
            (out, context) -> out.badRow("row 'x' is bad")),
        reading("isMadeAnewForEachTarget", "is one for all", context -> ONE_FOR_ALL),
        reading(
            "startsNoThreadWhenItIsMade",
            "starts a thread",
            context -> {
              Thread thread =
                  new Thread(
                      () -> ProcessorContractTest.awaitForever(new CountDownLatch(1)), "mine");
              thread.setDaemon(true);
              thread.start();
              return new Queueing.Reader();
            }),
        reading(
            "closesTwice",
            "throws at the second close",
            context ->
                new Queueing.Reader() {
                  private boolean closed;

                  @Override
                  public void close() {
                    if (closed) {
                      throw new IllegalStateException("closed already");
                    }
                    closed = true;
                  }
                }),
        reading(
            "takesUpTheStateItLeft",
            "forgets",
            context ->
                new Queueing.Reader() {
                  @Override
                  public void restore(int version, byte[] state) {}
                }),
        reading(
            "startsEmptyOnAStateThatIsNotItsOwn",
            "takes whatever it is given",
            context ->
                new Queueing.Reader() {
                  @Override
                  public void restore(int version, byte[] state) {
                    readings = state.length;
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
    Faulty.mustShowEveryRuleFail(faulty(), CollectorContract.class, ProviderContract.class);
  }

  private static void unused(DbEvent event) {
    Objects.requireNonNull(event);
  }

  private static Faulty of(String rule, String how, Queueing provider) {
    return new Faulty(rule, how, () -> new Held(provider));
  }

  private static Faulty reading(
      String rule, String how, Function<ComponentContext, Collector> maker) {
    return of(
        rule,
        how,
        new Queueing() {
          @Override
          public Collector create(Config config, Target target, ComponentContext context) {
            return maker.apply(context);
          }
        });
  }

  private static Faulty collecting(String rule, String how, Extra extra) {
    return reading(
        rule,
        how,
        context ->
            new Queueing.Reader() {
              @Override
              public void collect(CollectionContext out) throws Exception {
                super.collect(out);
                extra.collect(out, context);
              }
            });
  }

  private static Faulty draining(String rule, String how, Consumer<CollectionContext> drain) {
    return reading(
        rule,
        how,
        context ->
            new Queueing.Reader() {
              @Override
              public void drain(CollectionContext last) {
                drain.accept(last);
              }
            });
  }

  /** Is of no use any more once it was given up. */
  private static final class OnceOnly extends Queueing.Reader {
    private boolean broken;

    @Override
    public void collect(CollectionContext out) throws Exception {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      out.onAbandon(() -> broken = true);
      out.spent(new CollectionCost(1, 0, 1, 0));
    }
  }

  /** Holds a collector to the contract, with little patience. */
  private static final class Held extends CollectorContract<Queueing.Config> {
    private final Queueing provider;

    Held(Queueing provider) {
      this.provider = provider;
    }

    @Override
    protected CollectorProvider<Queueing.Config> provider() {
      return provider;
    }

    @Override
    protected Target target() {
      return new ToyTarget("here");
    }

    @Override
    protected Target unreachable() {
      return new ToyTarget("gone");
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }

    @Override
    protected Set<String> secrets() {
      return Set.of("hunter2");
    }
  }
}
