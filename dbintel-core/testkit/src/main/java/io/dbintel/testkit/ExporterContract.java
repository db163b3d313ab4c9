package io.dbintel.testkit;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.ExporterProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every exporter keeps. Extend it in a test, say which provider and how many events arrived at
 * its destination, and each rule of {@link Exporter} and {@link ExporterProvider} is a test of its
 * own.
 *
 * <p>Each rule gets a new exporter, made and opened as the engine does. A destination that works is
 * yours to bring; where exports fail, your own tests say what becomes of them.
 *
 * @param <C> the configuration
 */
public abstract class ExporterContract<C extends Record> extends ProviderContract<C> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int SOME = 100;

  /** For the test that extends it. */
  protected ExporterContract() {}

  @Override
  protected abstract ExporterProvider<C> provider();

  /**
   * How many occurrences stand at the destination by now, each counted as often as it is there.
   * Called after a flush.
   *
   * @param exporter the one that exported them
   */
  protected abstract long arrived(Exporter exporter) throws Exception;

  @Override
  final Class<?> kind() {
    return ExporterProvider.class;
  }

  /** An exporter's life. */
  private final class Life implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final RecordingContext context = context(clock);
    final Exporter exporter = Objects.requireNonNull(provider().create(config(), context));

    Life opened() {
      Watched.run(patience(), "open()", () -> exporter.open(context));
      return this;
    }

    ExportResult export(List<DbEvent> events) {
      try {
        ExportResult result =
            Watched.call(patience(), "export()", () -> exporter.export(events, TIMEOUT));
        require(result != null, "export() returned null");
        requireSound(result, events.size());
        return result;
      } catch (Exception thrown) {
        throw new AssertionError("export() threw " + thrown.getClass().getName(), thrown);
      }
    }

    void flush() {
      Watched.run(patience(), "flush()", () -> exporter.flush(TIMEOUT));
    }

    List<DbEvent> occurrences(int number) {
      List<DbEvent> events = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        DbEvent event = new DbEvent(EventTypes.QUERY_SAMPLE, "test", clock.epochNanos() + i);
        event.freeze();
        events.add(event);
      }
      return Collections.unmodifiableList(events);
    }

    @Override
    public void close() {
      Watched.run(patience(), "close()", exporter::close);
    }
  }

  private static void requireSound(ExportResult result, int given) {
    if (result instanceof ExportResult.PartlyExported partly) {
      require(
          partly.refused() <= given,
          "it refused " + partly.refused() + " of " + given + " events: more than there were");
      partly.refusals().keySet().forEach(ExporterContract::requireReason);
    } else if (result instanceof ExportResult.Retry retry) {
      requireReason(retry.reason());
    } else if (result instanceof ExportResult.Refused refused) {
      requireReason(refused.reason());
    }
  }

  private static void requireReason(String reason) {
    require(NameForms.isSnakeCase(reason), "the reason '" + reason + "' is not in snake_case");
  }

  private static int exported(ExportResult result, int given) {
    if (result instanceof ExportResult.PartlyExported partly) {
      return given - partly.refused();
    }
    return result instanceof ExportResult.Exported ? given : 0;
  }

  private List<DbEvent> frozen(boolean extreme, int variant) {
    List<DbEvent> events = new ArrayList<>();
    HostileEvents.Source source =
        (type, epochNanos) -> {
          DbEvent event = new DbEvent(type, "test", epochNanos);
          events.add(event);
          return event;
        };
    if (extreme) {
      HostileEvents.extreme(vocabulary(), source, variant);
    } else {
      HostileEvents.bare(vocabulary(), source, 0);
    }
    events.forEach(DbEvent::freeze);
    return Collections.unmodifiableList(events);
  }

  // --- exporting

  @Test
  final void whatItCallsExportedIsAtTheDestinationOnce() throws Exception {
    try (Life life = new Life().opened()) {
      long before = arrived(life.exporter);
      int exported = 0;
      for (int i = 0; i < 3; i++) {
        exported += exported(life.export(life.occurrences(SOME)), SOME);
      }
      require(exported > 0, "it exported nothing, though its destination works");
      life.flush();
      long arrived = arrived(life.exporter) - before;
      require(
          arrived == exported,
          "it called " + exported + " events exported, but " + arrived + " came");
    }
  }

  @Test
  final void doesNotNeedTheListLater() throws Exception {
    try (Life life = new Life().opened()) {
      long before = arrived(life.exporter);
      List<DbEvent> mine = new ArrayList<>(life.occurrences(SOME));
      int exported = exported(life.export(Collections.unmodifiableList(mine)), SOME);
      mine.clear();
      life.flush();
      long arrived = arrived(life.exporter) - before;
      require(
          arrived == exported,
          arrived + " of " + exported + " exported events came after the list had been cleared");
    }
  }

  @Test
  final void answersForEventsOfEveryTypeWithoutAttributes() {
    try (Life life = new Life().opened()) {
      ExportResult unused = life.export(frozen(false, 0));
      life.flush();
    }
  }

  @Test
  final void answersForEventsOfEveryTypeWithExtremeValues() {
    try (Life life = new Life().opened()) {
      for (int i = 0; i < HostileEvents.VARIANTS; i++) {
        ExportResult unused = life.export(frozen(true, i));
      }
      life.flush();
    }
  }

  @Test
  final void exportsGoodEventsAfterExtremeOnes() throws Exception {
    try (Life life = new Life().opened()) {
      ExportResult unused = life.export(frozen(true, 2));
      life.flush();
      long before = arrived(life.exporter);
      int exported = exported(life.export(life.occurrences(SOME)), SOME);
      life.flush();
      require(exported == SOME, "it exports " + exported + " of " + SOME + " after extreme ones");
      require(arrived(life.exporter) - before == exported, "they did not come");
    }
  }

  @Test
  final void answersForAnEmptyList() {
    try (Life life = new Life().opened()) {
      ExportResult result = life.export(List.of());
      require(!(result instanceof ExportResult.Retry), "it wants to try nothing again");
    }
  }

  @Test
  final void goesOnAfterAnInterrupt() {
    try (Life life = new Life().opened()) {
      try {
        ExportResult unused =
            Watched.call(
                patience(),
                "export() on an interrupted thread",
                () -> {
                  Thread.currentThread().interrupt();
                  return life.exporter.export(life.occurrences(1), TIMEOUT);
                });
      } catch (Exception interrupted) {
        // Is tried again.
      }
      int exported = exported(life.export(life.occurrences(SOME)), SOME);
      require(exported == SOME, "after an interrupt it exports " + exported + " of " + SOME);
    }
  }

  @Test
  final void tellsNoSecret() {
    try (Life life = new Life().opened()) {
      ExportResult unused = life.export(frozen(false, 0));
      life.flush();
      requireNoSecrets(life.context.words(), "health or the log");
    }
  }

  @Test
  final void speaksInTheFormsThatMachinesRead() {
    Life life = new Life().opened();
    for (int i = 0; i < HostileEvents.VARIANTS; i++) {
      ExportResult unused = life.export(frozen(true, i));
    }
    life.flush();
    life.close();
    requireNoFaults(life.context);
  }

  // --- life

  @Test
  final void isMadeAnewForEachUse() {
    RecordingContext context = context(new ManualClock());
    Exporter one = provider().create(config(), context);
    Exporter other = provider().create(config(), context);
    one.close();
    other.close();
    require(one != other, "two uses share an exporter");
  }

  @Test
  final void startsNoThreadBeforeItIsOpened() {
    Set<Thread> before = Watched.threads();
    try (Life life = new Life()) {
      Set<Thread> started = Watched.threads();
      started.removeAll(before);
      require(started.isEmpty(), life.exporter + " started " + started);
    }
  }

  @Test
  final void leavesNoThreadBehind() {
    Set<Thread> before = Watched.threads();
    try (Life life = new Life().opened()) {
      ExportResult unused = life.export(life.occurrences(1));
      life.flush();
    }
    Set<Thread> left = Watched.leftBehind(before, patience());
    require(left.isEmpty(), "after close() there are still " + left);
  }

  @Test
  final void flushesBeforeAnyExportAndTwice() {
    try (Life life = new Life().opened()) {
      life.flush();
      ExportResult unused = life.export(life.occurrences(1));
      life.flush();
      life.flush();
    }
  }

  @Test
  final void closesTwice() {
    Life life = new Life().opened();
    ExportResult unused = life.export(life.occurrences(1));
    life.flush();
    life.close();
    life.close();
  }

  @Test
  final void closesWithoutHavingBeenOpened() {
    new Life().close();
  }
}
