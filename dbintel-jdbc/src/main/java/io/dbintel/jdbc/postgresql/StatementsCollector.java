package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.jdbc.observe.StatementDelta;
import io.dbintel.jdbc.observe.StatementDeltas;
import io.dbintel.jdbc.observe.StatementDeltas.Absence;
import io.dbintel.jdbc.observe.StatementDeltas.Continuity;
import io.dbintel.jdbc.observe.StatementMeasurements;
import io.dbintel.jdbc.observe.StatementRows;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counters of all statements in one go and tells by how much they rose.
 *
 * <p>A reading counts only if it is complete and its collection was not given up, which is known
 * when the next begins: only then is it what the next is compared with. The engine runs one
 * collection at a time and makes what one wrote visible to the next.
 */
final class StatementsCollector implements Collector {
  /** {@code object_not_in_prerequisite_state}: the library was not loaded at the start. */
  private static final String NOT_LOADED = "55000";

  private static final SqlResource TIMEOUT =
      SqlResource.of(StatementsCollector.class, "statements-texts-timeout");

  /** In steps, because drivers keep each different statement. */
  private static final long TIMEOUT_STEP_MILLIS = 20;

  /** How many intervals of texts a statement may wait before it is worth a word. */
  private static final int PATIENCE = 3;

  private final StatementsConfig config;
  private final PostgresTarget target;
  private final Clock clock;
  private final SelfMetrics metrics;
  private final StatementHealth health;
  private final StatementDeltas deltas = new StatementDeltas(StatementColumn.kinds());
  private final QueryTexts cache;
  private final OwnStatements own;
  private final StatementTexts texts;
  private final OidNames names = new OidNames();
  private final StatementIntervals intervals;
  private @Nullable StatementFunctions functions;
  private @Nullable PostgresFeatures lookedAt;
  private @Nullable Taken last;
  private @Nullable Pending pending;
  private boolean textsUnread;

  /** A complete reading: whose, before and after, when, and what it could not show. */
  private record Taken(
      StatementFunctions functions,
      StatementOrigin before,
      StatementOrigin after,
      long nanoTime,
      long hidden,
      long badRows) {}

  /**
   * What a reading brought.
   *
   * @param entries how many rows there were
   * @param left what was held back of a server that is not there any more
   * @param leftIsOurs whether that is ours
   */
  private record Compared(
      Taken taken,
      Continuity continuity,
      StatementIntervals.Choice choice,
      long entries,
      List<StatementDelta> left,
      boolean leftIsOurs) {}

  /** A reading whose collection has not ended yet, as far as we know. */
  private record Pending(Taken taken, CollectionContext collection) {}

  StatementsCollector(StatementsConfig config, PostgresTarget target, ComponentContext context) {
    this.config = config;
    this.target = target;
    clock = context.clock();
    metrics = context.metrics();
    health = new StatementHealth(context.health());
    cache = new QueryTexts(config.textBytes());
    own = new OwnStatements(target.hasOwnPool(), config.maxStatements());
    texts = new StatementTexts(cache, own, config.textInterval());
    intervals = new StatementIntervals(config.topN(), target.statements(), texts, names, metrics);
  }

  @Override
  public void collect(CollectionContext context) throws SQLException {
    settle();
    if (context.level() == QueryLevel.MINIMAL) {
      return;
    }
    long beganNanos = clock.nanoTime();
    PostgresFeatures features = target.features();
    forgetIfChanged(features);
    try {
      Runnable telling =
          target.inTransaction(context, reading -> read(reading, context, features, beganNanos));
      if (!context.isAbandoned()) {
        telling.run();
      }
    } catch (StatementsReading.TooMany tooMany) {
      health.tooMany(config.maxStatements());
    } catch (DatabaseException error) {
      if (!isUnavailable(error, features)) {
        throw error;
      }
    }
    count();
  }

  /** Tells what still waits for a text, as far as the last reading knew it. */
  @Override
  public void drain(CollectionContext out) {
    settle();
    Taken earlier = last;
    if (earlier != null) {
      intervals.tellLeft(
          out, earlier.functions(), deltas.release(), earlier.nanoTime(), own.isAlone());
    }
  }

  /** What was read last is the base of what comes, unless its collection was given up since. */
  private void settle() {
    if (pending != null && !pending.collection().isAbandoned()) {
      last = pending.taken();
      deltas.accept();
    }
    pending = null;
  }

  private void forgetIfChanged(PostgresFeatures features) {
    if (!features.equals(lookedAt)) {
      lookedAt = features;
      functions = null;
    }
  }

  /** Reads, and gives back what is to be done if it was not in vain. */
  private Runnable read(
      Reading reading, CollectionContext context, PostgresFeatures features, long beganNanos)
      throws SQLException {
    StatementFunctions known = functions == null ? StatementFunctions.find(reading) : functions;
    functions = known;
    if (known == null) {
      return () -> health.missing(target.diagnose());
    }
    String server = context.identity().server();
    StatementOrigin before = reading.one(known.origin(), row -> StatementOrigin.read(server, row));
    long nanoTime = clock.nanoTime();
    long badBefore = reading.badRows();
    StatementRows rows = deltas.begin(known.columns());
    StatementsReading counters = new StatementsReading(known, rows, config.maxStatements());
    counters.read(reading);
    StatementOrigin after = reading.one(known.origin(), row -> StatementOrigin.read(server, row));
    if (before.resetMicros() != after.resetMicros()) {
      return () -> metrics.add("readings_across_a_reset", 1);
    }
    long badRows = reading.badRows() - badBefore;
    Taken taken = new Taken(known, before, after, nanoTime, counters.hidden(), badRows);
    boolean wasAlone = own.isAlone();
    Set<StatementKey> ofOurRole = own.look(before.role(), rows);
    Continuity continuity = continuity(taken);
    List<StatementDelta> all = deltas.compare(continuity, absence(taken));
    boolean baseline = continuity == Continuity.BASELINE;
    List<StatementDelta> risen = baseline ? List.of() : all;
    List<StatementDelta> left = baseline ? all : List.of();
    Supplier<StatementIntervals.Choice> choosing =
        () -> intervals.choose(risen, rows, known, features, own);
    boolean mayAsk = context.level() == QueryLevel.FULL && texts.mayAsk(nanoTime);
    long deadline = beganNanos + context.timeout().toNanos();
    StatementIntervals.Choice choice =
        learn(reading, taken, choosing, mayAsk ? ofOurRole : null, deadline);
    Compared compared = new Compared(taken, continuity, choice, counters.entries(), left, wasAlone);
    return () -> conclude(context, compared, features);
  }

  /** An update of the extension may tell rows apart that were one: then nothing can be compared. */
  private Continuity continuity(Taken taken) {
    Taken earlier = last;
    if (earlier == null || !taken.functions().keysLike(earlier.functions())) {
      return Continuity.BASELINE;
    }
    return taken.before().after(earlier.after());
  }

  /**
   * A row that was not in the last reading is new, unless it can have been there unseen: among rows
   * that could not be read, or that our role was not allowed to see until now.
   */
  private Absence absence(Taken taken) {
    Taken earlier = last;
    if (earlier == null) {
      return new Absence(false, Long.MAX_VALUE);
    }
    boolean allSeen = earlier.badRows() == 0 && (earlier.hidden() == 0 || taken.hidden() > 0);
    return new Absence(allSeen, earlier.after().nowMicros());
  }

  /**
   * Chooses, and asks for what is not known of the chosen. The counters are complete without texts
   * and names, so it does no harm if they take too long: they are asked for again in a while.
   *
   * @param ofOurRole of which it is not known whether they are ours; null if no text may be read
   */
  private StatementIntervals.Choice learn(
      Reading reading,
      Taken taken,
      Supplier<StatementIntervals.Choice> choosing,
      @Nullable Set<StatementKey> ofOurRole,
      long deadline)
      throws SQLException {
    long now = taken.nanoTime();
    StatementIntervals.Choice choice = choosing.get();
    try {
      if (ofOurRole != null) {
        Set<StatementKey> unknown = texts.unknown(choice.keys(), now);
        Set<StatementKey> urgentFirst = choice.waiting();
        urgentFirst.addAll(ofOurRole);
        Set<StatementKey> unproven = texts.worthAsking(urgentFirst, now);
        textsUnread &= !unknown.isEmpty() || !unproven.isEmpty();
        if ((!unknown.isEmpty() || !unproven.isEmpty()) && limit(reading, deadline)) {
          textsUnread = true;
          texts.ask(reading, taken.functions().texts(), unknown, unproven, now);
          textsUnread = false;
          metrics.add("text_readings", 1);
          choice = choosing.get();
        }
      }
      names.learn(reading, choice.databases(), choice.users(), now);
    } catch (DatabaseException error) {
      if (error.errorClass() != ErrorClass.TIMEOUT) {
        throw error;
      }
      metrics.add("text_readings_timed_out", 1);
      choice = choosing.get();
    }
    return choice;
  }

  /** Leaves half of the time that is left to what comes after; false if there is none. */
  private boolean limit(Reading reading, long deadline) throws SQLException {
    long half = Duration.ofNanos(deadline - clock.nanoTime()).toMillis() / 2;
    long millis = half - half % TIMEOUT_STEP_MILLIS;
    if (millis <= 0) {
      return false;
    }
    if (millis < target.statementTimeout().toMillis()) {
      long unused = reading.each(TIMEOUT.with("millis", Long.toString(millis)), row -> {});
    }
    return true;
  }

  private void conclude(CollectionContext context, Compared compared, PostgresFeatures features) {
    Taken taken = compared.taken();
    Continuity continuity = compared.continuity();
    health.complete();
    if (taken.badRows() > 0) {
      health.badRows(taken.badRows());
    }
    health.hidden(taken.hidden(), features);
    health.texts(
        new StatementHealth.Texts(textsUnread, deltas.held(), deltas.heldSince(), own.lost()),
        taken.nanoTime(),
        config.textInterval().multipliedBy(PATIENCE));
    StatementEvents.measure(context, StatementMeasurements.ENTRIES, compared.entries());
    StatementEvents.measure(context, StatementMeasurements.MAX, taken.after().maxEntries());
    Taken earlier = last;
    if (earlier != null && continuity == Continuity.BASELINE) {
      intervals.tellLeft(
          context, earlier.functions(), compared.left(), earlier.nanoTime(), compared.leftIsOurs());
    } else if (earlier != null && deltas.hasBaseline()) {
      long deallocations = deallocations(earlier, taken, continuity);
      if (taken.after().hasInfo()) {
        StatementEvents.measure(context, StatementMeasurements.DEALLOCATIONS, deallocations);
        long kept = taken.after().maxEntries();
        health.deallocated(taken.nanoTime(), deallocations, kept, config.maxStatements());
      }
      boolean lossy =
          continuity == Continuity.RESET
              || deltas.ended() > 0
              || earlier.badRows() > 0
              || taken.badRows() > 0
              || taken.after().deallocations() > earlier.before().deallocations();
      intervals.tell(
          context,
          compared.choice(),
          new StatementRest.Span(earlier.nanoTime(), taken.nanoTime(), lossy),
          deltas);
    }
    pending = new Pending(taken, context);
  }

  private static long deallocations(Taken earlier, Taken taken, Continuity continuity) {
    long base = continuity == Continuity.RESET ? 0 : earlier.after().deallocations();
    return Math.max(0, taken.after().deallocations() - base);
  }

  /** What an operator has to do something about is health, not a failure to be tried again. */
  private boolean isUnavailable(DatabaseException error, PostgresFeatures features) {
    StatementFunctions known = functions;
    if (known == null) {
      return false;
    }
    if (error.errorClass() == ErrorClass.MISSING_OBJECT) {
      functions = null;
    } else if (NOT_LOADED.equals(error.getSQLState())) {
      health.notLoaded(target.diagnose());
      return true;
    } else if (error.errorClass() == ErrorClass.PERMISSION) {
      health.forbidden(known, features);
      return true;
    }
    return false;
  }

  private void count() {
    metrics.set("retained_bytes", (double) deltas.retainedBytes());
    metrics.set("held_statements", (double) deltas.held());
    metrics.set("query_text_bytes", (double) cache.bytes());
    metrics.set("query_texts_evicted", (double) cache.evictions());
  }
}
