package io.dbintel.processors.regression;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.Stateful;
import io.dbintel.processors.plan.PlanSummaryAttributes;
import io.dbintel.processors.regression.PlanRecord.PlanIdentity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stage that follows plans. It changes no event and drops none; what it finds it adds in its
 * next tick.
 */
final class PlanRegression implements Processor, Stateful {
  static final String GENERIC = "generic";
  static final String CUSTOM = "custom";
  static final String EXECUTED = "executed";

  private static final int MAX_NAME = 256;
  private static final int MAX_WAITING = 1_000;
  private static final int MAX_AT_ONCE = 100;
  private static final long EXPIRE_EVERY_SECONDS = 60;
  private static final long MAX_AGE_SECONDS = 86_400;

  /** Longer than anybody can configure; beyond, a number is none. */
  private static final double MAX_REPEAT_SECONDS = 30 * 86_400.0;

  private final ComponentContext context;
  private final double sampleSeconds;
  private final PlanHistory history;
  private final PlanJudge judge;
  private final LookHealth looks;
  private final Deque<PlanFinding> waiting = new ArrayDeque<>();
  private String system = "";
  private long expiredAt;

  PlanRegression(PlanRegressionConfig config, ComponentContext context) {
    this.context = context;
    this.sampleSeconds = config.sample().toMillis() / 1000.0;
    this.looks = new LookHealth(config, context.health());
    this.history = new PlanHistory(config, context.metrics());
    this.judge = new PlanJudge(config, history::size, context.metrics(), this::found);
  }

  private void found(PlanFinding finding) {
    if (waiting.size() >= MAX_WAITING) {
      context.metrics().add("findings_lost", 1);
      return;
    }
    waiting.add(finding);
  }

  @Override
  public void process(EventBatch batch) {
    for (DbEvent event : batch) {
      if (event.type().equals(EventTypes.TOP_QUERY)) {
        interval(event, batch.epochNanos());
      } else if (event.type().equals(EventTypes.QUERY_PLAN)) {
        plan(event);
      }
    }
  }

  @Override
  public void tick(EventBatch empty) {
    long now = now();
    if (Math.abs(now - expiredAt) >= EXPIRE_EVERY_SECONDS) {
      expiredAt = now;
      history.expire(now);
    }
    tell(empty);
  }

  @Override
  public void drain(EventBatch last) {
    tell(last);
  }

  private void tell(EventBatch batch) {
    for (int i = 0; i < MAX_AT_ONCE && !waiting.isEmpty(); i++) {
      PlanFindingEvents.write(batch.add(EventTypes.FINDING), waiting.remove(), system);
    }
  }

  private long now() {
    return Math.floorDiv(context.clock().epochNanos(), 1_000_000_000L);
  }

  // --- what statements did

  private void interval(DbEvent event, long reading) {
    StatementKey key = key(event);
    if (key == null || event.getBoolean(Attributes.STATEMENT_LOSSY, false)) {
      return;
    }
    StatementHistory statement = history.find(key, now());
    if (statement == null || statement.intervals().current() == null) {
      return;
    }
    Gathering gathering = statement.gathering();
    Sample sample = gathering.take(sampleSeconds, reading);
    if (sample != null) {
      hold(statement, sample);
    }
    judge.settle(statement, now());
    long calls = event.getLong(StatementAttributes.CALLS, 0);
    double length = event.getDouble(Attributes.STATEMENT_INTERVAL, 0);
    if (calls <= 0 || !(length > 0)) {
      return;
    }
    gathering.add(
        (double) calls,
        event.getDouble(StatementAttributes.TOTAL_EXEC_TIME, 0),
        (double) event.getLong(StatementAttributes.SHARED_BLKS_HIT, 0),
        (double) event.getLong(StatementAttributes.SHARED_BLKS_READ, 0),
        (double) event.getLong(StatementAttributes.TEMP_BLKS_READ, 0)
            + event.getLong(StatementAttributes.TEMP_BLKS_WRITTEN, 0),
        (double) event.getLong(StatementAttributes.ROWS, 0),
        length,
        reading);
    remember(statement, event);
  }

  private void hold(StatementHistory statement, Sample sample) {
    if (!sample.isPlausible()) {
      context.metrics().add("samples_refused", 1);
      return;
    }
    statement.ran(sample, now());
    if (!statement.hold(sample, now())) {
      context.metrics().add("samples_of_no_plan", 1);
    }
  }

  private void remember(StatementHistory statement, DbEvent event) {
    String summary = event.get(Attributes.DB_QUERY_SUMMARY);
    if (summary != null && summary.length() <= MAX_NAME) {
      statement.summary(summary);
    }
    system(event);
  }

  private void system(DbEvent event) {
    String name = event.get(Attributes.DB_SYSTEM_NAME);
    if (name != null && name.length() <= MAX_NAME) {
      system = name;
    }
  }

  // --- which plans they had

  private void plan(DbEvent event) {
    StatementKey key = key(event);
    PlanIdentity identity = identity(event);
    String provenance = event.get(PlanAttributes.PLAN_PROVENANCE);
    if (key == null || identity == null || provenance == null || !isKnown(provenance)) {
      return;
    }
    long now = at(event);
    StatementHistory statement = history.follow(key, now());
    if (statement == null) {
      return;
    }
    remember(statement, event);
    String form =
        PlanForm.of(provenance, event.getBoolean(PlanSummaryAttributes.UNQUALIFIED, false));
    long recheck = looks.after(event.getDouble(PlanAttributes.PLAN_RECHECK, 0));
    double duration = event.getDouble(PlanAttributes.PLAN_EXECUTION_DURATION, Double.NaN);
    if (!provenance.equals(EXECUTED) || Double.isNaN(duration)) {
      judge.explained(statement, identity, form, now);
    } else if (duration >= 0) {
      Sample sample = execution(event, duration, statement.sinceLastExecution(now));
      if (sample.isPlausible()) {
        judge.executed(statement, identity, form, sample, now);
      } else {
        context.metrics().add("samples_refused", 1);
      }
    }
    if (statement.intervals().form().equals(form)) {
      statement.looks(recheck, repeat(event));
    }
  }

  private static long repeat(DbEvent event) {
    double seconds = event.getDouble(PlanAttributes.PLAN_REPEAT, 0);
    return seconds >= 0 && seconds <= MAX_REPEAT_SECONDS ? (long) Math.ceil(seconds) : 0;
  }

  private static Sample execution(DbEvent event, double duration, double elapsed) {
    double read = number(event, PlanAttributes.PLAN_READ_BLOCKS);
    double blocks = number(event, PlanAttributes.PLAN_HIT_BLOCKS) + read;
    return new Sample(
        blocks,
        number(event, PlanAttributes.PLAN_TEMP_BLOCKS),
        duration,
        (double) event.getLong(PlanAttributes.PLAN_ROWS, 0),
        blocks > 0 ? read / blocks : 0,
        1,
        elapsed);
  }

  private static double number(DbEvent event, AttrKey<Long> key) {
    return event.has(key) ? (double) event.getLong(key, 0) : Double.NaN;
  }

  private static boolean isKnown(String provenance) {
    return provenance.equals(GENERIC) || provenance.equals(CUSTOM) || provenance.equals(EXECUTED);
  }

  /** When it was, as far as that can be: logs are read late, and clocks jump. */
  private long at(DbEvent event) {
    long now = now();
    long at = Math.floorDiv(event.epochNanos(), 1_000_000_000L);
    return at > now || at < now - MAX_AGE_SECONDS ? now : at;
  }

  /** By the server's id; an execution whose id is not known, by its text. */
  private static @Nullable StatementKey key(DbEvent event) {
    String database = event.database();
    String queryId = event.get(StatementAttributes.QUERYID);
    if (queryId != null && isName(queryId) && database.length() <= MAX_NAME) {
      return new StatementKey(database, queryId);
    }
    String fingerprint = event.get(Attributes.QUERY_FINGERPRINT);
    return queryId == null
            && fingerprint != null
            && isName(fingerprint)
            && database.length() <= MAX_NAME
        ? StatementKey.byText(database, fingerprint)
        : null;
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= MAX_NAME;
  }

  private static @Nullable PlanIdentity identity(DbEvent event) {
    String fingerprint = event.get(PlanAttributes.PLAN_FINGERPRINT);
    if (fingerprint == null || fingerprint.isEmpty() || fingerprint.length() > MAX_NAME) {
      return null;
    }
    String shape = event.get(PlanAttributes.PLAN_SHAPE);
    List<String> outline = event.get(PlanAttributes.PLAN_OUTLINE);
    return new PlanIdentity(
        fingerprint,
        shape == null || shape.length() > MAX_NAME ? "" : shape,
        outline == null ? List.of() : outline);
  }

  // --- over a restart

  @Override
  public int stateVersion() {
    return PlanHistory.VERSION;
  }

  @Override
  public byte[] snapshot() {
    return history.write();
  }

  @Override
  public void restore(int version, byte[] state) {
    if (version != PlanHistory.VERSION) {
      throw new IllegalArgumentException("history of plans in version " + version);
    }
    history.read(state);
  }
}
