package io.dbintel.processors.regression;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.processors.regression.Workload.Effect;
import io.dbintel.processors.regression.Workload.Nature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Scenarios through the whole stage, from events to findings. Half of the statements are seen
 * execution by execution as well, two a minute, as a sampling {@code auto_explain} shows them.
 */
final class RegressionSimulation {
  /** What is told of nothing is a false alarm, whatever the kind. */
  static final Set<String> ALARMS = Set.of("plan_regression", "same_plan_slower");

  private static final int HOURS_BEFORE = 26;
  private static final int STATEMENTS = 23;

  /** The first statements take turns in all natures but that of those that are not looked at. */
  private static final int LOOKED_AT = 20;

  private static final long SEED = 20_261_123;

  /** Recall of one factor: how many were found, and after how many minutes in the middle. */
  record Recall(int scenarios, int found, long medianMinutes) {
    double part() {
      return (double) found / scenarios;
    }
  }

  /** How many false alarms there were in how many days of statements. */
  record Quiet(long statementDays, int alarms, Map<String, Integer> byNature) {}

  private RegressionSimulation() {}

  /**
   * A plan that costs {@code factor} times as much, for each nature and effect, on a server with a
   * hundred statements: a day and two hours with the good plan and {@code hours} with the bad one.
   */
  static Recall recall(double factor, int repeats, int hours, List<String> missed) {
    List<Long> delays = new ArrayList<>();
    int scenarios = 0;
    for (Nature nature : Nature.values()) {
      for (Effect effect : Effect.values()) {
        for (int repeat = 0; repeat < repeats; repeat++) {
          scenarios++;
          long seed = SEED + scenarios + Math.round(factor * 1e6);
          long delay = minutesUntilFound(nature, effect, factor, hours, repeat % 2 == 1, seed);
          if (delay >= 0) {
            delays.add(delay);
          } else {
            missed.add(factor + " " + nature + " " + effect + " " + repeat);
          }
        }
      }
    }
    delays.sort(null);
    long median = delays.isEmpty() ? -1 : delays.get(delays.size() / 2);
    return new Recall(scenarios, delays.size(), median);
  }

  private static long minutesUntilFound(
      Nature nature, Effect effect, double factor, int hours, boolean executions, long seed) {
    SimulatedServer server = new SimulatedServer(PlanRegressionConfig.defaults());
    Workload work = new Workload(nature, effect, seed);
    SimulatedExplain explain = new SimulatedExplain(work);
    server.minute(
        batch -> {
          for (int i = 0; i < 99; i++) {
            server.explained(batch, "other " + i, "a");
          }
        });
    long change = HOURS_BEFORE * 60L;
    for (long minute = 0; minute < change + hours * 60L; minute++) {
      boolean bad = minute >= change;
      step(
          server,
          work,
          explain,
          "0",
          minute,
          minute - change,
          bad ? "b" : "a",
          bad ? factor : 1,
          executions);
      if (bad && !server.findings("plan_regression").isEmpty()) {
        return minute - change;
      }
    }
    return -1;
  }

  private static void step(
      SimulatedServer server,
      Workload work,
      SimulatedExplain explain,
      String queryId,
      long minute,
      long sinceChange,
      String plan,
      double factor,
      boolean executions) {
    long since = sinceChange < 0 ? Long.MAX_VALUE : sinceChange;
    server.minute(
        batch -> {
          work.minute(minute, since, factor);
          server.interval(batch, queryId, work, 60);
          if (explain.tells(minute, sinceChange, plan)) {
            server.explained(batch, queryId, plan);
          }
          if (executions) {
            server.executed(batch, queryId, plan, work.execution(factor));
            server.executed(batch, queryId, plan, work.execution(factor));
          }
        });
  }

  /**
   * Servers on which nothing gets worse: statements of all natures, each of which changes its plan
   * once a day, at a minute of its own, for one that costs the same.
   */
  static Quiet quiet(int servers, int days) {
    int alarms = 0;
    Map<String, Integer> byNature = new TreeMap<>();
    for (int server = 0; server < servers; server++) {
      for (DbEvent alarm : quietServer(SEED * 31 + server, days)) {
        alarms++;
        int statement =
            Integer.parseInt(Objects.requireNonNull(alarm.get(StatementAttributes.QUERYID)));
        byNature.merge(
            alarm.get(Attributes.FINDING_CODE) + " of " + nature(statement), 1, Integer::sum);
      }
    }
    return new Quiet((long) servers * STATEMENTS * days, alarms, byNature);
  }

  /** Minutes since the nearest change, negative before it: there is one each day. */
  private static long nearest(long since) {
    return Math.floorMod(since + 720, 1440L) - 720;
  }

  private static Nature nature(int statement) {
    if (statement >= LOOKED_AT) {
      return Nature.UNSEEN;
    }
    List<Nature> all = List.of(Nature.values());
    return all.get(statement % all.indexOf(Nature.UNSEEN));
  }

  private static List<DbEvent> quietServer(long seed, int days) {
    SimulatedServer server = new SimulatedServer(PlanRegressionConfig.defaults());
    Workload[] work = new Workload[STATEMENTS];
    SimulatedExplain[] explain = new SimulatedExplain[STATEMENTS];
    int[] changesAt = new int[STATEMENTS];
    for (int i = 0; i < STATEMENTS; i++) {
      work[i] = new Workload(nature(i), Effect.BLOCKS, seed * 1_000 + i);
      explain[i] = new SimulatedExplain(work[i]);
      changesAt[i] = work[i].random().nextInt(1440);
    }
    for (long minute = 0; minute < days * 1440L; minute++) {
      long now = minute;
      server.minute(
          batch -> {
            for (int i = 0; i < STATEMENTS; i++) {
              long since = now - changesAt[i];
              long changes = Math.floorDiv(since, 1440L);
              work[i].minute(now, Math.floorMod(since, 1440L), 1);
              server.interval(batch, String.valueOf(i), work[i], 60);
              String plan = changes % 2 == 0 ? "a" : "b";
              if (explain[i].tells(now, nearest(since), plan)) {
                server.explained(batch, String.valueOf(i), plan);
              }
              if (i % 2 == 1 && now % 2 == 0) {
                server.executed(batch, String.valueOf(i), plan, work[i].execution(1));
                server.executed(batch, String.valueOf(i), plan, work[i].execution(1));
              }
            }
          });
    }
    return server.findings().stream()
        .filter(event -> ALARMS.contains(event.get(Attributes.FINDING_CODE)))
        .toList();
  }
}
