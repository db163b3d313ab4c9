package io.dbintel.core.event;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the events of one batch, for the ledger. Counts are events, weights are sums of
 * {@link DbEvent#weight()}. Not thread-safe.
 */
public final class BatchTally {
  long collected;
  double collectedWeight;
  long created;
  double createdWeight;
  long merged;
  double carriedWeight;
  double reweighed;
  private long droppedEvents;
  private double droppedWeight;
  private final Map<Cause, Loss> dropped = new LinkedHashMap<>();

  BatchTally() {}

  /** Where and why events were dropped. */
  public record Cause(String stage, String reason) {}

  /** How many events were dropped, and what they weighed. */
  public record Loss(long events, double weight) {
    Loss plus(long moreEvents, double moreWeight) {
      return new Loss(events + moreEvents, weight + moreWeight);
    }
  }

  /** Counts events that were dropped. If there is no memory to keep the cause, without it. */
  void drop(String stage, String reason, long events, double weight) {
    droppedEvents += events;
    droppedWeight += weight;
    try {
      Cause cause = new Cause(stage, reason);
      dropped.put(cause, dropped.getOrDefault(cause, new Loss(0, 0)).plus(events, weight));
    } catch (OutOfMemoryError nameless) {
      // The books see that there are more than have a cause.
    }
  }

  /** Events that a collection brought. */
  public long collected() {
    return collected;
  }

  /** What they weighed. */
  public double collectedWeight() {
    return collectedWeight;
  }

  /** Events that stages added. */
  public long created() {
    return created;
  }

  /** The new weight that came with them; a settled token's weight is not new. */
  public double createdWeight() {
    return createdWeight;
  }

  /** Events that others stand for now. */
  public long merged() {
    return merged;
  }

  /** The change of the weight that tokens carry. */
  public double carriedWeight() {
    return carriedWeight;
  }

  /** The change of weight by sampling. */
  public double reweighed() {
    return reweighed;
  }

  /** Events dropped, by stage and reason; fewer than there are if memory ran out. */
  public Map<Cause, Loss> dropped() {
    return dropped;
  }

  /** Events dropped. */
  public long droppedEvents() {
    return droppedEvents;
  }

  /** What they weighed. */
  public double droppedWeight() {
    return droppedWeight;
  }

  /** The change of the number of events in the batch. */
  public long net() {
    return collected + created - merged - droppedEvents;
  }

  /** The change of the weight of the events in the batch. */
  public double netWeight() {
    return collectedWeight + createdWeight + reweighed - carriedWeight - droppedWeight;
  }

  /** Forgets all but the causes: whoever books them takes them out of {@link #dropped}. */
  public void booked() {
    collected = 0;
    collectedWeight = 0;
    created = 0;
    createdWeight = 0;
    merged = 0;
    carriedWeight = 0;
    reweighed = 0;
    droppedEvents = 0;
    droppedWeight = 0;
  }

  BatchTally take() {
    BatchTally copy = new BatchTally();
    copy.collected = collected;
    copy.collectedWeight = collectedWeight;
    copy.created = created;
    copy.createdWeight = createdWeight;
    copy.merged = merged;
    copy.carriedWeight = carriedWeight;
    copy.reweighed = reweighed;
    copy.droppedEvents = droppedEvents;
    copy.droppedWeight = droppedWeight;
    copy.dropped.putAll(dropped);
    booked();
    dropped.clear();
    return copy;
  }
}
