package io.dbintel.core.engine;

import io.dbintel.core.event.BatchTally;
import io.dbintel.core.report.Ledger;
import java.util.Iterator;
import java.util.Map;

/**
 * A lane's page of the ledger, kept in double entry: every move takes from one account what it adds
 * to another, so the page balances by construction, and {@code pending} can be held against the
 * real sizes of inbox and pipeline. Booked once a batch, so one lock is enough.
 */
final class LaneBooks {
  static final String OTHER = "other";
  private static final int MAX_REASONS = 200;

  private final String lane;
  private long collected;
  private long created;
  private long handedOver;
  private long merged;
  private long pending;
  private double collectedWeight;
  private double createdWeight;
  private double reweighed;
  private double handedOverWeight;
  private double droppedWeight;
  private double carriedWeight;
  private double pendingWeight;
  private final Losses dropped = new Losses(MAX_REASONS, "engine/" + Losses.OUT_OF_MEMORY);
  private boolean sealed;

  LaneBooks(String lane) {
    this.lane = lane;
  }

  /**
   * Books what happened in a batch, and empties its tally; what remains of the batch is pending.
   * Wherever memory may run out in it, both are true.
   */
  synchronized void book(BatchTally tally) {
    if (sealed) {
      return;
    }
    collected += tally.collected();
    created += tally.created();
    merged += tally.merged();
    pending += tally.net();
    collectedWeight += tally.collectedWeight();
    createdWeight += tally.createdWeight();
    reweighed += tally.reweighed();
    carriedWeight += tally.carriedWeight();
    pendingWeight += tally.netWeight();
    droppedWeight += tally.droppedWeight();
    dropped.lose(tally.droppedEvents());
    tally.booked();
    if (!tally.dropped().isEmpty()) {
      try {
        nameCauses(tally.dropped());
      } catch (OutOfMemoryError nameless) {
        tally.dropped().clear();
      }
    }
  }

  private void nameCauses(Map<BatchTally.Cause, BatchTally.Loss> causes) {
    for (Iterator<Map.Entry<BatchTally.Cause, BatchTally.Loss>> losses =
            causes.entrySet().iterator();
        losses.hasNext(); ) {
      Map.Entry<BatchTally.Cause, BatchTally.Loss> loss = losses.next();
      String reason = loss.getKey().stage() + '/' + loss.getKey().reason();
      dropped.name(reason, loss.getValue().events());
      losses.remove();
    }
  }

  /** Moves events from pending to handed over; false if they were given up already. */
  synchronized boolean handOver(long events, double weight) {
    if (sealed) {
      return false;
    }
    pending -= events;
    handedOver += events;
    pendingWeight -= weight;
    handedOverWeight += weight;
    return true;
  }

  /**
   * Ends the page: whatever is pending or carried is given up for {@code reason}, and nothing is
   * booked any more.
   */
  synchronized void seal(String reason) {
    if (sealed) {
      return;
    }
    sealed = true;
    long lost = pending;
    dropped.lose(lost);
    droppedWeight += pendingWeight + carriedWeight;
    pending = 0;
    pendingWeight = 0;
    carriedWeight = 0;
    try {
      if (lost != 0) {
        dropped.name("engine/" + reason, lost);
      }
    } catch (OutOfMemoryError nameless) {
      // They are counted.
    }
  }

  /** Adds a page that will not change any more, so that the totals outlive its lane. */
  synchronized void absorb(Ledger.LanePage page) {
    collected += page.collected();
    created += page.created();
    handedOver += page.handedOver();
    merged += page.merged();
    pending += page.pending();
    page.dropped().forEach(dropped::add);
    collectedWeight += page.weight().collected();
    createdWeight += page.weight().created();
    reweighed += page.weight().reweighed();
    handedOverWeight += page.weight().handedOver();
    droppedWeight += page.weight().dropped();
    carriedWeight += page.weight().carried();
    pendingWeight += page.weight().pending();
  }

  synchronized Ledger.LanePage page() {
    return new Ledger.LanePage(
        lane,
        collected,
        created,
        handedOver,
        dropped.byReason(),
        merged,
        pending,
        new Ledger.Weight(
            collectedWeight,
            createdWeight,
            reweighed,
            handedOverWeight,
            droppedWeight,
            carriedWeight,
            pendingWeight));
  }
}
