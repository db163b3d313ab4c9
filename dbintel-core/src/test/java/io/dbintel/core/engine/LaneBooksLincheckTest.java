package io.dbintel.core.engine;

import io.dbintel.core.event.EventBatch;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.core.toy.ToyEvents;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page read at any moment balances, whoever books at the same time. */
@Tag("lincheck")
public class LaneBooksLincheckTest {
  private final LaneBooks books = new LaneBooks("toy");

  @Operation
  public String collectTwoAndDropOne() {
    EventBatch.Control batch = EventBatch.open("toy", "toy", 0, 10);
    batch.collect(ToyEvents.SAMPLE, 0);
    batch.batch().drop(batch.collect(ToyEvents.SAMPLE, 0), "spare");
    books.book(batch.takeTally());
    return "booked";
  }

  @Operation
  public String handOver() {
    books.handOver(1, 1);
    return "handed over";
  }

  @Operation
  public String seal() {
    books.seal("closed");
    return "sealed";
  }

  @Operation
  public String page() {
    Ledger.LanePage page = books.page();
    long dropped = 0;
    for (long count : page.dropped().values()) {
      dropped += count;
    }
    return page.collected() + " " + page.handedOver() + " " + dropped + " " + page.pending();
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(LaneBooksLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(LaneBooksLincheckTest.class);
  }
}
