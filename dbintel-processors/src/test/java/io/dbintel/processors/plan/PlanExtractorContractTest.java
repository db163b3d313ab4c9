package io.dbintel.processors.plan;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.testkit.ProcessorContract;

/** The rules of every processor. */
final class PlanExtractorContractTest extends ProcessorContract<PlanExtractorConfig> {
  @Override
  protected ProcessorProvider<PlanExtractorConfig> provider() {
    return new PlanExtractorProvider();
  }

  @Override
  protected void fill(EventBatch.Control batch) {
    for (String plan : new String[] {PlanExtractorTest.PLAN, "nothing of the kind"}) {
      RawPlan raw =
          new RawPlan(
              "postgresql",
              RawPlan.Format.UNKNOWN,
              RawPlan.Provenance.EXECUTED,
              plan,
              "select 'secret'");
      batch.collect(EventTypes.QUERY_PLAN, 1).payload(Sensitive.of("plan", raw));
    }
  }
}
