package io.dbintel.processors.regression;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.testkit.ProcessorContract;

final class PlanRegressionContractTest extends ProcessorContract<PlanRegressionConfig> {
  @Override
  protected ProcessorProvider<PlanRegressionConfig> provider() {
    return new PlanRegressionProvider();
  }

  @Override
  protected void fill(EventBatch.Control batch) {
    long now = batch.batch().epochNanos();
    for (String plan : new String[] {"a", "b", "a"}) {
      for (String provenance : new String[] {"generic", "executed"}) {
        batch
            .collect(EventTypes.QUERY_PLAN, now)
            .database("shop")
            .set(Attributes.DB_SYSTEM_NAME, "postgresql")
            .set(StatementAttributes.QUERYID, "1")
            .set(PlanAttributes.PLAN_FINGERPRINT, plan)
            .set(PlanAttributes.PLAN_PROVENANCE, provenance)
            .set(PlanAttributes.PLAN_EXECUTION_DURATION, 0.1);
      }
      batch
          .collect(EventTypes.TOP_QUERY, now)
          .database("shop")
          .set(StatementAttributes.QUERYID, "1")
          .set(Attributes.STATEMENT_INTERVAL, 60.0)
          .set(StatementAttributes.CALLS, 100)
          .set(StatementAttributes.TOTAL_EXEC_TIME, 3.0);
    }
  }
}
