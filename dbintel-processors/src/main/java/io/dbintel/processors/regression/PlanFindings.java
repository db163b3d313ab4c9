package io.dbintel.processors.regression;

import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.processors.regression.Comparison.Judgement;
import io.dbintel.processors.regression.Comparison.Outcome;
import io.dbintel.processors.regression.HourlyLevels.Hour;
import io.dbintel.processors.regression.HourlyLevels.Standing;
import io.dbintel.processors.regression.PlanFinding.Sides;
import io.dbintel.processors.regression.PlanRecord.PlanIdentity;
import io.dbintel.processors.regression.Track.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Words findings and tells each kind of a statement at most once in the cool-down, which ends when
 * what was told is told to be over; what is not told for that reason is counted. Not thread-safe.
 */
final class PlanFindings {
  private final long coolDownSeconds;
  private final SelfMetrics metrics;
  private final Consumer<PlanFinding> sink;

  PlanFindings(Duration coolDown, SelfMetrics metrics, Consumer<PlanFinding> sink) {
    this.coolDownSeconds = coolDown.toSeconds();
    this.metrics = metrics;
    this.sink = sink;
  }

  /** Two plans that were compared, and what came of it. */
  record Compared(
      PlanIdentity before, PlanIdentity after, Judgement numbers, Sides sides, int tests) {}

  void changed(
      StatementHistory statement, Track track, PlanIdentity before, PlanIdentity after, long now) {
    boolean unused =
        tell(
            statement,
            plain(
                FindingKind.PLAN_CHANGED,
                statement,
                track,
                before,
                after,
                "The plan changed: " + PlanDifference.inWords(before, after) + "."),
            now);
  }

  void flapping(
      StatementHistory statement,
      Track track,
      @Nullable PlanIdentity before,
      PlanIdentity after,
      long now) {
    String how =
        track.kind() == Kind.EXECUTIONS && statement.recent().undecided() > 0
            ? "Executions alternate between plans, and none prevails."
            : "The plan changed %d times in %d hours."
                .formatted(
                    track.changesSince(now - PlanJudge.FLAPPING_SECONDS),
                    PlanJudge.FLAPPING_SECONDS / 3600);
    boolean unused =
        tell(
            statement, plain(FindingKind.PLAN_FLAPPING, statement, track, before, after, how), now);
  }

  void insufficient(
      StatementHistory statement, Track track, PlanIdentity before, PlanIdentity after, long now) {
    boolean unused =
        tell(
            statement,
            plain(
                FindingKind.INSUFFICIENT_DATA,
                statement,
                track,
                before,
                after,
                "Too little was seen with the plan before to say whether the change matters."),
            now);
  }

  /** Returns false if it was not told. */
  boolean worse(StatementHistory statement, Track track, Compared compared, long now) {
    return tell(statement, compared(FindingKind.PLAN_REGRESSION, statement, track, compared), now);
  }

  /** Returns false if it was not told. */
  boolean better(StatementHistory statement, Track track, Compared compared, long now) {
    return tell(statement, compared(FindingKind.PLAN_IMPROVEMENT, statement, track, compared), now);
  }

  /** Returns false if it was not told. */
  boolean recovered(StatementHistory statement, Track track, Compared compared, long now) {
    return over(
        statement,
        FindingKind.PLAN_REGRESSION,
        compared(FindingKind.PLAN_RECOVERED, statement, track, compared),
        now);
  }

  /** After the end of something was told, it is news again if it comes back. */
  private boolean over(
      StatementHistory statement, FindingKind what, PlanFinding recovered, long now) {
    boolean told = tell(statement, recovered, now);
    if (told) {
      statement.tell(what, 0);
    }
    return told;
  }

  /**
   * Good again, as its latest samples are and not by a comparison of plans; returns false if it was
   * not told.
   */
  boolean recovered(StatementHistory statement, Track track, PlanIdentity plan, long now) {
    return over(
        statement,
        FindingKind.PLAN_REGRESSION,
        plain(
            FindingKind.PLAN_RECOVERED,
            statement,
            track,
            /* before= */ null,
            plan,
            "Its executions cost what they did before the regression."),
        now);
  }

  /** Returns false if it was not told. */
  boolean fasterAgain(StatementHistory statement, long since, long now) {
    PlanRecord plan = statement.intervals().current();
    return plan != null
        && over(
            statement,
            FindingKind.SAME_PLAN_SLOWER,
            plain(
                FindingKind.PLAN_RECOVERED,
                statement,
                statement.intervals(),
                /* before= */ null,
                plan.identity(),
                "With the same plan it takes the time again that it took until %d hours ago."
                    .formatted(Math.max(1, (now - since) / 3600 + 1))),
            now);
  }

  /** Returns false if it was not told. */
  boolean slower(
      StatementHistory statement,
      Hour hour,
      Standing standing,
      List<String> moved,
      int tests,
      long now) {
    Track track = statement.intervals();
    PlanRecord plan = track.current();
    if (plan == null) {
      return false;
    }
    Judgement numbers =
        new Judgement(
            Outcome.WORSE,
            standing.measure(),
            standing.ratio(),
            standing.low(),
            standing.high(),
            standing.p(),
            // It is beyond every one of the hours: the first of n + 1 by rank.
            1.0 / (standing.hours() + 1),
            standing.level(),
            hour.loss() * (1 - 1 / standing.ratio()));
    String message =
        "With the same plan it takes %s times the time an execution that it took in the %d hours before; what moved: %s."
            .formatted(number(standing.ratio()), standing.hours(), String.join(", ", moved));
    return tell(
        statement,
        new PlanFinding(
            FindingKind.SAME_PLAN_SLOWER,
            statement.key(),
            statement.summary(),
            track.provenance(),
            /* inferred= */ true,
            /* before= */ null,
            plan.identity(),
            numbers,
            /* sides= */ null,
            tests,
            now - 3600,
            moved,
            message),
        now);
  }

  private static PlanFinding compared(
      FindingKind kind, StatementHistory statement, Track track, Compared compared) {
    Judgement numbers = compared.numbers();
    Sides sides = compared.sides();
    String message =
        "%s times the %s of the plan before (95 %% interval %s to %s), %s s instead of %s s an execution: %s."
            .formatted(
                number(numbers.ratio()),
                numbers.measure().words(),
                number(numbers.low()),
                number(numbers.high()),
                number(sides.timeAfter()),
                number(sides.timeBefore()),
                PlanDifference.inWords(compared.before(), compared.after()));
    return new PlanFinding(
        kind,
        statement.key(),
        statement.summary(),
        track.provenance(),
        track.kind() == Kind.INTERVALS,
        compared.before(),
        compared.after(),
        numbers,
        sides,
        compared.tests(),
        track.since(),
        List.of(),
        message);
  }

  private static PlanFinding plain(
      FindingKind kind,
      StatementHistory statement,
      Track track,
      @Nullable PlanIdentity before,
      PlanIdentity after,
      String message) {
    return new PlanFinding(
        kind,
        statement.key(),
        statement.summary(),
        track.provenance(),
        track.kind() == Kind.INTERVALS,
        before,
        after,
        /* numbers= */ null,
        /* sides= */ null,
        /* tests= */ 0,
        track.since(),
        List.of(),
        message);
  }

  /** Three digits. */
  private static String number(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value == 0 ? "0" : "?";
    }
    double size = Math.abs(value);
    return size >= 100 || size < 0.001
        ? String.format(Locale.ROOT, size >= 100 && size < 1e9 ? "%.0f" : "%.2e", value)
        : String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g", value);
  }

  private boolean tell(StatementHistory statement, PlanFinding finding, long now) {
    long before = statement.told(finding.kind());
    if (before != 0 && now >= before && now - before < coolDownSeconds) {
      metrics.add("findings_withheld", 1);
      return false;
    }
    statement.tell(finding.kind(), now);
    sink.accept(finding);
    return true;
  }
}
