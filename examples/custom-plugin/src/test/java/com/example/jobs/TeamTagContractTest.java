package com.example.jobs;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.testkit.ProcessorContract;

/** The rules that every processor keeps. */
class TeamTagContractTest extends ProcessorContract<TeamTagConfig> {
  @Override
  protected ProcessorProvider<TeamTagConfig> provider() {
    return new TeamTagProvider();
  }

  @Override
  protected void fill(EventBatch.Control batch) {
    batch.collect(EventTypes.QUERY_SAMPLE, 0);
  }
}
