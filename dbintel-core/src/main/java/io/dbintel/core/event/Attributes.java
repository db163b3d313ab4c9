package io.dbintel.core.event;

import static io.dbintel.core.event.Stability.DEVELOPMENT;
import static io.dbintel.core.event.Stability.STABLE;

import java.util.List;

/**
 * The attributes of dbintel's vocabulary that more than one module writes or reads. Names and
 * meanings of {@code db.*}, {@code server.*}, {@code network.*}, {@code error.*} and {@code user.*}
 * are those of OpenTelemetry's semantic conventions 1.44; {@code postgresql.*} are those of the
 * OpenTelemetry collector's receiver, with times in seconds; {@code dbintel.*} are ours.
 */
public final class Attributes {
  private Attributes() {}

  // --- which server, which database

  /** {@code postgresql}, {@code mysql} or {@code mariadb}. */
  public static final AttrKey<String> DB_SYSTEM_NAME =
      AttrKey.ofString("db.system.name", STABLE, "The database product.");

  /** Database, and schema where it is known: {@code database|schema} on PostgreSQL. */
  public static final AttrKey<String> DB_NAMESPACE =
      AttrKey.ofString("db.namespace", STABLE, "The database, qualified by what contains it.");

  /** Host name or address under which the server is monitored. */
  public static final AttrKey<String> SERVER_ADDRESS =
      AttrKey.ofString("server.address", STABLE, "The server's host name or address.");

  /** Port under which the server is monitored. */
  public static final AttrKey<Long> SERVER_PORT =
      AttrKey.ofLong("server.port", "", STABLE, "The server's port.");

  // --- the statement

  /** Normalised statement text: no literal in it. */
  public static final AttrKey<String> DB_QUERY_TEXT =
      AttrKey.ofString("db.query.text", STABLE, "The statement with its literals replaced by ?.");

  /** Low-cardinality summary of a statement. */
  public static final AttrKey<String> DB_QUERY_SUMMARY =
      AttrKey.ofString("db.query.summary", STABLE, "Operation and targets of the statement.");

  /** Fingerprint of the normalised statement. */
  public static final AttrKey<String> QUERY_FINGERPRINT =
      AttrKey.ofString(
          "dbintel.query.fingerprint",
          DEVELOPMENT,
          "Version-tagged SHA-256/128 of the normalised statement.");

  // --- what statements did in an interval

  /** Length of the interval. */
  public static final AttrKey<Double> STATEMENT_INTERVAL =
      AttrKey.ofDouble(
          "dbintel.statement.interval", "s", DEVELOPMENT, "How long the interval was.");

  /** How many statements an event stands for, other than those that have one of their own. */
  public static final AttrKey<Long> STATEMENT_OTHERS =
      AttrKey.ofLong(
          "dbintel.statement.others",
          "{statement}",
          DEVELOPMENT,
          "On the rest only: how many statements it stands for.");

  /** Whether the client sent it; absent if the server does not tell. */
  public static final AttrKey<Boolean> STATEMENT_TOPLEVEL =
      AttrKey.ofBoolean(
          "dbintel.statement.toplevel",
          DEVELOPMENT,
          "False if another statement ran it, whose time then contains its time.");

  /** Whether the interval's numbers are lower bounds. */
  public static final AttrKey<Boolean> STATEMENT_LOSSY =
      AttrKey.ofBoolean(
          "dbintel.statement.lossy",
          DEVELOPMENT,
          "True if the numbers are lower bounds: statements were thrown out, reset or unreadable.");

  /** Part of the time that top-level statements ran in the interval. */
  public static final AttrKey<Double> STATEMENT_SHARE =
      AttrKey.ofDouble(
          "dbintel.statement.share",
          "1",
          DEVELOPMENT,
          "Its part of the execution time of all top-level statements.");

  /** Mean time of one execution in the interval. */
  public static final AttrKey<Double> STATEMENT_MEAN =
      AttrKey.ofDouble(
          "dbintel.statement.mean", "s", DEVELOPMENT, "Mean time of an execution in the interval.");

  /** Standard deviation of the time of one execution in the interval. */
  public static final AttrKey<Double> STATEMENT_STDDEV =
      AttrKey.ofDouble(
          "dbintel.statement.stddev",
          "s",
          DEVELOPMENT,
          "Population standard deviation of the time of an execution in the interval.");

  /** By how much the standard deviation may be off. */
  public static final AttrKey<Double> STATEMENT_STDDEV_ERROR =
      AttrKey.ofDouble(
          "dbintel.statement.stddev_error",
          "s",
          DEVELOPMENT,
          "By how much rounding can have shifted the standard deviation, at most.");

  // --- sessions

  /** Database user, as far as it looks like a name. */
  public static final AttrKey<String> USER_NAME =
      AttrKey.ofString("user.name", DEVELOPMENT, "The role a session logged in as.");

  /** Address of a session's client; personal data in some regimes, so off by default. */
  public static final AttrKey<String> NETWORK_PEER_ADDRESS =
      AttrKey.ofString("network.peer.address", STABLE, "The client's network address.");

  /** Start and process id of a session, as the server's log writes them. */
  public static final AttrKey<String> SESSION_ID =
      AttrKey.ofString("dbintel.session.id", DEVELOPMENT, "The session, unique on its server.");

  /** {@code active}, {@code idle in transaction}, …. */
  public static final AttrKey<String> SESSION_STATE =
      AttrKey.ofString("dbintel.session.state", DEVELOPMENT, "What the session does.");

  /**
   * {@code client}, {@code parallel_worker}, {@code maintenance}, {@code replication}, {@code
   * background}.
   */
  public static final AttrKey<String> SESSION_KIND =
      AttrKey.ofString("dbintel.session.kind", DEVELOPMENT, "On whose behalf the session works.");

  /** Session-seconds an event stands for. */
  public static final AttrKey<Double> SESSION_DURATION =
      AttrKey.ofDouble(
          "dbintel.session.duration",
          "s",
          DEVELOPMENT,
          "How long the session stayed so; disjoint parts add up.");

  /** Samples an event stands for. */
  public static final AttrKey<Long> SESSION_SAMPLES =
      AttrKey.ofLong(
          "dbintel.session.samples",
          "{sample}",
          DEVELOPMENT,
          "In how many samples it was seen so.");

  /** Whether an event continues an earlier one. */
  public static final AttrKey<Boolean> SESSION_CONTINUED =
      AttrKey.ofBoolean(
          "dbintel.session.continued",
          DEVELOPMENT,
          "True if an earlier part of the same stay was told.");

  /** Wait class; {@code CPU} for a session that runs and waits for nothing. */
  public static final AttrKey<String> WAIT_CLASS =
      AttrKey.ofString(
          "dbintel.wait.class", DEVELOPMENT, "The class of what is waited for; CPU if nothing.");

  /** Wait class and event: {@code Lock/transactionid}. */
  public static final AttrKey<String> WAIT_EVENT =
      AttrKey.ofString("dbintel.wait.event", DEVELOPMENT, "What is waited for, with its class.");

  /** How long was waited in an interval, of all sessions together. */
  public static final AttrKey<Double> WAIT_DURATION =
      AttrKey.ofDouble(
          "dbintel.wait.duration",
          "s",
          DEVELOPMENT,
          "How long sessions waited in the interval, all together.");

  /** How many pairs of statement and wait an event stands for, other than those told apart. */
  public static final AttrKey<Long> WAIT_OTHERS =
      AttrKey.ofLong(
          "dbintel.wait.others",
          "{wait}",
          DEVELOPMENT,
          "On the rest only: how many waits of statements it stands for.");

  /** Who counted the waits; absent if dbintel's own samples did. */
  public static final AttrKey<String> WAIT_SOURCE =
      AttrKey.ofString(
          "dbintel.wait.source",
          DEVELOPMENT,
          "Who counted the waits, such as pg_wait_sampling; absent if dbintel sampled them.");

  /** Age of a session's transaction. */
  public static final AttrKey<Double> TRANSACTION_AGE =
      AttrKey.ofDouble(
          "dbintel.transaction.age", "s", DEVELOPMENT, "How long the transaction has been open.");

  /** Age of a session's statement. */
  public static final AttrKey<Double> QUERY_AGE =
      AttrKey.ofDouble(
          "dbintel.query.age", "s", DEVELOPMENT, "Since when the statement runs, or ran last.");

  /** {@code server} if the server gave an id, {@code fingerprint} if only we did. */
  public static final AttrKey<String> QUERY_IDENTIFIED_BY =
      AttrKey.ofString(
          "dbintel.query.identified_by",
          DEVELOPMENT,
          "Who named the statement: server or fingerprint.");

  /** Whether text and fingerprint are those of a beginning. */
  public static final AttrKey<Boolean> QUERY_TRUNCATED =
      AttrKey.ofBoolean("dbintel.query.truncated", DEVELOPMENT, "True if the server cut the text.");

  /** Process id of the session directly in the way. */
  public static final AttrKey<Long> BLOCKED_BY =
      AttrKey.ofLong(
          "dbintel.blocking.blocked_by",
          "",
          DEVELOPMENT,
          "The session directly in the way; 0 for a prepared transaction.");

  /** Where a blocking episode is. */
  public static final AttrKey<String> BLOCKING_PHASE =
      AttrKey.ofString("dbintel.blocking.phase", DEVELOPMENT, "started, ongoing or ended.");

  /** Process id of the root. */
  public static final AttrKey<Long> BLOCKING_ROOT_PID =
      AttrKey.ofLong(
          "dbintel.blocking.root.pid",
          "",
          DEVELOPMENT,
          "The session in everybody's way; 0 for a prepared transaction.");

  /** Whether the root has no session. */
  public static final AttrKey<Boolean> BLOCKING_ROOT_PREPARED =
      AttrKey.ofBoolean(
          "dbintel.blocking.root.prepared",
          DEVELOPMENT,
          "True if the root is a prepared transaction.");

  /** Depth of the tree, now. */
  public static final AttrKey<Long> BLOCKING_DEPTH =
      AttrKey.ofLong(
          "dbintel.blocking.depth",
          "1",
          DEVELOPMENT,
          "Steps from the root to the furthest victim.");

  /** Width of the tree, now. */
  public static final AttrKey<Long> BLOCKING_WIDTH =
      AttrKey.ofLong(
          "dbintel.blocking.width", "{session}", DEVELOPMENT, "Most victims at one depth.");

  /** Victims, now. */
  public static final AttrKey<Long> BLOCKING_VICTIMS =
      AttrKey.ofLong("dbintel.blocking.victims", "{session}", DEVELOPMENT, "Sessions that wait.");

  /** Victims at most in the episode. */
  public static final AttrKey<Long> BLOCKING_PEAK_VICTIMS =
      AttrKey.ofLong(
          "dbintel.blocking.peak_victims",
          "{session}",
          DEVELOPMENT,
          "Most sessions that waited at a time.");

  /** Depth at most in the episode. */
  public static final AttrKey<Long> BLOCKING_PEAK_DEPTH =
      AttrKey.ofLong("dbintel.blocking.peak_depth", "1", DEVELOPMENT, "Deepest the tree was.");

  /** Length of the episode so far. */
  public static final AttrKey<Double> BLOCKING_DURATION =
      AttrKey.ofDouble(
          "dbintel.blocking.duration", "s", DEVELOPMENT, "How long the episode has lasted.");

  /** Session-seconds lost in the episode so far: of its events the last counts. */
  public static final AttrKey<Double> BLOCKING_VICTIM_SECONDS =
      AttrKey.ofDouble(
          "dbintel.blocking.victim_seconds",
          "s",
          DEVELOPMENT,
          "What victims lost since the episode began; cumulative.");

  /** Longest wait in the tree, now. */
  public static final AttrKey<Double> BLOCKING_LONGEST_WAIT =
      AttrKey.ofDouble(
          "dbintel.blocking.longest_wait",
          "s",
          DEVELOPMENT,
          "How long the longest-waiting victim has waited.");

  /** Whether there is a ring in the tree. */
  public static final AttrKey<Boolean> BLOCKING_CYCLIC =
      AttrKey.ofBoolean(
          "dbintel.blocking.cyclic",
          DEVELOPMENT,
          "True if sessions wait for one another in a ring.");

  /** The tree's sessions, by depth. */
  public static final AttrKey<List<Long>> BLOCKING_TREE_PIDS =
      AttrKey.ofLongs(
          "dbintel.blocking.tree.pids",
          "",
          DEVELOPMENT,
          "Sessions of the tree, root first; at most 100.");

  /** The tree's edges: as long as the list of sessions. */
  public static final AttrKey<List<Long>> BLOCKING_TREE_PARENTS =
      AttrKey.ofLongs(
          "dbintel.blocking.tree.parents",
          "",
          DEVELOPMENT,
          "For each session the one in its way; -1 for the root.");

  // --- errors

  /** SQLSTATE, or the vendor's error number. */
  public static final AttrKey<String> DB_RESPONSE_STATUS_CODE =
      AttrKey.ofString("db.response.status_code", STABLE, "SQLSTATE or vendor error number.");

  /** A low-cardinality class of error. */
  public static final AttrKey<String> ERROR_TYPE =
      AttrKey.ofString("error.type", STABLE, "The class of error.");

  // --- dbintel itself

  /** The id of a target. */
  public static final AttrKey<String> TARGET_ID =
      AttrKey.ofString("dbintel.target.id", DEVELOPMENT, "The host's name for the server.");

  /** The name of an instance of dbintel. */
  public static final AttrKey<String> INSTANCE_NAME =
      AttrKey.ofString("dbintel.instance.name", DEVELOPMENT, "The instance of dbintel.");

  /** How many occurrences an event stands for. */
  public static final AttrKey<Double> SAMPLING_WEIGHT =
      AttrKey.ofDouble(
          "dbintel.sampling.weight",
          "1",
          DEVELOPMENT,
          "How many occurrences the event stands for.");

  /** The name of a collector. */
  public static final AttrKey<String> COLLECTOR_NAME =
      AttrKey.ofString("dbintel.collector.name", DEVELOPMENT, "The collector.");

  /** The name of a stage of the pipeline. */
  public static final AttrKey<String> STAGE_NAME =
      AttrKey.ofString("dbintel.stage.name", DEVELOPMENT, "The stage of the pipeline.");

  /** The name of an exporter. */
  public static final AttrKey<String> EXPORTER_NAME =
      AttrKey.ofString("dbintel.exporter.name", DEVELOPMENT, "The exporter.");

  /** The id of a component. */
  public static final AttrKey<String> COMPONENT_NAME =
      AttrKey.ofString("dbintel.component.name", DEVELOPMENT, "The component.");

  /** What a component counts or measures. */
  public static final AttrKey<String> COMPONENT_MEASURE =
      AttrKey.ofString(
          "dbintel.component.measure", DEVELOPMENT, "What the component counts or measures.");

  /** {@code general} or {@code sessions}. */
  public static final AttrKey<String> TURN =
      AttrKey.ofString("dbintel.turn", DEVELOPMENT, "Which of a target's two turns.");

  /** {@code logs} or {@code metrics}. */
  public static final AttrKey<String> EXPORT_SIGNAL =
      AttrKey.ofString("dbintel.export.signal", DEVELOPMENT, "What was exported.");

  /** What became of something; from a small fixed set. */
  public static final AttrKey<String> OUTCOME =
      AttrKey.ofString("dbintel.outcome", DEVELOPMENT, "What became of it, in snake_case.");

  /** Why something was not done; from a small fixed set. */
  public static final AttrKey<String> REASON =
      AttrKey.ofString("dbintel.reason", DEVELOPMENT, "Why it was not done, in snake_case.");

  // --- findings

  /** What kind of finding: snake_case, from a fixed set. */
  public static final AttrKey<String> FINDING_CODE =
      AttrKey.ofString("dbintel.finding.code", DEVELOPMENT, "The kind of finding, in snake_case.");

  /** What was found, in a sentence. */
  public static final AttrKey<String> FINDING_MESSAGE =
      AttrKey.ofString("dbintel.finding.message", DEVELOPMENT, "What was found, in a sentence.");

  /** What the operator can do about it; SQL where SQL is the remedy. */
  public static final AttrKey<String> FINDING_REMEDY =
      AttrKey.ofString("dbintel.finding.remedy", DEVELOPMENT, "What to do about it.");

  /** All of the above, in this order. */
  public static List<AttrKey<?>> all() {
    return List.of(
        DB_SYSTEM_NAME,
        DB_NAMESPACE,
        SERVER_ADDRESS,
        SERVER_PORT,
        DB_QUERY_TEXT,
        DB_QUERY_SUMMARY,
        QUERY_FINGERPRINT,
        STATEMENT_INTERVAL,
        STATEMENT_OTHERS,
        STATEMENT_TOPLEVEL,
        STATEMENT_LOSSY,
        STATEMENT_SHARE,
        STATEMENT_MEAN,
        STATEMENT_STDDEV,
        STATEMENT_STDDEV_ERROR,
        USER_NAME,
        NETWORK_PEER_ADDRESS,
        SESSION_ID,
        SESSION_STATE,
        SESSION_KIND,
        SESSION_DURATION,
        SESSION_SAMPLES,
        SESSION_CONTINUED,
        WAIT_CLASS,
        WAIT_EVENT,
        WAIT_DURATION,
        WAIT_OTHERS,
        WAIT_SOURCE,
        TRANSACTION_AGE,
        QUERY_AGE,
        QUERY_IDENTIFIED_BY,
        QUERY_TRUNCATED,
        BLOCKED_BY,
        BLOCKING_PHASE,
        BLOCKING_ROOT_PID,
        BLOCKING_ROOT_PREPARED,
        BLOCKING_DEPTH,
        BLOCKING_WIDTH,
        BLOCKING_VICTIMS,
        BLOCKING_PEAK_VICTIMS,
        BLOCKING_PEAK_DEPTH,
        BLOCKING_DURATION,
        BLOCKING_VICTIM_SECONDS,
        BLOCKING_LONGEST_WAIT,
        BLOCKING_CYCLIC,
        BLOCKING_TREE_PIDS,
        BLOCKING_TREE_PARENTS,
        DB_RESPONSE_STATUS_CODE,
        ERROR_TYPE,
        TARGET_ID,
        INSTANCE_NAME,
        SAMPLING_WEIGHT,
        COLLECTOR_NAME,
        STAGE_NAME,
        EXPORTER_NAME,
        COMPONENT_NAME,
        COMPONENT_MEASURE,
        TURN,
        EXPORT_SIGNAL,
        OUTCOME,
        REASON,
        FINDING_CODE,
        FINDING_MESSAGE,
        FINDING_REMEDY);
  }
}
