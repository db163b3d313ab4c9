package io.dbintel.core.contract;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.toy.ToyEvents;
import io.dbintel.testkit.ProcessorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An honest processor keeps every rule. */
class TaggingContractTest extends ProcessorContract<Tagging.Config> {
  @TempDir Path folder;

  @Override
  protected ProcessorProvider<Tagging.Config> provider() {
    return new Tagging();
  }

  @Override
  protected ClassLoader loader() {
    return Rules.finding(folder, ProcessorProvider.class, Tagging.class);
  }

  @Override
  protected void fill(EventBatch.Control batch) {
    fillWithSamples(batch);
  }

  /** A sample, one with a note, and one with a flag. */
  static void fillWithSamples(EventBatch.Control batch) {
    DbEvent plain = batch.collect(EventTypes.QUERY_SAMPLE, 1);
    DbEvent noted = batch.collect(EventTypes.QUERY_SAMPLE, 2);
    DbEvent flagged = batch.collect(EventTypes.QUERY_SAMPLE, 3).set(ToyEvents.FLAG, true);
    plain.set(ToyEvents.SECONDS, 0.5);
    noted.payload(Sensitive.of("note", new Tagging.Note("raw-note-0815")));
    flagged.set(ToyEvents.SECONDS, 1.5);
  }
}
