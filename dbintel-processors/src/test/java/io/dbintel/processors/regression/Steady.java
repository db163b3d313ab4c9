package io.dbintel.processors.regression;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.processors.plan.PlanSummaryAttributes;
import java.util.List;

/** A server with one statement that costs what the test says, minute by minute. */
final class Steady {
  static final String QUERY = "42";

  private final SimulatedServer server;
  private String plan = "a";
  private String provenance = "generic";
  private List<String> outline = List.of();
  private double time = 0.01;
  private long blocks = 100;
  private long readBlocks;
  private long rows = 10;
  private long calls = 600;
  private long minute;
  private double recheck;
  private double repeat;
  private boolean unqualified;

  Steady() {
    this(PlanRegressionConfig.defaults());
  }

  Steady(PlanRegressionConfig config) {
    server = new SimulatedServer(config);
  }

  SimulatedServer server() {
    return server;
  }

  Steady plan(String newPlan) {
    plan = newPlan;
    return this;
  }

  Steady outline(String... lines) {
    outline = List.of(lines);
    return this;
  }

  Steady provenance(String newProvenance) {
    provenance = newProvenance;
    return this;
  }

  Steady time(double seconds) {
    time = seconds;
    return this;
  }

  Steady blocks(long count) {
    blocks = count;
    return this;
  }

  Steady readBlocks(long count) {
    readBlocks = count;
    return this;
  }

  Steady rows(long count) {
    rows = count;
    return this;
  }

  Steady calls(long aMinute) {
    calls = aMinute;
    return this;
  }

  /** Says with each plan after how many seconds it is looked at again. */
  Steady recheck(double seconds) {
    recheck = seconds;
    return this;
  }

  /** Says with each plan for how many seconds nothing is said while it stays the same. */
  Steady repeat(double seconds) {
    repeat = seconds;
    return this;
  }

  /** Plans name relations without their schemas. */
  Steady unqualified(boolean without) {
    unqualified = without;
    return this;
  }

  /** Lets minutes pass; the plan is explained in each. */
  Steady minutes(int count) {
    for (int i = 0; i < count; i++) {
      server.minute(
          batch -> {
            explain(batch);
            interval(batch);
          });
    }
    return this;
  }

  /** Lets minutes pass in which the plan is not looked at. */
  Steady unexplained(int count) {
    for (int i = 0; i < count; i++) {
      server.minute(this::interval);
    }
    return this;
  }

  void explain(EventBatch.Control batch) {
    DbEvent event = server.plan(batch, QUERY, plan).set(PlanAttributes.PLAN_PROVENANCE, provenance);
    if (recheck > 0) {
      event.set(PlanAttributes.PLAN_RECHECK, recheck);
    }
    if (repeat > 0) {
      event.set(PlanAttributes.PLAN_REPEAT, repeat);
    }
    if (unqualified) {
      event.set(PlanSummaryAttributes.UNQUALIFIED, true);
    }
    if (provenance.equals("executed")) {
      event
          .set(PlanAttributes.PLAN_EXECUTION_DURATION, time)
          .set(PlanAttributes.PLAN_HIT_BLOCKS, blocks);
    }
    SimulatedServer.set(event, outline);
  }

  private void interval(EventBatch.Control batch) {
    // One part in a hundred up and down, so that nothing is exact.
    double ripple = 1 + 0.01 * (minute++ % 3 - 1);
    DbEvent unused =
        batch
            .collect(EventTypes.TOP_QUERY, server.clock().epochNanos())
            .database("shop")
            .set(StatementAttributes.QUERYID, QUERY)
            .set(Attributes.DB_QUERY_SUMMARY, "SELECT orders")
            .set(Attributes.STATEMENT_INTERVAL, 60.0)
            .set(StatementAttributes.CALLS, calls)
            .set(StatementAttributes.TOTAL_EXEC_TIME, calls * time * ripple)
            .set(
                StatementAttributes.SHARED_BLKS_HIT,
                Math.round(calls * (blocks - readBlocks) * ripple))
            .set(StatementAttributes.SHARED_BLKS_READ, calls * readBlocks)
            .set(StatementAttributes.ROWS, calls * rows);
  }

  List<String> verdicts() {
    return server.verdicts(QUERY);
  }
}
