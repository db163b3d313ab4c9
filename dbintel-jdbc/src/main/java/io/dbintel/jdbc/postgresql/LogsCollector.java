package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.core.spi.Stateful;
import io.dbintel.jdbc.logs.LogDirectory;
import io.dbintel.jdbc.logs.LogEntry;
import io.dbintel.jdbc.logs.LogFollower;
import io.dbintel.jdbc.logs.LogSink;
import io.dbintel.jdbc.logs.LoggedDuration;
import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of a server and tells the plans that auto_explain wrote into it, raw and as a
 * payload. Where it came to counts once the engine took the collection, and survives a restart.
 *
 * <p>The engine runs one collection at a time and makes what one wrote visible to the next.
 */
final class LogsCollector implements Collector, Stateful {
  private static final int STATE_VERSION = 1;
  private static final String SYSTEM = "postgresql";
  private static final String SOURCE = "auto_explain";
  private static final String OWN_NAME = "dbintel";

  /** As much as the helper function gives at a time. */
  private static final int CHUNK_BYTES = 1 << 20;

  /** No entry with a plan is shorter: its words alone take as many. */
  private static final int SHORTEST_PLAN = 32;

  private static final int LEAST_BYTES = 1024;

  private final LogsConfig config;
  private final PostgresTarget target;
  private final SelfMetrics metrics;
  private final LogHealth health;
  private final LogFollower follower;
  private final StatementIds ids = new StatementIds();
  private @Nullable CollectionContext last;
  private boolean lastFailed;

  LogsCollector(LogsConfig config, PostgresTarget target, ComponentContext context) {
    this.config = config;
    this.target = target;
    metrics = context.metrics();
    health = new LogHealth(context.health());
    follower = new LogFollower(config.backlogBytes());
  }

  @Override
  public void collect(CollectionContext context) throws SQLException {
    settleLast();
    ids.learn(target.statements());
    last = context;
    lastFailed = true;
    if (config.file().isEmpty()) {
      target.inTransaction(
          context,
          reading -> {
            overSql(reading, context);
            return true;
          });
    } else {
      LogSettings settings = target.inTransaction(context, LogSettings::read);
      ofThisMachine(settings, context);
    }
    lastFailed = false;
  }

  /** What the collection before told counts if the engine took it. */
  private void settleLast() {
    if (last == null) {
      return;
    }
    if (lastFailed || last.isAbandoned()) {
      follower.takeBack();
    } else {
      follower.keep();
    }
    last = null;
  }

  private void overSql(Reading reading, CollectionContext context) throws SQLException {
    LogSettings settings = LogSettings.read(reading);
    PostgresFeatures features = target.features();
    if (!settings.helper() && !settings.wide()) {
      health.forbidden(features.role());
      return;
    }
    ServerLogFiles files = ServerLogFiles.of(reading, settings.helper(), features.majorVersion());
    Telling telling = new Telling(context, features);
    LogFollower.Turn turn =
        follower.turn(files, name -> settings.format(name, true), mayRead(context), telling);
    if (turn.file().isEmpty()) {
      health.noFileOfTheServer(settings);
    } else {
      told(turn, telling, settings);
    }
  }

  private void ofThisMachine(LogSettings settings, CollectionContext context) {
    Telling telling = new Telling(context, target.features());
    try {
      LogFollower.Turn turn =
          follower.turn(
              new LogDirectory(Path.of(config.file())),
              name -> settings.format(name, false),
              mayRead(context),
              telling);
      if (turn.file().isEmpty()) {
        health.noFileHere();
      } else {
        told(turn, telling, settings);
      }
    } catch (NoSuchFileException missing) {
      health.noFileHere();
    } catch (IOException unreadable) {
      health.unreadableFile(unreadable instanceof AccessDeniedException);
    }
  }

  private void told(LogFollower.Turn turn, Telling telling, LogSettings settings) {
    health.readable();
    boolean prefixed = !turn.file().endsWith(".json") && !turn.file().endsWith(".csv");
    health.expectation(settings, prefixed);
    health.turn(turn, telling.notRecognised);
    metrics.add("bytes_read", turn.readBytes());
    metrics.add("bytes_skipped", turn.skippedBytes());
    metrics.set("bytes_behind", (double) turn.behindBytes());
    metrics.add("files_begun", turn.filesBegun());
    metrics.add("files_restarted", turn.filesRestarted());
    metrics.add("files_gone", turn.filesGone());
  }

  /** As much as a turn may read, and as there is room for what may be in it. */
  private IntSupplier mayRead(CollectionContext context) {
    long[] left = {config.readingBytes()};
    return () -> {
      long room = (context.room() - 1L) * SHORTEST_PLAN;
      int bytes = (int) Math.min(Math.min(left[0], CHUNK_BYTES), room);
      if (context.isAbandoned() || bytes < LEAST_BYTES) {
        return 0;
      }
      left[0] -= bytes;
      return bytes;
    };
  }

  @Override
  public int stateVersion() {
    return STATE_VERSION;
  }

  @Override
  public byte[] snapshot() {
    settleLast();
    return follower.state();
  }

  @Override
  public void restore(int version, byte[] state) {
    if (version != STATE_VERSION) {
      throw new IllegalArgumentException("state of version " + version);
    }
    follower.restore(state);
  }

  /** Makes events of entries. */
  private final class Telling implements LogSink {
    private final CollectionContext out;
    private final String role;
    private final int majorVersion;
    private long notRecognised;

    Telling(CollectionContext out, PostgresFeatures features) {
      this.out = out;
      this.role = features.role();
      this.majorVersion = features.majorVersion();
    }

    @Override
    public void entry(LogEntry entry) {
      metrics.add("entries", 1);
      LoggedDuration duration = LoggedDuration.of(entry);
      Sensitive<RawPlan> plan = duration == null ? null : duration.plan();
      if (duration == null || plan == null) {
        metrics.add("plans_forged", LoggedDuration.isForgedPlan(entry) ? 1 : 0);
      } else if (isOwn(entry, plan.reveal())) {
        metrics.add("plans_own", 1);
      } else {
        health.planSeen();
        metrics.add("plans", 1);
        emit(entry, duration, plan);
      }
    }

    @Override
    public void lost(Loss reason, long bytes) {
      metrics.add("bytes_" + reason.name().toLowerCase(Locale.ROOT), bytes);
      notRecognised += reason == Loss.NO_ENTRY ? bytes : 0;
    }

    /** By our name together with our role, so that nobody can hide behind the name. */
    private boolean isOwn(LogEntry entry, RawPlan plan) {
      boolean ours = entry.user().isEmpty() || entry.user().equals(role);
      boolean named = entry.application().equals(OWN_NAME);
      return ours && ((named && !entry.user().isEmpty()) || plan.text().contains(SqlResource.MARK));
    }

    private void emit(LogEntry entry, LoggedDuration duration, Sensitive<RawPlan> plan) {
      long time = entry.epochNanos() == LogEntry.NO_TIME ? out.epochNanos() : entry.epochNanos();
      DbEvent event =
          out.emit(EventTypes.QUERY_PLAN, time)
              .set(Attributes.DB_SYSTEM_NAME, SYSTEM)
              .set(PlanAttributes.PLAN_SOURCE, SOURCE)
              .set(PlanAttributes.PLAN_PROVENANCE, plan.reveal().provenance().text())
              .set(PlanAttributes.PLAN_EXECUTION_DURATION, duration.seconds())
              .payload(plan);
      String database = SafeName.of(entry.database());
      if (!database.isEmpty()) {
        event.database(database).set(Attributes.DB_NAMESPACE, database);
      }
      String user = SafeName.of(entry.user());
      if (!user.isEmpty()) {
        event.set(Attributes.USER_NAME, user);
      }
      if (entry.pid() != 0) {
        event.set(PostgresAttributes.PID, entry.pid());
      }
      if (!entry.sessionId().isEmpty()) {
        event.set(Attributes.SESSION_ID, entry.sessionId());
      }
      boolean nested = isNested(entry.texts().reveal().context());
      long id =
          ids.of(database, duration.text().reveal(), nested ? 0 : entry.queryId(), majorVersion);
      if (id == 0) {
        metrics.add("plans_without_id", 1);
      } else {
        event
            .set(StatementAttributes.QUERYID, Long.toString(id))
            .set(Attributes.QUERY_IDENTIFIED_BY, "server");
      }
    }

    /** Of a statement in a function the log has the id of the one that called it. */
    private static boolean isNested(String context) {
      return context
          .lines()
          .anyMatch(
              line ->
                  line.startsWith("SQL statement ")
                      || line.startsWith("SQL function ")
                      || line.startsWith("PL/"));
    }
  }
}
