package io.dbintel.core.contract;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.testkit.GuardContract;
import io.dbintel.testkit.ProviderContract;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule for guards finds the guard that breaks it. */
class GuardContractTest {
  private static final FailurePause.Config CONFIG = new FailurePause().defaults();
  private static final CollectionGuard ONE_FOR_ALL = new FailurePause.Guard(CONFIG);

  static List<Faulty> faulty() {
    return List.of(
        answering("admitsTheFirstCollection", "refuses", refused("never", Duration.ZERO)),
        faulty(
            "answersAtAnyMonotonicTime",
            "takes a negative time for a mistake",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    if (nanoTime < 0) {
                      throw new IllegalArgumentException("negative time");
                    }
                    return super.admit(key, nanoTime);
                  }
                }),
        faulty(
            "takesEveryEndingOfAPermit",
            "wants no permit abandoned",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    return new Permit(key.target(), nanoTime) {
                      @Override
                      public void abandoned() {
                        throw new IllegalStateException("not me");
                      }
                    };
                  }
                }),
        refusing(
            "refusesForReasonsInSnakeCaseFromASmallSet",
            "says the target's name in a reason",
            key -> refused("pausing " + key.target(), Duration.ofSeconds(1))),
        refusing(
            "refusesForADayAtMost",
            "refuses for good",
            key -> refused("pausing", Duration.ofDays(1_000))),
        faulty(
            "takesNothingForAPermitThatWasNotUsed",
            "counts unused permits",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    return super.admit(key, nanoTime) instanceof Admission.Refused refused
                        ? refused
                        : new Permit(key.target(), nanoTime) {
                          @Override
                          public void unused() {
                            abandoned();
                          }
                        };
                  }
                }),
        faulty(
            "admitsAgainAfterFailuresAsTimePasses",
            "never forgives",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    return troubles.containsKey(key.target())
                        ? refused("failed_once", Duration.ZERO)
                        : super.admit(key, nanoTime);
                  }
                }),
        faulty(
            "treatsATargetThatCameBackAsNew",
            "does not forget",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public void forget(String target) {}
                }),
        faulty(
            "letsOneTargetNotPayForAnother",
            "takes all targets for one",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    return super.admit(
                        new CollectionKey("all", key.collector(), key.turn()), nanoTime);
                  }
                }),
        faulty(
            "forgetsTargetsItNeverSaw",
            "knows of no such target",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public void forget(String target) {
                    throw new IllegalArgumentException("unknown target");
                  }
                }),
        faulty(
            "answersManyThreadsAtOnceWithoutBlocking",
            "waits for the collection that it let in",
            context -> new OneAtATime()),
        faulty(
            "tellsNoSecret",
            "logs a password",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    context.logger().log(System.Logger.Level.INFO, "hunter2");
                    return super.admit(key, nanoTime);
                  }
                }),
        faulty(
            "speaksInTheFormsThatMachinesRead",
            "asks for a grant that it does not name",
            context ->
                new FailurePause.Guard(CONFIG) {
                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    context.health().report(HealthStatus.FORBIDDEN, "no_grant", "Forbidden.", "");
                    return super.admit(key, nanoTime);
                  }
                }),
        faulty("isMadeAnewForEachInstance", "is one for all", context -> ONE_FOR_ALL),
        faulty(
            "leavesNoThreadBehind",
            "leaves its thread behind",
            context -> {
              Thread thread =
                  new Thread(
                      () -> ProcessorContractTest.awaitForever(new CountDownLatch(1)), "mine");
              thread.setDaemon(true);
              thread.start();
              return new FailurePause.Guard(CONFIG);
            }),
        faulty(
            "closesTwice",
            "throws at the second close",
            context ->
                new FailurePause.Guard(CONFIG) {
                  private boolean closed;

                  @Override
                  public void close() {
                    if (closed) {
                      throw new IllegalStateException("closed already");
                    }
                    closed = true;
                  }
                }),
        faulty(
            "takesTheEndingOfAPermitAfterItWasClosed",
            "wants no permit back when it is closed",
            context ->
                new FailurePause.Guard(CONFIG) {
                  private boolean closed;

                  @Override
                  public void close() {
                    closed = true;
                  }

                  @Override
                  public Admission admit(CollectionKey key, long nanoTime) {
                    return new Permit(key.target(), nanoTime) {
                      @Override
                      public void abandoned() {
                        if (closed) {
                          throw new IllegalStateException("closed");
                        }
                      }
                    };
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
    Faulty.mustShowEveryRuleFail(faulty(), GuardContract.class, ProviderContract.class);
  }

  private static Admission refused(String reason, Duration retryAfter) {
    return new Admission.Refused(reason, retryAfter);
  }

  private static Faulty answering(String rule, String how, Admission answer) {
    return faulty(rule, how, context -> (key, nanoTime) -> answer);
  }

  /** Refuses in its own words. */
  private static Faulty refusing(
      String rule, String how, Function<CollectionKey, Admission> refusal) {
    return faulty(
        rule,
        how,
        context ->
            new FailurePause.Guard(CONFIG) {
              @Override
              public Admission admit(CollectionKey key, long nanoTime) {
                return super.admit(key, nanoTime) instanceof Admission.Permit permit
                    ? permit
                    : refusal.apply(key);
              }
            });
  }

  private static Faulty faulty(
      String rule, String how, Function<ComponentContext, CollectionGuard> maker) {
    return new Faulty(rule, how, () -> new Held(maker));
  }

  /** Blocks whoever asks while a permit is out, for which others wait in vain. */
  private static final class OneAtATime extends FailurePause.Guard {
    private final Set<String> asked = new HashSet<>();

    OneAtATime() {
      super(CONFIG);
    }

    @Override
    public Admission admit(CollectionKey key, long nanoTime) {
      boolean first;
      synchronized (asked) {
        first = asked.add(key.target());
      }
      if (!first) {
        ProcessorContractTest.awaitForever(new CountDownLatch(1));
      }
      return super.admit(key, nanoTime);
    }
  }

  /** Holds a guard to the contract, with little patience. */
  private static final class Held extends GuardContract<FailurePause.Config> {
    private final Function<ComponentContext, CollectionGuard> maker;

    Held(Function<ComponentContext, CollectionGuard> maker) {
      this.maker = maker;
    }

    @Override
    protected GuardProvider<FailurePause.Config> provider() {
      return new FailurePause() {
        @Override
        public CollectionGuard create(Config config, ComponentContext context) {
          return maker.apply(context);
        }
      };
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
