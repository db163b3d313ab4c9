package io.dbintel.processors.regression;

import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.processors.regression.Comparison.Judgement;
import io.dbintel.processors.regression.Comparison.Outcome;
import io.dbintel.processors.regression.PlanFinding.Sides;
import io.dbintel.processors.regression.PlanRecord.PlanIdentity;
import io.dbintel.processors.regression.Track.Kind;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the plans of statements and says what is to be told of them. Holds no statement itself.
 * Not thread-safe.
 */
final class PlanJudge {
  /** A statement that changed its plan so often within this time goes to and fro. */
  static final int FLAPPING_CHANGES = 4;

  static final long FLAPPING_SECONDS = 6 * 3600;

  /** For so many executions no plan prevailed. */
  static final int FLAPPING_EXECUTIONS = 60;

  /** For so long a cache may take to fill. */
  static final long WARM_UP_SECONDS = 1800;

  /** Of what was good, this much again counts as good: less than what is told as worse. */
  static final double GOOD_AGAIN = Math.log(1.25);

  /** What was found and may not be told yet is looked at again after so many samples. */
  private static final int WITHHELD_SAMPLES = 8;

  /** Two kinds of evidence that leave the same good plan within this time show the same change. */
  private static final long SAME_CHANGE_SECONDS = 6 * 3600;

  /** After so long without one, plans of another form are followed. */
  private static final long FORM_SECONDS = 86_400;

  private static final int RECOVERY_LATEST = 16;
  private static final int RECOVERY_EVERY = 8;
  private static final double TWO_ERRORS = 2;

  private final PlanRegressionConfig config;
  private final Limits limits;
  private final Limits executionLimits;
  private final IntSupplier statements;
  private final SelfMetrics metrics;
  private final PlanFindings findings;
  private final HourJudge hours;
  private final ComparisonCount comparisons = new ComparisonCount();

  PlanJudge(
      PlanRegressionConfig config,
      IntSupplier statements,
      SelfMetrics metrics,
      Consumer<PlanFinding> findings) {
    this.config = config;
    this.limits = config.limits();
    this.executionLimits = limits.forExecutions();
    this.statements = statements;
    this.metrics = metrics;
    this.findings = new PlanFindings(config.coolDown(), metrics, findings);
    this.hours = new HourJudge(limits, config.falseAlarms(), this.findings);
  }

  /** A plan was explained, or seen to prevail: what intervals are attributed to. */
  void explained(StatementHistory statement, PlanIdentity identity, String form, long now) {
    Track track = statement.intervals();
    if (!takes(statement, track, form, now)) {
      return;
    }
    long known = statement.knownUntil();
    PlanRecord plan = track.plan(identity, now, this::planEvicted);
    if (plan != track.current()) {
      change(statement, track, plan, now);
      return;
    }
    count(statement, Math.min(now, known), now);
    if (known < now) {
      discard(statement);
    }
  }

  /**
   * Counts the intervals for the plan in use that are old enough: if another plan had been in use,
   * it would have been seen by now. Where nobody has looked for so long that this is not so, they
   * count for none: a new plan's would make the old one's look dear, and the new one would stand
   * out from nothing.
   */
  void settle(StatementHistory statement, long now) {
    long wait = Math.max(config.attribution().toSeconds(), statement.recheckSeconds());
    long known = statement.knownUntil();
    count(statement, Math.min(now - wait, known), now);
    while (now - wait > known && statement.settled(now - wait) != null) {
      metrics.add("samples_of_no_plan", 1);
    }
  }

  private void count(StatementHistory statement, long latest, long now) {
    Track track = statement.intervals();
    PlanRecord plan = track.current();
    Sample sample = plan == null ? null : statement.settled(latest);
    while (plan != null && sample != null) {
      plan.evidence().add(sample, !isCold(track, sample, now));
      look(statement, track, now);
      hours.add(statement, sample, tests(now), now);
      sample = statement.settled(latest);
    }
  }

  /**
   * What a new plan reads must first come into the cache: for a while, time does not count where
   * more comes from outside the cache than with the plan before.
   */
  private static boolean isCold(Track track, Sample sample, long now) {
    PlanRecord reference = track.reference();
    return reference != null
        && now - track.since() < WARM_UP_SECONDS
        && sample.readShare() - reference.evidence().readShare() > Comparison.CACHE_MOVED;
  }

  /** A plan was seen with its execution. */
  void executed(
      StatementHistory statement, PlanIdentity identity, String form, Sample sample, long now) {
    Track track = statement.executions();
    if (!takes(statement, track, form, now)) {
      metrics.add("samples_of_no_plan", 1);
      return;
    }
    PlanRecord plan = track.plan(identity, now, this::planEvicted);
    plan.evidence().add(sample, !isCold(track, sample, now));
    PlanRecord prevailing = statement.recent().add(plan);
    if (prevailing == null) {
      if (statement.recent().undecided() == FLAPPING_EXECUTIONS && track.current() != null) {
        findings.flapping(statement, track, other(track, plan), plan.identity(), now);
      }
      return;
    }
    if (prevailing != track.current()) {
      change(statement, track, prevailing, now);
    }
    explained(statement, prevailing.identity(), form, now);
    if (plan == track.current()) {
      look(statement, track, now);
    }
  }

  private static @Nullable PlanIdentity other(Track track, PlanRecord plan) {
    PlanRecord current = track.current();
    return current == null || current == plan ? null : current.identity();
  }

  /**
   * Whether plans of this form are followed: those that say most, until they are not seen any more.
   * Those of another form are never compared with them.
   */
  private boolean takes(StatementHistory statement, Track track, String form, long now) {
    if (track.form().equals(form)) {
      return true;
    }
    PlanRecord current = track.current();
    boolean gone = current == null || now - current.lastSeen() > FORM_SECONDS;
    if (!gone && PlanForm.rank(form) <= PlanForm.rank(track.form())) {
      return false;
    }
    restart(statement, track, form);
    return true;
  }

  private void restart(StatementHistory statement, Track track, String form) {
    track.restart(form);
    StatementHistory.Open open = statement.open();
    if (open != null && open.kind() == track.kind()) {
      statement.open(null);
    }
    if (track.kind() == Kind.EXECUTIONS) {
      statement.recent().clear();
      return;
    }
    statement.hours().clear();
    statement.slower(null);
    discard(statement);
  }

  private void discard(StatementHistory statement) {
    int lost = statement.discard();
    if (lost > 0) {
      metrics.add("samples_of_no_plan", lost);
    }
  }

  private void change(StatementHistory statement, Track track, PlanRecord to, long now) {
    PlanRecord from = track.change(to, now, limitsOf(track));
    if (track.kind() == Kind.INTERVALS) {
      statement.hours().clear();
      statement.slower(null);
      discard(statement);
    }
    if (from == null) {
      return;
    }
    comparisons.add(now);
    if (isFlapping(track, now)) {
      findings.flapping(statement, track, from.identity(), to.identity(), now);
    } else {
      findings.changed(statement, track, from.identity(), to.identity(), now);
    }
  }

  private static boolean isFlapping(Track track, long now) {
    return track.changesSince(now - FLAPPING_SECONDS) >= FLAPPING_CHANGES;
  }

  private Limits limitsOf(Track track) {
    return track.kind() == Kind.EXECUTIONS ? executionLimits : limits;
  }

  /** For how many statements a level is corrected: those there are, or those that changed. */
  private int tests(long now) {
    return Math.max(1, Math.max(statements.getAsInt(), comparisons.lately(now)));
  }

  private void look(StatementHistory statement, Track track, long now) {
    PlanRecord current = track.current();
    if (current == null) {
      return;
    }
    if (hasRecovered(statement, track, current.evidence())
        && findings.recovered(statement, track, current.identity(), now)) {
      statement.open(null);
    }
    int look = track.dueLook();
    PlanRecord reference = track.reference();
    if (look == 0 || reference == null || isFlapping(track, now)) {
      return;
    }
    Limits needed = limitsOf(track);
    Evidence before = reference.sufficient(needed);
    if (before == null) {
      track.endComparison();
      metrics.add("comparisons_insufficient", 1);
      findings.insufficient(statement, track, reference.identity(), current.identity(), now);
      return;
    }
    if (!needed.suffice(current.evidence())) {
      track.putOff(1);
      return;
    }
    int tests = tests(now);
    double level = Comparison.levelOf(look, config.falseAlarms() / tests);
    Judgement judgement =
        Comparison.look(
            before,
            current.evidence(),
            level,
            statement.hours().usualStep(),
            needed,
            track.kind() == Kind.EXECUTIONS ? statement.load(now) : null);
    metrics.add("looks", 1);
    if (judgement != null && judgement.outcome() != Outcome.UNDECIDED) {
      Sides sides = Sides.of(before, current.evidence());
      if (conclude(statement, track, reference, current, judgement, sides, tests, now)) {
        track.endComparison();
      } else {
        // Only what was found at a look that was due is asked for again: no chance is added.
        track.putOff(WITHHELD_SAMPLES);
      }
    } else if (!track.looked()) {
      track.endComparison();
    }
  }

  /** Tells what was found; returns false if that must wait. */
  private boolean conclude(
      StatementHistory statement,
      Track track,
      PlanRecord from,
      PlanRecord to,
      Judgement judgement,
      Sides sides,
      int tests,
      long now) {
    StatementHistory.Open open = statement.open();
    PlanFindings.Compared compared =
        new PlanFindings.Compared(from.identity(), to.identity(), judgement, sides, tests);
    if (judgement.outcome() == Outcome.WORSE) {
      StatementHistory.Open same =
          open != null && open.goodPlan().equals(from.identity().fingerprint()) ? open : null;
      if (same != null && Math.abs(track.since() - same.since()) <= SAME_CHANGE_SECONDS) {
        return true;
      }
      if (!findings.worse(statement, track, compared, now)) {
        return false;
      }
      if (open == null || same != null) {
        statement.open(opened(track, from, judgement.measure()));
      }
      return true;
    }
    if (open != null
        && open.kind() == track.kind()
        && to.evidence().moments(open.measure()).mean() <= open.goodLevel() + GOOD_AGAIN) {
      boolean told = findings.recovered(statement, track, compared, now);
      if (told) {
        statement.open(null);
      }
      return told;
    }
    return isRecovery(statement, track, to) || findings.better(statement, track, compared, now);
  }

  private StatementHistory.Open opened(Track track, PlanRecord from, Measure measure) {
    Evidence good = from.sufficient(limitsOf(track));
    return new StatementHistory.Open(
        track.kind(),
        measure,
        from.identity().fingerprint(),
        good == null ? 0 : good.moments(measure).mean(),
        track.since());
  }

  /**
   * What is better because a regression is over is told as that, by whichever evidence shows it.
   */
  private static boolean isRecovery(StatementHistory statement, Track track, PlanRecord to) {
    StatementHistory.Open open = statement.open();
    return open == null
        ? statement.told(FindingKind.PLAN_RECOVERED) >= track.since()
        : open.kind() != track.kind() && open.goodPlan().equals(to.identity().fingerprint());
  }

  /** Whether the latest samples are as good as before the regression, and surely not as bad. */
  private boolean hasRecovered(StatementHistory statement, Track track, Evidence evidence) {
    StatementHistory.Open open = statement.open();
    if (open == null
        || open.kind() != track.kind()
        || evidence.samples() < RECOVERY_LATEST
        || evidence.samples() % RECOVERY_EVERY != 0) {
      return false;
    }
    Moments latest = new Moments(Evidence.RING);
    for (double value : evidence.latest(open.measure(), RECOVERY_LATEST)) {
      latest.add(value);
    }
    double error = latest.count() < 2 ? 0 : Math.sqrt(latest.variance() / latest.count());
    return latest.count() >= RECOVERY_LATEST
        && latest.mean() <= open.goodLevel() + GOOD_AGAIN
        && latest.mean() + TWO_ERRORS * error
            <= open.goodLevel() + Math.max(GOOD_AGAIN, Math.log(limits.minRatio()));
  }

  private void planEvicted() {
    metrics.add("plans_evicted", 1);
  }

  /** How many comparisons began today and yesterday. */
  private static final class ComparisonCount {
    private long day = Long.MIN_VALUE;
    private int today;
    private int yesterday;

    void add(long now) {
      turn(now);
      today++;
    }

    int lately(long now) {
      turn(now);
      return today + yesterday;
    }

    private void turn(long now) {
      long newDay = Math.floorDiv(now, 86_400L);
      if (newDay != day) {
        yesterday = newDay == day + 1 ? today : 0;
        today = 0;
        day = newDay;
      }
    }
  }
}
