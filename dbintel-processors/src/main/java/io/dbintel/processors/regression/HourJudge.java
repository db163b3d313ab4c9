package io.dbintel.processors.regression;

import io.dbintel.processors.regression.HourlyLevels.Hour;
import io.dbintel.processors.regression.HourlyLevels.Standing;
import io.dbintel.processors.regression.StatementHistory.Slower;
import java.util.ArrayList;
import java.util.List;

/** Says when a statement became slower with the plan it has, and what moved. Stateless. */
final class HourJudge {
  private static final int HOURS_A_DAY = 24;

  /** After this it is no longer slower, but how it is. */
  private static final long NEW_NORMAL_SECONDS = 24 * 3600;

  private static final double MOVED = Math.log(1.3);

  private final Limits limits;
  private final double falseAlarms;
  private final PlanFindings findings;

  HourJudge(Limits limits, double falseAlarms, PlanFindings findings) {
    this.limits = limits;
    this.falseAlarms = falseAlarms;
    this.findings = findings;
  }

  void add(StatementHistory statement, Sample sample, int tests, long now) {
    HourlyLevels hours = statement.hours();
    Hour hour = hours.add(sample, now);
    if (hour == null) {
      return;
    }
    Slower slower = statement.slower();
    if (slower == null) {
      judge(statement, hour, tests, now);
    } else if (hour.time() <= slower.goodLevel() + PlanJudge.GOOD_AGAIN) {
      hours.keep(hour);
      if (findings.fasterAgain(statement, slower.since(), now)) {
        statement.slower(null);
      }
    } else if (now - slower.since() > NEW_NORMAL_SECONDS) {
      statement.slower(null);
      hours.clear();
      hours.keep(hour);
    }
  }

  private void judge(StatementHistory statement, Hour hour, int tests, long now) {
    HourlyLevels hours = statement.hours();
    double level = falseAlarms / tests / HOURS_A_DAY;
    Standing standing = statement.open() == null ? hours.standsOut(hour, level, limits) : null;
    if (standing == null) {
      hours.keep(hour);
    } else if (findings.slower(statement, hour, standing, moved(hours, hour), tests, now)) {
      statement.slower(new Slower(hours.mean(Measure.TIME), now));
    }
    // What stands out and may not be told yet is not kept: the next hour must stand out as well.
  }

  private static List<String> moved(HourlyLevels hours, Hour hour) {
    List<String> moved = new ArrayList<>();
    if (hour.rows() - hours.rows() >= MOVED) {
      moved.add("rows");
    }
    if (hour.blocks() - hours.mean(Measure.BLOCKS) >= MOVED) {
      moved.add("blocks");
    }
    if (hour.temp() - hours.mean(Measure.TEMP) >= MOVED) {
      moved.add("temp");
    }
    if (hour.readShare() - hours.readShare() >= Comparison.CACHE_MOVED) {
      moved.add("cache");
    }
    if (moved.isEmpty()) {
      moved.add("waits");
    }
    return moved;
  }
}
