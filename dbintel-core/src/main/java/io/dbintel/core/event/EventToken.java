package io.dbintel.core.event;

import org.jspecify.annotations.Nullable;

/**
 * A handle on an event that outlives it, so that a later event can be merged into one that was
 * already handed over. Whatever is merged into a departed event is carried by the token until its
 * owner writes it out with {@link EventBatch#settle(EventToken)} or gives it up with {@link
 * EventBatch#forfeit(EventToken, String)}.
 *
 * <p>Belongs to one lane, like the processor that holds it; not thread-safe.
 */
public final class EventToken {
  private final String target;
  private final EventType type;
  double carriedWeight;
  long carriedEvents;

  /** The event while it is still in the batch; null once it left. */
  @Nullable DbEvent present;

  EventToken(DbEvent event) {
    this.target = event.target();
    this.type = event.type();
    this.present = event;
  }

  /** The target of the event. */
  public String target() {
    return target;
  }

  /** The type of the event. */
  public EventType type() {
    return type;
  }

  /** The weight that was merged into the event after it left and was not written out yet. */
  public double carriedWeight() {
    return carriedWeight;
  }

  /** How many events were merged into it after it left and were not written out yet. */
  public long carriedEvents() {
    return carriedEvents;
  }
}
