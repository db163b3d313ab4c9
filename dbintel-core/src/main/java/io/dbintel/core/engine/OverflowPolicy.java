package io.dbintel.core.engine;

/** What happens when events come faster than an exporter takes them. */
public enum OverflowPolicy {
  /** The oldest event of the lowest priority makes room, and is counted. */
  EVICT,
  /**
   * Lanes stop before the queue is full: inboxes fill, collectors skip their turns, and both are
   * counted. What still overflows is evicted.
   */
  PAUSE
}
