package io.dbintel.core.event;

import static io.dbintel.core.event.Instrument.Kind.COUNTER;
import static io.dbintel.core.event.Instrument.Kind.GAUGE;
import static io.dbintel.core.event.Instrument.Kind.UP_DOWN_COUNTER;
import static io.dbintel.core.event.Instrument.ValueType.DOUBLE;
import static io.dbintel.core.event.Instrument.ValueType.LONG;

import java.util.List;

/**
 * What dbintel measures of itself. These are not events, which a full queue could lose: exporters
 * read the totals off the instance whenever they are asked.
 */
public final class SelfMetricTypes {
  private SelfMetricTypes() {}

  /** Events of a lane; by target and outcome. */
  public static final EventType LANE_EVENTS =
      counter("dbintel.lane.events", "{event}", "Events that came to a lane or left it.");

  /** Events a lane gave up; by target, stage and reason. */
  public static final EventType LANE_DROPPED =
      counter("dbintel.lane.dropped", "{event}", "Events that were given up in a lane.");

  /** Events in a lane; by target. */
  public static final EventType LANE_PENDING =
      size("dbintel.lane.pending", "{event}", "Events in a lane's inbox or pipeline.");

  /** Events an exporter took; by exporter. */
  public static final EventType EXPORTER_EXPORTED =
      counter("dbintel.exporter.exported", "{event}", "Events that went out.");

  /** Events that did not go out; by exporter and reason. */
  public static final EventType EXPORTER_DROPPED =
      counter("dbintel.exporter.dropped", "{event}", "Events that were given up at an exporter.");

  /** Events that wait for an exporter; by exporter. */
  public static final EventType EXPORTER_QUEUE_SIZE =
      size("dbintel.exporter.queue.size", "{event}", "Events that wait for an exporter.");

  /** Bytes that wait for an exporter; by exporter. */
  public static final EventType EXPORTER_QUEUE_BYTES =
      size("dbintel.exporter.queue.bytes", "By", "What the waiting events weigh.");

  /** Answers of destinations; by exporter, signal, outcome and reason. */
  public static final EventType EXPORT_ANSWERS =
      counter("dbintel.export.answers", "{export}", "Exports that a destination answered.");

  /** What the answered exports held; by exporter, signal, outcome and reason. */
  public static final EventType EXPORT_ITEMS =
      counter(
          "dbintel.export.items",
          "{item}",
          "Log records and metric points in the exports that a destination answered.");

  /** Answers that a subscriber was too slow for. */
  public static final EventType EXPORT_ANSWERS_LOST =
      counter(
          "dbintel.export.answers.lost", "{export}", "Answers that a subscriber was too slow for.");

  /** Collections; by target, collector and outcome. */
  public static final EventType COLLECTION_COUNT =
      counter("dbintel.collection.count", "{collection}", "Collections that ended.");

  /** Collections that did not happen; by target, collector and reason. */
  public static final EventType COLLECTION_SKIPPED =
      counter("dbintel.collection.skipped", "{collection}", "Collections that did not begin.");

  /** Collections under way or waiting for their turn, 0 or 1; by target and collector. */
  public static final EventType COLLECTION_ACTIVE =
      size(
          "dbintel.collection.active",
          "{collection}",
          "Collections under way or waiting for their turn.");

  /** Rows that could not be used; by target and collector. */
  public static final EventType COLLECTION_BAD_ROWS =
      counter("dbintel.collection.bad_rows", "{row}", "Rows that were read and could not be used.");

  /** Time spent collecting; by target and collector. */
  public static final EventType COLLECTION_DURATION =
      seconds("dbintel.collection.duration", "Wall time that collections took.");

  /** The longest collection; by target and collector. */
  public static final EventType COLLECTION_DURATION_MAX =
      EventType.measurement(
          "dbintel.collection.duration.max",
          new Instrument(GAUGE, DOUBLE, "s"),
          Stability.DEVELOPMENT,
          "The longest collection since the start.");

  /** How late collections began; by target and collector. */
  public static final EventType COLLECTION_LATENESS =
      seconds("dbintel.collection.lateness", "Time between when collections were due and began.");

  /** What collections cost the server; by target and collector. */
  public static final EventType COLLECTION_SERVER_TIME =
      seconds("dbintel.collection.server_time", "Time the server spent on a collector.");

  /** What a target's collections cost its server; by target and turn. */
  public static final EventType TARGET_SERVER_TIME =
      seconds("dbintel.target.server_time", "Time the server spent on dbintel.");

  /** The same over wall time, in the last minute; by target and turn. */
  public static final EventType TARGET_OVERHEAD =
      EventType.measurement(
          "dbintel.target.overhead",
          new Instrument(GAUGE, DOUBLE, "1"),
          Stability.DEVELOPMENT,
          "Time the server spent on dbintel over wall time, in about the last minute.");

  /** Failures of stages; by target and stage. */
  public static final EventType STAGE_FAILURES =
      counter("dbintel.stage.failures", "{failure}", "Times a stage threw.");

  /** What a component counts; by component and measure. */
  public static final EventType COMPONENT_COUNT =
      counter("dbintel.component.count", "1", "What a component counts about itself.");

  /** What a component measures; by component and measure. */
  public static final EventType COMPONENT_VALUE =
      EventType.measurement(
          "dbintel.component.value",
          new Instrument(GAUGE, DOUBLE, "1"),
          Stability.DEVELOPMENT,
          "What a component measures about itself.");

  /** All of the above, in this order. */
  public static List<EventType> all() {
    return List.of(
        LANE_EVENTS,
        LANE_DROPPED,
        LANE_PENDING,
        EXPORTER_EXPORTED,
        EXPORTER_DROPPED,
        EXPORTER_QUEUE_SIZE,
        EXPORTER_QUEUE_BYTES,
        EXPORT_ANSWERS,
        EXPORT_ITEMS,
        EXPORT_ANSWERS_LOST,
        COLLECTION_COUNT,
        COLLECTION_SKIPPED,
        COLLECTION_ACTIVE,
        COLLECTION_BAD_ROWS,
        COLLECTION_DURATION,
        COLLECTION_DURATION_MAX,
        COLLECTION_LATENESS,
        COLLECTION_SERVER_TIME,
        TARGET_SERVER_TIME,
        TARGET_OVERHEAD,
        STAGE_FAILURES,
        COMPONENT_COUNT,
        COMPONENT_VALUE);
  }

  private static EventType counter(String name, String unit, String description) {
    return EventType.measurement(
        name, new Instrument(COUNTER, LONG, unit), Stability.DEVELOPMENT, description);
  }

  private static EventType seconds(String name, String description) {
    return EventType.measurement(
        name, new Instrument(COUNTER, DOUBLE, "s"), Stability.DEVELOPMENT, description);
  }

  private static EventType size(String name, String unit, String description) {
    return EventType.measurement(
        name, new Instrument(UP_DOWN_COUNTER, LONG, unit), Stability.DEVELOPMENT, description);
  }
}
