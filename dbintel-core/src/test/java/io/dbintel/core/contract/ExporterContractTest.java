package io.dbintel.core.contract;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.export.InMemoryConfig;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.testkit.ExporterContract;
import io.dbintel.testkit.ProviderContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule for exporters finds the exporter that breaks it. */
class ExporterContractTest {
  private static final Exporter ONE_FOR_ALL = new Sink();

  /** Counts what arrives, and is otherwise honest. */
  static class Sink implements Exporter {
    long arrived;

    @Override
    public ExportResult export(List<DbEvent> events, Duration timeout) throws Exception {
      arrived += events.size();
      return ExportResult.exported();
    }
  }

  static List<Faulty> faulty() {
    return List.of(
        faulty(
            "whatItCallsExportedIsAtTheDestinationOnce",
            "loses one of each export",
            context ->
                new Sink() {
                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout) {
                    arrived += events.size() - 1;
                    return ExportResult.exported();
                  }
                }),
        faulty(
            "doesNotNeedTheListLater",
            "keeps the list until it flushes",
            context ->
                new Sink() {
                  private final List<List<DbEvent>> kept = new ArrayList<>();

                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout) {
                    kept.add(events);
                    return ExportResult.exported();
                  }

                  @Override
                  public void flush(Duration timeout) {
                    kept.forEach(list -> arrived += list.size());
                    kept.clear();
                  }
                }),
        faulty(
            "answersForEventsOfEveryTypeWithoutAttributes",
            "takes a value for granted",
            context ->
                new Sink() {
                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout)
                      throws Exception {
                    for (DbEvent event : events) {
                      if (event.type().isMeasurement() && !event.hasValue()) {
                        throw new IllegalStateException("no value");
                      }
                    }
                    return super.export(events, timeout);
                  }
                }),
        faulty(
            "answersForEventsOfEveryTypeWithExtremeValues",
            "cannot tell times before 1970",
            context ->
                new Sink() {
                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout)
                      throws Exception {
                    for (DbEvent event : events) {
                      if (event.epochNanos() < 0) {
                        throw new IllegalStateException("before 1970");
                      }
                    }
                    return super.export(events, timeout);
                  }
                }),
        faulty(
            "exportsGoodEventsAfterExtremeOnes",
            "refuses everything after one that it cannot take",
            context ->
                new Sink() {
                  private boolean broken;

                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout)
                      throws Exception {
                    broken |= events.stream().anyMatch(event -> event.epochNanos() < 0);
                    broken |= events.stream().anyMatch(event -> event.attributeCount() > 50);
                    return broken ? ExportResult.refused("broken") : super.export(events, timeout);
                  }
                }),
        faulty(
            "answersForAnEmptyList",
            "looks for a first event",
            context ->
                new Sink() {
                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout)
                      throws Exception {
                    DbEvent unused = events.get(0);
                    return super.export(events, timeout);
                  }
                }),
        faulty(
            "goesOnAfterAnInterrupt",
            "is broken by an interrupt for good",
            context ->
                new Sink() {
                  private boolean broken;

                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout)
                      throws Exception {
                    broken |= Thread.interrupted();
                    return broken
                        ? ExportResult.retry("interrupted", Duration.ZERO)
                        : super.export(events, timeout);
                  }
                }),
        faulty(
            "tellsNoSecret",
            "logs its password",
            context ->
                new Sink() {
                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout)
                      throws Exception {
                    context.logger().log(System.Logger.Level.INFO, "sent with hunter2");
                    return super.export(events, timeout);
                  }
                }),
        faulty(
            "speaksInTheFormsThatMachinesRead",
            "says that it is well as a trouble",
            context ->
                new Sink() {
                  @Override
                  public void open(ComponentContext own) {
                    own.health().report(HealthStatus.UP, "fine", "All is well.", "");
                  }
                }),
        faulty("isMadeAnewForEachUse", "is one for all", context -> ONE_FOR_ALL),
        faulty(
            "startsNoThreadBeforeItIsOpened",
            "starts a thread when it is made",
            context -> {
              startThread();
              return new Sink();
            }),
        faulty(
            "leavesNoThreadBehind",
            "leaves its thread behind",
            context ->
                new Sink() {
                  @Override
                  public void open(ComponentContext own) {
                    startThread();
                  }
                }),
        faulty(
            "flushesBeforeAnyExportAndTwice",
            "cannot flush nothing",
            context ->
                new Sink() {
                  @Override
                  public void flush(Duration timeout) {
                    if (arrived == 0) {
                      throw new IllegalStateException("nothing to flush");
                    }
                  }
                }),
        faulty(
            "closesTwice",
            "throws at the second close",
            context ->
                new Sink() {
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
            "closesWithoutHavingBeenOpened",
            "waits for its thread, which it never started",
            context ->
                new Sink() {
                  private boolean opened;

                  @Override
                  public void open(ComponentContext own) {
                    opened = true;
                  }

                  @Override
                  public void close() {
                    if (!opened) {
                      ProcessorContractTest.awaitForever(new CountDownLatch(1));
                    }
                  }
                }));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void finds(Faulty faulty) {
    faulty.mustBeFound();
  }

  @ParameterizedTest
  @MethodSource("soundResults")
  void findsResultsThatDoNotAddUp(ExportResult result) {
    faulty(
            "whatItCallsExportedIsAtTheDestinationOnce",
            "answers " + result,
            context ->
                new Sink() {
                  @Override
                  public ExportResult export(List<DbEvent> events, Duration timeout) {
                    return result;
                  }
                })
        .mustBeFound();
  }

  static List<ExportResult> soundResults() {
    return List.of(
        ExportResult.partlyExported(1_000, "too_many"),
        ExportResult.partlyExported(1, "Not this one"),
        ExportResult.retry("later!", Duration.ZERO),
        ExportResult.refused("never"));
  }

  @Test
  void everyRuleIsShownToFail() {
    Faulty.mustShowEveryRuleFail(faulty(), ExporterContract.class, ProviderContract.class);
  }

  private static void startThread() {
    Thread thread =
        new Thread(() -> ProcessorContractTest.awaitForever(new CountDownLatch(1)), "mine");
    thread.setDaemon(true);
    thread.start();
  }

  private static Faulty faulty(
      String rule, String how, Function<ComponentContext, Exporter> maker) {
    return new Faulty(rule, how, () -> new Held(maker));
  }

  /** Holds an exporter to the contract, with little patience. */
  private static final class Held extends ExporterContract<InMemoryConfig> {
    private final Function<ComponentContext, Exporter> maker;

    Held(Function<ComponentContext, Exporter> maker) {
      this.maker = maker;
    }

    @Override
    protected ExporterProvider<InMemoryConfig> provider() {
      return new ExporterProvider<>() {
        @Override
        public String name() {
          return "toy";
        }

        @Override
        public Class<InMemoryConfig> configType() {
          return InMemoryConfig.class;
        }

        @Override
        public InMemoryConfig defaults() {
          return InMemoryConfig.defaults();
        }

        @Override
        public Exporter create(InMemoryConfig config, ComponentContext context) {
          return maker.apply(context);
        }
      };
    }

    @Override
    protected long arrived(Exporter exporter) {
      return ((Sink) exporter).arrived;
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
