package io.dbintel.jdbc.metrics;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which statements failed, and when each is tried again, so that one that is forbidden, missing or
 * slow costs the others nothing. Each part of the collector's health tells of its own. Not
 * thread-safe.
 */
final class StatementFailures {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration LATER = Duration.ofMinutes(5);

  /** A statement that is forgotten here is only tried again too early. */
  static final int MAX = 10_000;

  private final Clock clock;
  private final HealthReporter health;
  private final Map<String, HealthReporter> parts = new HashMap<>();
  private final Map<String, Failure> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
          if (size() <= MAX) {
            return false;
          }
          evictions++;
          return true;
        }
      };
  private Object knowledge = "";
  private long evictions;

  private record Failure(
      String part,
      long untilNanos,
      HealthStatus status,
      String reason,
      String message,
      String remedy) {}

  StatementFailures(Clock clock, HealthReporter health) {
    this.clock = clock;
    this.health = health;
  }

  /** Lets everything be tried again once the server was looked at anew. */
  void knowing(Object newKnowledge) {
    if (knowledge != newKnowledge) {
      knowledge = newKnowledge;
      failures.replaceAll(
          (key, failure) ->
              new Failure(
                  failure.part(),
                  clock.nanoTime(),
                  failure.status(),
                  failure.reason(),
                  failure.message(),
                  failure.remedy()));
    }
  }

  /** How many were forgotten to make room, the earliest first. */
  long evictions() {
    return evictions;
  }

  boolean isHeldBack(MetricQuery query, String database) {
    Failure failure = failures.get(key(query, database));
    return failure != null && clock.nanoTime() - failure.untilNanos() < 0;
  }

  void succeeded(MetricQuery query, String database) {
    failures.remove(key(query, database));
  }

  void failed(MetricQuery query, String database, DatabaseException error, String grant) {
    ErrorClass kind = error.errorClass();
    boolean forbidden = kind == ErrorClass.PERMISSION;
    put(
        query,
        database,
        kind == ErrorClass.TIMEOUT ? SOON : LATER,
        forbidden ? HealthStatus.FORBIDDEN : HealthStatus.DEGRADED,
        error.reason(),
        error.explanation() + where(database),
        forbidden ? grant : error.remedy());
  }

  /** Our role would see only a part, so the statement is not asked. */
  void withoutTier(MetricQuery query, String database, String grant) {
    put(
        query,
        database,
        Duration.ZERO,
        HealthStatus.FORBIDDEN,
        "insufficient_privilege",
        query.name() + " is not read: our role would see a part and take it for the whole",
        grant);
  }

  /** What a statement gave does not fit into the collection. */
  void withoutRoom(MetricQuery query, String database) {
    put(
        query,
        database,
        Duration.ZERO,
        HealthStatus.DEGRADED,
        "batch_full",
        query.name()
            + " gave more events than the collection still takes"
            + where(database)
            + ": it is told when there is room, and nothing is lost until then",
        "Raise the engine's collectionEvents, or tell fewer tables, indexes or databases by"
            + " themselves.");
  }

  /** There are more rows with counters, of all databases together, than are remembered. */
  void withoutMemory(MetricQuery query, String database, int refused) {
    put(
        query,
        database,
        Duration.ZERO,
        HealthStatus.DEGRADED,
        "too_many_counters",
        query.name()
            + " gave "
            + refused
            + " rows"
            + where(database)
            + " whose counters are not remembered, because those of other rows take the room: their"
            + " increases are in no series and in no sum",
        "Raise the collector's limit, such as maxRelations of relations: four times as many rows"
            + " are remembered, of all databases together. Or let the target visit fewer"
            + " databases.");
  }

  /** There are more rows than are looked at. */
  void beyondLimit(MetricQuery query, String database, int maxRows) {
    put(
        query,
        database,
        Duration.ZERO,
        HealthStatus.DEGRADED,
        "rows_beyond_limit",
        query.name()
            + " has more than "
            + maxRows
            + " rows"
            + where(database)
            + ": those beyond are in no series and in no sum",
        "Raise the collector's limit, such as maxRelations of relations.");
  }

  /** Rows of a statement were not of the form they have: they are left out. */
  void badRows(MetricQuery query, String database, long rows) {
    put(
        query,
        database,
        Duration.ZERO,
        HealthStatus.DEGRADED,
        "bad_rows",
        rows + " rows of " + query.name() + " could not be read" + where(database),
        "Check whether somebody changed the view it reads, or report it with the server's version.");
  }

  /** A database cannot be visited. */
  void unreachable(String database, DatabaseException error) {
    failures.put(
        "visit/" + database,
        new Failure(
            "visits",
            clock.nanoTime() + LATER.toNanos(),
            error.errorClass() == ErrorClass.PERMISSION
                ? HealthStatus.FORBIDDEN
                : HealthStatus.DEGRADED,
            error.reason(),
            error.explanation() + where(database),
            error.remedy()));
  }

  boolean isUnreachable(String database) {
    Failure failure = failures.get("visit/" + database);
    return failure != null && clock.nanoTime() - failure.untilNanos() < 0;
  }

  void reached(String database) {
    failures.remove("visit/" + database);
  }

  /** Forgets databases that are no more. */
  void retain(Collection<String> databases) {
    failures
        .keySet()
        .removeIf(
            key -> {
              String database = key.substring(key.indexOf('/') + 1);
              return !database.isEmpty() && !databases.contains(database);
            });
  }

  void report(Iterable<MetricQuery> all) {
    Map<String, Failure> worst = new HashMap<>();
    for (Failure failure : failures.values()) {
      worst.merge(
          failure.part(),
          failure,
          (one, other) -> one.status().compareTo(other.status()) >= 0 ? one : other);
    }
    for (MetricQuery query : all) {
      tell(query.part(), worst);
    }
    if (worst.containsKey("visits") || parts.containsKey("visits")) {
      tell("visits", worst);
    }
  }

  private void tell(String part, Map<String, Failure> worst) {
    HealthReporter reporter = parts.computeIfAbsent(part, health::part);
    Failure failure = worst.get(part);
    if (failure == null) {
      reporter.up();
    } else {
      reporter.report(failure.status(), failure.reason(), failure.message(), failure.remedy());
    }
  }

  private void put(
      MetricQuery query,
      String database,
      Duration wait,
      HealthStatus status,
      String reason,
      String message,
      String remedy) {
    failures.put(
        key(query, database),
        new Failure(
            query.part(), clock.nanoTime() + wait.toNanos(), status, reason, message, remedy));
  }

  private static String where(String database) {
    return database.isEmpty() ? "" : " in database " + SafeName.of(database);
  }

  private static String key(MetricQuery query, String database) {
    return query.name() + '/' + database;
  }
}
