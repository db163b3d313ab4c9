package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.jdbc.observe.BlockingEpisodes;
import io.dbintel.jdbc.observe.BlockingTree;
import io.dbintel.jdbc.observe.LockWait;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.SessionAverages;
import io.dbintel.jdbc.observe.SessionMeasurements;
import io.dbintel.jdbc.observe.SessionObservation;
import io.dbintel.jdbc.observe.SessionRun;
import io.dbintel.jdbc.observe.Wait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what was observed into events. Stateless. */
final class SessionEvents {
  private static final String SYSTEM = "postgresql";
  private static final int MAX_PIDS = 32;
  private static final int MAX_TREE = 100;

  private SessionEvents() {}

  static void emitRun(CollectionContext out, SessionRun run, boolean clientAddress) {
    SessionObservation seen = run.observation();
    DbEvent event = out.emit(EventTypes.QUERY_SAMPLE, run.beginEpochNanos());
    describe(event, seen);
    if (clientAddress && !seen.owner().client().isEmpty()) {
      event.set(Attributes.NETWORK_PEER_ADDRESS, seen.owner().client());
    }
    event
        .set(Attributes.SESSION_DURATION, run.seconds())
        .set(Attributes.SESSION_SAMPLES, run.samples())
        .set(Attributes.SESSION_CONTINUED, run.continued())
        .set(Attributes.WAIT_CLASS, seen.waitEvent().type())
        .set(Attributes.WAIT_EVENT, seen.waitEvent().label());
    if (!seen.waitEvent().equals(Wait.CPU) && !seen.waitEvent().equals(Wait.NONE)) {
      event
          .set(PostgresAttributes.WAIT_EVENT_TYPE, seen.waitEvent().type())
          .set(PostgresAttributes.WAIT_EVENT, seen.waitEvent().event());
    }
    if (!Double.isNaN(seen.ages().query())) {
      event.set(Attributes.QUERY_AGE, seen.ages().query());
    }
    if (run.blockedBy() >= 0) {
      event.set(Attributes.BLOCKED_BY, run.blockedBy());
      event.set(PostgresAttributes.BLOCKING_PIDS, pids(seen.blockers()));
    }
    lock(event, seen.lock());
  }

  static void emitBlocking(CollectionContext out, BlockingEpisodes.Report report) {
    BlockingTree tree = report.tree();
    DbEvent event = out.emit(EventTypes.SESSION_BLOCKING);
    describe(event, tree.root());
    event
        .set(Attributes.BLOCKING_PHASE, report.phase().label())
        .set(Attributes.BLOCKING_ROOT_PID, tree.root().pid())
        .set(Attributes.BLOCKING_ROOT_PREPARED, tree.isRootPrepared())
        .set(Attributes.BLOCKING_DEPTH, tree.depth())
        .set(Attributes.BLOCKING_WIDTH, tree.width())
        .set(Attributes.BLOCKING_VICTIMS, tree.victims())
        .set(Attributes.BLOCKING_PEAK_VICTIMS, report.peakVictims())
        .set(Attributes.BLOCKING_PEAK_DEPTH, report.peakDepth())
        .set(Attributes.BLOCKING_DURATION, report.seconds())
        .set(Attributes.BLOCKING_VICTIM_SECONDS, report.victimSeconds())
        .set(Attributes.BLOCKING_LONGEST_WAIT, tree.longestWaitSeconds())
        .set(Attributes.BLOCKING_CYCLIC, tree.cyclic())
        .set(Attributes.WAIT_CLASS, tree.root().waitEvent().type());
    List<Long> pids = new ArrayList<>();
    List<Long> parents = new ArrayList<>();
    for (BlockingTree.Node node : tree.nodes()) {
      if (pids.size() == MAX_TREE) {
        break;
      }
      pids.add((long) node.session().pid());
      parents.add(node.parent() < 0 ? -1L : (long) tree.nodes().get(node.parent()).session().pid());
    }
    event
        .setLongs(Attributes.BLOCKING_TREE_PIDS, pids)
        .setLongs(Attributes.BLOCKING_TREE_PARENTS, parents);
  }

  static void emitAverage(CollectionContext out, SessionAverages.Average average) {
    measurement(out, SessionMeasurements.AVERAGE, average.sessions())
        .set(Attributes.SESSION_STATE, average.key().state().label())
        .set(Attributes.WAIT_CLASS, average.key().waitClass())
        .set(Attributes.SESSION_KIND, average.key().kind().label());
  }

  static DbEvent measurement(CollectionContext out, EventType type, double value) {
    return out.emit(type).value(value).set(Attributes.DB_SYSTEM_NAME, SYSTEM);
  }

  /** Who the session is, what it does and what it runs. */
  private static void describe(DbEvent event, SessionObservation seen) {
    event
        .set(Attributes.DB_SYSTEM_NAME, SYSTEM)
        .set(Attributes.SESSION_STATE, seen.state().label())
        .set(Attributes.SESSION_KIND, seen.kind().label())
        .set(PostgresAttributes.STATE, seen.state().label())
        .set(PostgresAttributes.PID, seen.pid());
    if (seen.session().startEpochMicros() > 0) {
      event.set(Attributes.SESSION_ID, sessionId(seen));
    }
    if (!seen.owner().database().isEmpty()) {
      event.database(seen.owner().database()).set(Attributes.DB_NAMESPACE, seen.owner().database());
    }
    if (!seen.owner().user().isEmpty()) {
      event.set(Attributes.USER_NAME, seen.owner().user());
    }
    if (!seen.owner().application().isEmpty()) {
      event.set(PostgresAttributes.APPLICATION_NAME, seen.owner().application());
    }
    if (!Double.isNaN(seen.ages().transaction())) {
      event.set(Attributes.TRANSACTION_AGE, seen.ages().transaction());
    }
    query(event, seen.query());
  }

  private static void query(DbEvent event, @Nullable QueryRef query) {
    if (query == null) {
      return;
    }
    event
        .setOrRemove(Attributes.DB_QUERY_TEXT, query.text())
        .setOrRemove(Attributes.DB_QUERY_SUMMARY, query.summary())
        .set(Attributes.QUERY_IDENTIFIED_BY, query.serverId() == 0 ? "fingerprint" : "server");
    if (!query.fingerprint().isEmpty()) {
      event
          .set(Attributes.QUERY_FINGERPRINT, query.fingerprint())
          .set(Attributes.QUERY_TRUNCATED, query.truncated());
    }
    if (query.serverId() != 0) {
      event.set(PostgresAttributes.QUERY_ID, Long.toString(query.serverId()));
    }
  }

  private static void lock(DbEvent event, @Nullable LockWait lock) {
    if (lock == null) {
      return;
    }
    event
        .set(PostgresAttributes.BLOCKING_LOCK_MODE, lock.mode())
        .set(PostgresAttributes.BLOCKING_LOCK_TYPE, lock.type());
    if (!lock.relation().isEmpty()) {
      event.set(PostgresAttributes.BLOCKING_LOCK_RELATION, lock.relation());
    }
    if (!Double.isNaN(lock.waitSeconds())) {
      event.set(PostgresAttributes.BLOCKING_WAIT_DURATION, lock.waitSeconds());
    }
  }

  /**
   * As <code>%c</code> writes it into the log.
   *
   * @see <a href="https://www.postgresql.org/docs/current/runtime-config-logging.html">the
   *     manual</a>
   */
  private static String sessionId(SessionObservation seen) {
    return Long.toHexString(seen.session().startEpochMicros() / 1_000_000)
        + '.'
        + Integer.toHexString(seen.pid());
  }

  private static String pids(List<Integer> pids) {
    StringBuilder text = new StringBuilder("{");
    for (int pid : pids.subList(0, Math.min(MAX_PIDS, pids.size()))) {
      text.append(text.length() == 1 ? "" : ",").append(pid);
    }
    return text.append('}').toString();
  }
}
