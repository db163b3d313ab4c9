package io.dbintel.core.event;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import java.util.List;

/** The event types of dbintel's vocabulary that more than one module writes or reads. */
public final class EventTypes {
  private EventTypes() {}

  /** A conclusion an operator should see, with what to do about it. */
  public static final EventType FINDING =
      EventType.occurrence(
          "dbintel.finding", Priority.FINDING, DEVELOPMENT, "A conclusion with its remedy.");

  /** One session as it was observed, or as it stayed over several equal observations. */
  public static final EventType QUERY_SAMPLE =
      EventType.occurrence(
          "db.server.query_sample",
          Priority.NORMAL,
          DEVELOPMENT,
          "A session and what it ran or waited for, with how long it stayed so.");

  /** A tree of sessions that wait for one another, with its root. */
  public static final EventType SESSION_BLOCKING =
      EventType.occurrence(
          "dbintel.session.blocking",
          Priority.IMPORTANT,
          DEVELOPMENT,
          "A blocking tree: its root, depth, width and victims.");

  /** One statement, or the rest of them, and what was added to its counters in an interval. */
  public static final EventType TOP_QUERY =
      EventType.occurrence(
          "db.server.top_query",
          Priority.NORMAL,
          DEVELOPMENT,
          "What a statement did in an interval; with dbintel.statement.others, what the rest did.");

  /** A plan that a statement uses, or would use. */
  public static final EventType QUERY_PLAN =
      EventType.occurrence(
          "db.server.query_plan",
          Priority.NORMAL,
          DEVELOPMENT,
          "A plan of a statement, with how the server came to it.");

  /** All of the above, in this order. */
  public static List<EventType> all() {
    return List.of(FINDING, QUERY_SAMPLE, SESSION_BLOCKING, TOP_QUERY, QUERY_PLAN);
  }
}
