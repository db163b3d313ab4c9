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

  void drop(String stage, String reason, long events, double weight) {
    Cause cause = new Cause(stage, reason);
    dropped.put(cause, dropped.getOrDefault(cause, new Loss(0, 0)).plus(events, weight));
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

  /** Events dropped, by stage and reason. */
  public Map<Cause, Loss> dropped() {
    return dropped;
  }

  /** The change of the number of events in the batch. */
  public long net() {
    long net = collected + created - merged;
    for (Loss loss : dropped.values()) {
      net -= loss.events();
    }
    return net;
  }

  /** The change of the weight of the events in the batch. */
  public double netWeight() {
    double net = collectedWeight + createdWeight + reweighed - carriedWeight;
    for (Loss loss : dropped.values()) {
      net -= loss.weight();
    }
    return net;
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
    copy.dropped.putAll(dropped);
    collected = 0;
    collectedWeight = 0;
    created = 0;
    createdWeight = 0;
    merged = 0;
    carriedWeight = 0;
    reweighed = 0;
    dropped.clear();
    return copy;
  }
}
