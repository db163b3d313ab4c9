package io.dbintel.processors.advice;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.testkit.ProcessorContract;
import java.util.Set;

final class PlanAdviceContractTest extends ProcessorContract<PlanAdviceConfig> {
  @Override
  protected ProcessorProvider<PlanAdviceConfig> provider() {
    return new PlanAdviceProvider();
  }

  @Override
  protected Set<String> secrets() {
    return Set.of("4711");
  }

  @Override
  protected void fill(EventBatch.Control batch) {
    for (String plan : new String[] {PlanAdvisorTest.text("missing_index"), "no plan 4711"}) {
      batch
          .collect(EventTypes.QUERY_PLAN, batch.batch().epochNanos())
          .database("shop")
          .set(StatementAttributes.QUERYID, "1")
          .payload(
              Sensitive.of(
                  "plan",
                  new RawPlan(
                      "postgresql",
                      RawPlan.Format.JSON,
                      RawPlan.Provenance.EXECUTED,
                      plan,
                      "select * from orders where customer = 4711")));
    }
  }
}
