package io.dbintel.bench;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import java.util.ArrayList;
import java.util.List;

/** Events as the session sampler makes them, with twenty attributes. */
public final class SampleEvents {
  /** A point in time of no meaning, in nanoseconds since 1970. */
  public static final long EPOCH_NANOS = 1_795_000_000_123_456_789L;

  /** A statement of ordinary length. */
  public static final String TEXT =
      "SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer_id"
          + " WHERE o.placed_at > ? AND o.state IN (?) ORDER BY o.placed_at LIMIT ?";

  private SampleEvents() {}

  /** A full event. */
  public static DbEvent event() {
    return fill(new DbEvent(EventTypes.QUERY_SAMPLE, "orders", EPOCH_NANOS));
  }

  /** So many full events, frozen as they are when they reach an exporter. */
  public static List<DbEvent> frozen(int count) {
    List<DbEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DbEvent event = event();
      event.freeze();
      events.add(event);
    }
    return events;
  }

  /** Sets the attributes of an event. */
  public static DbEvent fill(DbEvent event) {
    return event
        .set(Attributes.DB_SYSTEM_NAME, "postgresql")
        .set(Attributes.DB_NAMESPACE, "shop")
        .set(Attributes.SERVER_ADDRESS, "db.example.org")
        .set(Attributes.SERVER_PORT, 5432)
        .set(Attributes.DB_QUERY_TEXT, TEXT)
        .set(Attributes.DB_QUERY_SUMMARY, "SELECT orders customers")
        .set(Attributes.QUERY_FINGERPRINT, "s1:0123456789abcdef0123456789abcdef")
        .set(Attributes.QUERY_IDENTIFIED_BY, "server")
        .set(Attributes.QUERY_TRUNCATED, false)
        .set(Attributes.USER_NAME, "shop")
        .set(Attributes.SESSION_ID, "6b01a2c3.1f40")
        .set(Attributes.SESSION_STATE, "active")
        .set(Attributes.SESSION_KIND, "client")
        .set(Attributes.SESSION_DURATION, 3.000123)
        .set(Attributes.SESSION_SAMPLES, 3)
        .set(Attributes.SESSION_CONTINUED, false)
        .set(Attributes.WAIT_CLASS, "IO")
        .set(Attributes.WAIT_EVENT, "IO/DataFileRead")
        .set(Attributes.TRANSACTION_AGE, 4.75)
        .set(Attributes.QUERY_AGE, 4.5);
  }
}
