package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventSize;
import io.dbintel.core.event.Priority;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.toy.Interleavings;
import io.dbintel.core.toy.ToyEvents;
import java.util.ArrayDeque;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever lanes and the worker do at once, the queue behaves as if they had taken turns. */
@Param(name = "priority", gen = IntGen.class, conf = "0:3")
@Tag("lincheck")
public class ExportQueueLincheckTest {
  private final ExportQueue queue = new ExportQueue("toy", 3, 10L * EventSize.BASE);
  private final ArrayDeque<Integer> inFlight = new ArrayDeque<>();

  @Operation
  public String add(@Param(name = "priority") int priority) {
    DbEvent event = new DbEvent(ToyEvents.SAMPLE, "toy", 0);
    event.priority(List.of(Priority.values()).get(priority)).freeze();
    queue.add(List.of(event));
    return "added";
  }

  /**
   * To take and to settle are two steps, between which the queue may be closed: then what was taken
   * is lost, as it would not be if they were one.
   */
  @Operation
  public String take() {
    synchronized (inFlight) {
      List<DbEvent> taken = queue.take(2, 1_000);
      inFlight.addLast(taken.size());
      return priorities(taken);
    }
  }

  @Operation
  public int export() {
    synchronized (inFlight) {
      int taken = inFlight.isEmpty() ? 0 : inFlight.removeFirst();
      queue.settle(taken, 0, "");
      return taken;
    }
  }

  @Operation
  public int lose() {
    synchronized (inFlight) {
      int taken = inFlight.isEmpty() ? 0 : inFlight.removeFirst();
      queue.settle(0, taken, "refused");
      return taken;
    }
  }

  private static String priorities(List<DbEvent> taken) {
    StringBuilder priorities = new StringBuilder();
    taken.forEach(event -> priorities.append(event.priority()).append(' '));
    return priorities.toString();
  }

  @Operation
  public String close() {
    queue.close(ExportQueue.CLOSED);
    return "closed";
  }

  @Operation
  public String page() {
    Ledger.ExporterPage page = queue.page();
    long dropped = 0;
    for (long count : page.dropped().values()) {
      dropped += count;
    }
    return page.handedOver() + " " + page.exported() + " " + dropped + " " + page.pending();
  }

  @Test
  void isLinearizableUnderModelChecking() {
    Interleavings.model(ExportQueueLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    Interleavings.stress(ExportQueueLincheckTest.class);
  }
}
