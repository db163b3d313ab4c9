package io.dbintel.processors.regression;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.processors.regression.Comparison.Judgement;
import io.dbintel.processors.regression.PlanFinding.Sides;
import io.dbintel.processors.regression.PlanRecord.PlanIdentity;

/** Writes findings into events. Stateless. */
final class PlanFindingEvents {
  private PlanFindingEvents() {}

  static void write(DbEvent event, PlanFinding finding, String system) {
    event
        .priority(finding.kind().priority())
        .set(Attributes.FINDING_CODE, finding.kind().code())
        .set(Attributes.FINDING_MESSAGE, finding.message())
        .set(Attributes.FINDING_REMEDY, finding.kind().remedy())
        .set(
            finding.key().isByText() ? Attributes.QUERY_FINGERPRINT : StatementAttributes.QUERYID,
            finding.key().name())
        .set(PlanAttributes.PLAN_PROVENANCE, finding.provenance())
        .set(PlanAttributes.PLAN_FINGERPRINT, finding.after().fingerprint())
        .set(RegressionAttributes.INFERRED, finding.inferred())
        .set(RegressionAttributes.SINCE, finding.since());
    String database = finding.key().database();
    if (!database.isEmpty()) {
      event.database(database).set(Attributes.DB_NAMESPACE, database);
    }
    if (!system.isEmpty()) {
      event.set(Attributes.DB_SYSTEM_NAME, system);
    }
    if (!finding.summary().isEmpty()) {
      event.set(Attributes.DB_QUERY_SUMMARY, finding.summary());
    }
    if (!finding.after().shape().isEmpty()) {
      event.set(PlanAttributes.PLAN_SHAPE, finding.after().shape());
    }
    PlanIdentity before = finding.before();
    if (before != null) {
      event
          .set(RegressionAttributes.PREVIOUS_FINGERPRINT, before.fingerprint())
          .set(RegressionAttributes.DIFFERENCE, PlanDifference.inWords(before, finding.after()));
      if (!before.shape().isEmpty()) {
        event.set(RegressionAttributes.PREVIOUS_SHAPE, before.shape());
      }
    }
    if (!finding.moved().isEmpty()) {
      event.setTexts(RegressionAttributes.MOVED, finding.moved());
    }
    numbers(event, finding);
  }

  private static void numbers(DbEvent event, PlanFinding finding) {
    Judgement numbers = finding.numbers();
    if (numbers != null) {
      event
          .set(RegressionAttributes.MEASURE, numbers.measure().text())
          .set(RegressionAttributes.RATIO, numbers.ratio())
          .set(RegressionAttributes.RATIO_LOW, numbers.low())
          .set(RegressionAttributes.RATIO_HIGH, numbers.high())
          .set(RegressionAttributes.P_VALUE, numbers.p())
          .set(RegressionAttributes.P_VALUE_RANK, numbers.rankP())
          .set(RegressionAttributes.LEVEL, numbers.level())
          .set(RegressionAttributes.TESTS, (long) finding.tests())
          .set(RegressionAttributes.LOSS, numbers.loss());
    }
    Sides sides = finding.sides();
    if (sides != null) {
      event
          .set(RegressionAttributes.SAMPLES_BEFORE, sides.samplesBefore())
          .set(RegressionAttributes.SAMPLES_AFTER, sides.samplesAfter())
          .set(RegressionAttributes.EXECUTIONS_BEFORE, sides.executionsBefore())
          .set(RegressionAttributes.EXECUTIONS_AFTER, sides.executionsAfter())
          .set(RegressionAttributes.TIME_BEFORE, sides.timeBefore())
          .set(RegressionAttributes.TIME_AFTER, sides.timeAfter());
    }
  }
}
