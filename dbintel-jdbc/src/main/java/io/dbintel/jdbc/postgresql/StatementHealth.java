package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.jdbc.pool.SqlResource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Says whether statements can be read, all of them, and whether the server keeps them: the parts
 * {@code availability}, {@code visibility}, {@code completeness}, {@code retention} and {@code
 * texts}. Belongs to one writer; not thread-safe.
 */
final class StatementHealth {
  /** As often within {@link #WINDOW} the number of deallocations must rise to be worth a word. */
  private static final int KEEPS_RISING = 3;

  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final HealthReporter health;
  private final HealthReporter availability;
  private final HealthReporter visibility;
  private final HealthReporter completeness;
  private final HealthReporter texts;
  private final ArrayDeque<Rise> rises = new ArrayDeque<>();

  /** A reading before which the server threw statements out. */
  private record Rise(long nanoTime, long deallocations) {}

  StatementHealth(HealthReporter health) {
    this.health = health;
    availability = health.part("availability");
    visibility = health.part("visibility");
    completeness = health.part("completeness");
    texts = health.part("texts");
  }

  void missing(List<Finding> findings) {
    unavailable(
        HealthStatus.DOWN,
        "statements_missing",
        "the extension pg_stat_statements is not in our database: there are no numbers per"
            + " statement",
        remedy(findings, "statements_missing", "CREATE EXTENSION pg_stat_statements;"));
  }

  void notLoaded(List<Finding> findings) {
    unavailable(
        HealthStatus.DOWN,
        "statements_not_loaded",
        "the extension pg_stat_statements is there but not loaded",
        remedy(
            findings,
            "statements_not_loaded",
            "Add pg_stat_statements to shared_preload_libraries and restart the server."));
  }

  void forbidden(StatementFunctions functions, PostgresFeatures features) {
    String schema = SqlResource.identifier(functions.schema());
    String role = SqlResource.identifier(features.role());
    String info = functions.hasInfo() ? ", " + schema + ".pg_stat_statements_info()" : "";
    unavailable(
        HealthStatus.FORBIDDEN,
        "statements_forbidden",
        "our role may not read pg_stat_statements",
        "GRANT USAGE ON SCHEMA "
            + schema
            + " TO "
            + role
            + "; GRANT EXECUTE ON FUNCTION "
            + schema
            + ".pg_stat_statements(boolean)"
            + info
            + " TO "
            + role
            + ";");
  }

  void tooMany(int max) {
    completeness.report(
        HealthStatus.DOWN,
        "too_many_statements",
        "the server keeps more than " + max + " statements: none are told",
        max < StatementsConfig.MAX_STATEMENTS
            ? "raise maxStatements of the collector '"
                + StatementsProvider.NAME
                + "' ("
                + StatementsConfig.MAX_STATEMENTS
                + " at most), or lower pg_stat_statements.max"
            : "lower pg_stat_statements.max: dbintel reads no more");
  }

  void badRows(long rows) {
    completeness.report(
        HealthStatus.DEGRADED,
        "bad_rows",
        rows + " statements of the last reading could not be read",
        "");
  }

  void complete() {
    availability.up();
    completeness.up();
  }

  void hidden(long rows, PostgresFeatures features) {
    if (rows == 0) {
      visibility.up();
      return;
    }
    visibility.report(
        HealthStatus.FORBIDDEN,
        "insufficient_privilege",
        rows + " statements are hidden from our role, which sees only its own",
        Tier.MONITOR.grant(features.role(), features.majorVersion()));
  }

  /**
   * Says so if the server keeps throwing statements out: at three readings in ten minutes.
   *
   * @param deallocations how often it did since the last reading
   * @param kept how many statements it can keep
   * @param maxStatements how many we may read
   */
  void deallocated(long now, long deallocations, long kept, int maxStatements) {
    // Only a server that counts them has this part: before 14 it would never come to say anything.
    HealthReporter retention = health.part("retention");
    if (deallocations > 0) {
      rises.add(new Rise(now, deallocations));
    }
    while (!rises.isEmpty() && now - rises.element().nanoTime() > WINDOW.toNanos()) {
      Rise unused = rises.remove();
    }
    if (rises.size() < KEEPS_RISING) {
      if (rises.isEmpty()) {
        retention.up();
      }
      return;
    }
    long times = rises.stream().mapToLong(Rise::deallocations).sum();
    long more = Math.min(StatementsConfig.MAX_STATEMENTS, 2 * kept);
    retention.report(
        HealthStatus.DEGRADED,
        "statements_evicted",
        "the server keeps "
            + kept
            + " statements and threw out the least used "
            + times
            + " times in "
            + WINDOW.toMinutes()
            + " minutes: numbers are lower bounds",
        more <= kept
            ? "run fewer different statements: dbintel reads "
                + StatementsConfig.MAX_STATEMENTS
                + " at most"
            : "ALTER SYSTEM SET pg_stat_statements.max = "
                + more
                + "; then restart the server"
                + (more > maxStatements
                    ? ", and raise maxStatements of the collector '"
                        + StatementsProvider.NAME
                        + "' to "
                        + more
                    : ""));
  }

  /** How it stands with texts: whether the last asking was answered, and who waits for one. */
  record Texts(boolean unread, int held, OptionalLong heldSince, int lost) {}

  /**
   * Says so if texts cannot be read, or if statements of our role wait for theirs.
   *
   * @param patience how long one may wait before it is worth a word
   */
  void texts(Texts now, long nanoTime, Duration patience) {
    Duration waited = Duration.ofNanos(nanoTime - now.heldSince().orElse(nanoTime));
    if (now.unread()) {
      texts.report(
          HealthStatus.DEGRADED,
          "texts_timed_out",
          "the server did not show texts in time: statements go by their ids, and "
              + now.held()
              + " of our role wait for theirs",
          "raise timeout of the collector '"
              + StatementsProvider.NAME
              + "' and statementTimeout of the target, or lower pg_stat_statements.max: the server"
              + " loads all texts to show one");
    } else if (waited.compareTo(patience) > 0) {
      texts.report(
          HealthStatus.DEGRADED,
          "statements_held",
          now.held()
              + " statements of our role are not told until their texts were read, the first for "
              + waited.toMinutes()
              + " minutes",
          "give dbintel a role of its own: whose statements of a shared role are, only texts tell");
    } else if (now.lost() > 0) {
      texts.report(
          HealthStatus.DEGRADED,
          "texts_lost",
          "the server has no texts of "
              + now.lost()
              + " statements of our role: dbintel's own among them are told as well",
          "look for a full disk on the server; SELECT pg_stat_statements_reset() makes it keep texts"
              + " anew");
    } else {
      texts.up();
    }
  }

  private void unavailable(HealthStatus status, String reason, String message, String remedy) {
    availability.report(status, reason, message, remedy);
  }

  /** The diagnosis knows more of the server, but looks at it less often. */
  private static String remedy(List<Finding> findings, String code, String otherwise) {
    for (Finding finding : findings) {
      if (finding.code().equals(code)) {
        return finding.remedy();
      }
    }
    return otherwise;
  }
}
