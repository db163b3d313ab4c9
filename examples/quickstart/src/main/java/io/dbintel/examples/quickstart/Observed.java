package io.dbintel.examples.quickstart;

import io.dbintel.core.DbIntel;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.report.Health;
import io.dbintel.core.report.Ledger;
import io.dbintel.jdbc.observe.BlockingTree;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.observe.TimeWindow;
import io.dbintel.jdbc.postgresql.Finding;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What dbintel knew at the end of the run.
 *
 * @param window the time watched
 * @param history what sessions did in it
 * @param events the events that went out
 * @param health as it was before closing
 * @param findings what should be changed on the server
 * @param cost what all of it cost the server
 * @param ledger as it was after closing, when all that was collected had gone somewhere
 */
record Observed(
    TimeWindow window,
    SessionHistory history,
    List<DbEvent> events,
    Health health,
    List<Finding> findings,
    Cost cost,
    Ledger ledger) {

  /** Asks, and closes dbintel in between. */
  static Observed of(
      DbIntel dbintel,
      PostgresTarget target,
      InMemoryExporter recent,
      EmbeddedServer server,
      Instant from,
      Instant to)
      throws SQLException {
    double seconds = Duration.between(from, to).toNanos() / 1e9;
    Health health = dbintel.health();
    List<Finding> findings = target.diagnose();
    Cost cost = Cost.of(dbintel.metrics(), seconds, server);
    dbintel.close();
    return new Observed(
        new TimeWindow(from, to),
        target.sessions(),
        recent.snapshot(),
        health,
        findings,
        cost,
        dbintel.ledger());
  }

  /** What the server counted for each statement. */
  TopStatements statements() {
    return TopStatements.of(events);
  }

  /** What was found out of events: what became worse, and what can be done. */
  List<DbEvent> told() {
    return events.stream().filter(event -> event.type().equals(EventTypes.FINDING)).toList();
  }

  /** Those of one kind. */
  List<DbEvent> told(String code) {
    return told().stream()
        .filter(event -> code.equals(event.get(Attributes.FINDING_CODE)))
        .toList();
  }

  /** How the server was. */
  VitalSigns vitalSigns() {
    return new VitalSigns(events);
  }

  /**
   * Who waited for one session.
   *
   * @param tree when most waited
   * @param victimSeconds what they lost together
   */
  record Blocking(BlockingTree tree, double victimSeconds) {}

  /** The blocking that cost its victims most. */
  Optional<Blocking> worstBlocking() {
    return events.stream()
        .filter(event -> event.type().equals(EventTypes.SESSION_BLOCKING))
        .max(Comparator.comparingDouble(Observed::victimSeconds))
        .flatMap(
            worst ->
                tree(worst.getLong(Attributes.BLOCKING_ROOT_PID, -1))
                    .map(tree -> new Blocking(tree, victimSeconds(worst))));
  }

  private Optional<BlockingTree> tree(long rootPid) {
    long seconds = Duration.between(window.from(), window.to()).toSeconds();
    return Stream.iterate(window.from(), instant -> instant.plusSeconds(1))
        .limit(seconds + 1)
        .flatMap(instant -> history.blockingAt(instant).stream())
        .flatMap(snapshot -> snapshot.forest().trees().stream())
        .filter(tree -> tree.root().pid() == rootPid)
        .max(
            Comparator.comparingInt(BlockingTree::victims)
                .thenComparing(BlockingTree::longestWaitSeconds));
  }

  private static double victimSeconds(DbEvent blocking) {
    return blocking.getDouble(Attributes.BLOCKING_VICTIM_SECONDS, 0);
  }
}
