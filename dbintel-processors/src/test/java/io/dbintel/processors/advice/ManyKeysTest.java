package io.dbintel.processors.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.testkit.ManualClock;
import io.dbintel.testkit.ManyKeys;
import io.dbintel.testkit.RecordingContext;
import org.junit.jupiter.api.Test;

/** Many distinct statements through what remembers when each was looked at. */
final class ManyKeysTest {
  /** A million: each comes as a plan in a batch. */
  private static final long KEYS = 1_000_000;

  private static final RawPlan UNREADABLE =
      new RawPlan("postgresql", RawPlan.Format.JSON, RawPlan.Provenance.EXECUTED, "no plan", null);

  @Test
  void statementsThatWereLookedAtAreRememberedOfSomeAndTheOthersCounted() {
    RecordingContext context =
        new RecordingContext("orders/plan-advice", new ManualClock(), Vocabulary.core());
    PlanAdviceConfig config = PlanAdviceConfig.defaults();
    PlanAdvice stage = new PlanAdvice(config, context);
    ManyKeys.push(
        KEYS,
        key -> {
          EventBatch.Control batch = EventBatch.open("orders", "logs", 0, 1);
          DbEvent unused =
              batch
                  .collect(EventTypes.QUERY_PLAN, 0)
                  .database("shop")
                  .set(StatementAttributes.QUERYID, Long.toString(key))
                  .payload(Sensitive.of("plan", UNREADABLE));
          stage.process(batch.batch());
        });
    assertThat(context.number("advice_forgotten"))
        .isEqualTo((double) (KEYS - 2L * config.maxStatements()));
  }
}
