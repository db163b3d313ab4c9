package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.jdbc.observe.StatementDeltas.Continuity;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the profile that {@code pg_wait_sampling} keeps and tells by how much it rose, in seconds:
 * a sample stands for the period of the profile.
 *
 * <p>A reading counts only if it is complete and its collection was not given up, which is known
 * when the next begins: only then is it what the next is compared with. The engine runs one
 * collection at a time and makes what one wrote visible to the next.
 *
 * @see <a href="https://github.com/postgrespro/pg_wait_sampling">the extension's manual</a>
 */
final class WaitsCollector implements Collector {
  static final String EXTENSION = "pg_wait_sampling";

  private static final SqlResource ORIGIN = SqlResource.of(WaitsCollector.class, "waits-origin");
  private static final SqlResource PROFILE = SqlResource.of(WaitsCollector.class, "waits");

  private final WaitsConfig config;
  private final PostgresTarget target;
  private final Clock clock;
  private final SelfMetrics metrics;
  private final WaitHealth health;
  private String schema = "";
  private @Nullable Taken last;
  private @Nullable Pending pending;

  /** A complete reading. */
  private record Taken(WaitOrigin origin, WaitProfile profile, long nanoTime) {}

  /** A reading whose collection has not ended yet, as far as we know. */
  private record Pending(Taken taken, CollectionContext collection) {}

  WaitsCollector(WaitsConfig config, PostgresTarget target, ComponentContext context) {
    this.config = config;
    this.target = target;
    clock = context.clock();
    metrics = context.metrics();
    health = new WaitHealth(context.health());
  }

  @Override
  public void collect(CollectionContext context) throws SQLException {
    settle();
    if (context.level() == QueryLevel.MINIMAL) {
      return;
    }
    PostgresFeatures features = target.features();
    if (features.extension(EXTENSION) == null) {
      forget();
      return;
    }
    try {
      Runnable telling = target.inTransaction(context, reading -> read(reading, context));
      if (!context.isAbandoned()) {
        telling.run();
      }
    } catch (WaitProfile.TooMany tooMany) {
      health.tooMany(config.maxEntries());
    } catch (DatabaseException error) {
      if (error.errorClass() != ErrorClass.PERMISSION || schema.isEmpty()) {
        throw error;
      }
      health.forbidden(schema, features);
    }
  }

  /** What was read last is the base of what comes, unless its collection was given up since. */
  private void settle() {
    if (pending != null && !pending.collection().isAbandoned()) {
      last = pending.taken();
    }
    pending = null;
  }

  private void forget() {
    last = null;
    health.absent();
  }

  /** Reads, and gives back what is to be done if it was not in vain. */
  private Runnable read(Reading reading, CollectionContext context) throws SQLException {
    String server = context.identity().server();
    WaitOrigin origin = reading.one(ORIGIN, row -> WaitOrigin.read(server, row));
    schema = origin.schema();
    if (schema.isEmpty()) {
      return this::forget;
    }
    if (origin.periodMillis() == 0) {
      return health::notLoaded;
    }
    long nanoTime = clock.nanoTime();
    long badBefore = reading.badRows();
    WaitProfile profile = new WaitProfile(config.maxEntries());
    long unused =
        reading.each(PROFILE.with("schema", SqlResource.identifier(schema)), profile::add);
    long badRows = reading.badRows() - badBefore;
    if (badRows > 0) {
      return () -> health.badRows(badRows);
    }
    return () -> conclude(context, new Taken(origin, profile, nanoTime));
  }

  private void conclude(CollectionContext context, Taken taken) {
    health.complete();
    metrics.set("profile_entries", taken.profile().samples().size());
    if (last == null || tell(context, last, taken)) {
      pending = new Pending(taken, context);
    } else {
      // Told in part, the rest would be lost for good: the next reading tells it all.
      metrics.add("readings_without_room", 1);
    }
  }

  private boolean tell(CollectionContext context, Taken earlier, Taken taken) {
    Continuity continuity = taken.origin().after(earlier.origin());
    if (continuity == Continuity.BASELINE) {
      return true;
    }
    WaitIncreases risen =
        WaitIncreases.between(earlier.profile(), taken.profile(), continuity == Continuity.RESET);
    // Which samples were taken before the period changed is not known: told is what is sure.
    long before = earlier.origin().periodMillis();
    long now = taken.origin().periodMillis();
    WaitEvents.Interval interval =
        new WaitEvents.Interval(
            risen,
            Math.min(before, now) / 1e3,
            (taken.nanoTime() - earlier.nanoTime()) / 1e9,
            risen.reset() || before != now);
    return WaitEvents.tell(context, interval, taken.profile(), config.topN());
  }
}
