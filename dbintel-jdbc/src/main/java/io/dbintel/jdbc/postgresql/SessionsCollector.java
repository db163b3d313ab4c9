package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.jdbc.observe.BlockingEpisodes;
import io.dbintel.jdbc.observe.BlockingForest;
import io.dbintel.jdbc.observe.HistoryStats;
import io.dbintel.jdbc.observe.ObservedTime;
import io.dbintel.jdbc.observe.SessionAverages;
import io.dbintel.jdbc.observe.SessionCoalescer;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.observe.SessionMeasurements;
import io.dbintel.jdbc.observe.SessionObservation;
import io.dbintel.jdbc.observe.SessionRun;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples the sessions of a server: one statement, read to the end, and only then anything is
 * concluded from it, so that a sample that fails leaves no trace but the gap.
 *
 * <p>The engine runs one collection at a time and makes what one wrote visible to the next.
 */
final class SessionsCollector implements Collector {
  private static final int MAX_EPISODES = 1_000;
  private static final int MAX_BLOCKING_EVENTS = 50;

  /** A character of 6 bytes and the terminating NUL may be missing from a cut text. */
  private static final int CUT_MARGIN_BYTES = 7;

  private static final long DEFAULT_QUERY_SIZE = 1024;

  private final SessionsConfig config;
  private final PostgresTarget target;
  private final Clock clock;
  private final SelfMetrics metrics;
  private final HealthReporter visibility;
  private final HealthReporter completeness;
  private final SessionHistory history;
  private final QueryTexts texts;
  private final ObservedTime time;
  private final SessionAverages averages = new SessionAverages();
  private final SessionCoalescer coalescer;
  private final BlockingEpisodes episodes;
  private final List<SessionRun> runs = new ArrayList<>();
  private final List<BlockingEpisodes.Report> reports = new ArrayList<>();
  private int statementVersion;
  private SqlResource statement = statement(13);

  SessionsCollector(SessionsConfig config, PostgresTarget target, ComponentContext context) {
    this.config = config;
    this.target = target;
    clock = context.clock();
    metrics = context.metrics();
    visibility = context.health().part("visibility");
    completeness = context.health().part("completeness");
    history = target.sessions();
    history.limits(config.historyRetention(), config.historyBytes());
    texts = new QueryTexts(config.queryTextBytes());
    time = new ObservedTime(config.interval().toNanos());
    double tellEvery = config.tellEvery().toNanos() / 1e9;
    coalescer = new SessionCoalescer(config.maxSessions(), tellEvery, runs::add);
    episodes = new BlockingEpisodes(MAX_EPISODES, tellEvery, reports::add);
  }

  /** What one sample read, and when it was taken. */
  private record Sample(SessionRows rows, long nanoTime, long epochNanos) {}

  @Override
  public void collect(CollectionContext context) throws SQLException {
    PostgresFeatures features = target.features();
    if (features.majorVersion() != statementVersion) {
      statementVersion = features.majorVersion();
      statement = statement(statementVersion);
    }
    SessionRows rows = new SessionRows(texts, truncatedFrom(features), config.maxSessions());
    Sample sample =
        target.inOneStatement(
            context,
            reading -> {
              long nanoTime = clock.nanoTime();
              long epochNanos = clock.epochNanos();
              long unused = reading.each(statement, rows::add);
              return new Sample(rows, nanoTime, epochNanos);
            });
    if (!context.isAbandoned()) {
      conclude(sample, context);
      reportHealth(rows, features);
      count();
    }
  }

  private void conclude(Sample sample, CollectionContext context) {
    List<SessionObservation> sessions = sample.rows().sessions();
    double seconds = time.sampledAt(sample.nanoTime());
    BlockingForest forest = BlockingForest.of(sessions);
    history.record(sample.epochNanos(), seconds, sessions, forest);

    coalescer.begin(sample.epochNanos(), seconds);
    for (SessionObservation seen : sessions) {
      coalescer.observe(seen, forest.blockerOf(seen.pid()));
    }
    coalescer.end();
    emitRuns(context);

    episodes.observe(forest, sample.epochNanos(), seconds);
    emitEpisodes(context);

    averages.add(sessions, seconds);
    averages.addIdle(sample.rows().idle(), seconds);
    if (averages.observedSeconds() * 1e9 >= config.measureEvery().toNanos()) {
      measure(sample.rows(), context);
    }
  }

  @Override
  public void drain(CollectionContext last) {
    coalescer.tellAll();
    emitRuns(last);
    episodes.tellAll();
    emitEpisodes(last);
  }

  private void emitRuns(CollectionContext context) {
    for (SessionRun run : runs) {
      SessionEvents.emitRun(context, run, config.clientAddress());
    }
    runs.clear();
  }

  private void emitEpisodes(CollectionContext context) {
    int told = Math.min(reports.size(), MAX_BLOCKING_EVENTS);
    for (BlockingEpisodes.Report report : reports.subList(0, told)) {
      SessionEvents.emitBlocking(context, report);
    }
    metrics.add("blocking_events_skipped", reports.size() - told);
    reports.clear();
  }

  private void measure(SessionRows rows, CollectionContext context) {
    for (SessionAverages.Average average : averages.take()) {
      SessionEvents.emitAverage(context, average);
    }
    SessionEvents.measurement(
        context, SessionMeasurements.OLDEST_TRANSACTION, rows.oldestTransactionSeconds());
    SessionEvents.measurement(
        context, SessionMeasurements.LONGEST_WAIT, coalescer.longestWaitSeconds());
  }

  private void reportHealth(SessionRows rows, PostgresFeatures features) {
    if (rows.hidden() > 0) {
      visibility.report(
          HealthStatus.FORBIDDEN,
          "insufficient_privilege",
          rows.hidden() + " sessions are hidden from our role, which sees only its own",
          Tier.MONITOR.grant(features.role(), features.majorVersion()));
    } else {
      visibility.up();
    }
    if (rows.beyondLimit() > 0) {
      completeness.report(
          HealthStatus.DEGRADED,
          "too_many_sessions",
          rows.beyondLimit() + " sessions of the last sample were beyond maxSessions",
          "raise maxSessions of the collector '" + SessionsProvider.NAME + "'");
    } else {
      completeness.up();
    }
    gauge("hidden_sessions", rows.hidden());
    gauge("waiters_without_blockers", rows.unaskedWaiters());
    metrics.add("sessions_beyond_limit", rows.beyondLimit());
  }

  private void count() {
    HistoryStats stats = history.stats();
    metrics.set("observed_seconds", time.observedSeconds());
    metrics.set("unobserved_seconds", time.unobservedSeconds());
    gauge("missed_samples", time.missedSamples());
    gauge("open_runs", coalescer.open());
    gauge("runs_evicted", coalescer.evictions());
    gauge("episodes_evicted", episodes.evictions());
    gauge("query_text_bytes", texts.bytes());
    gauge("query_texts_evicted", texts.evictions());
    gauge("history_bytes", stats.retainedBytes());
    gauge("history_rows_evicted", stats.evictedRows());
    gauge("history_texts_evicted", stats.evictedTexts());
  }

  private void gauge(String name, long value) {
    metrics.set(name, (double) value);
  }

  private static long truncatedFrom(PostgresFeatures features) {
    Setting size = features.setting("track_activity_query_size");
    long bytes = size == null ? DEFAULT_QUERY_SIZE : size.bytes().orElse(DEFAULT_QUERY_SIZE);
    return bytes - CUT_MARGIN_BYTES;
  }

  private static SqlResource statement(int majorVersion) {
    return SqlResource.of(SessionsCollector.class, "sessions", "pg", majorVersion);
  }
}
