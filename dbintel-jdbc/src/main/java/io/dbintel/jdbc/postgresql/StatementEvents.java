package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.jdbc.observe.CounterKind;
import io.dbintel.jdbc.observe.IntervalMoments;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.StatementDelta;
import io.dbintel.jdbc.observe.StatementTotal;
import io.dbintel.jdbc.observe.StatementUse;

/** Writes what statements did into events. Stateless. */
final class StatementEvents {
  private static final String SYSTEM = "postgresql";

  private StatementEvents() {}

  /** What is the same in all events that are told of one interval. */
  record Interval(long columns, boolean hasTopLevel, double seconds, boolean lossy) {}

  static void emitTop(
      CollectionContext out, Interval interval, StatementDelta delta, StatementUse use) {
    DbEvent event = begin(out, interval, use.topLevel());
    QueryRef query = use.query();
    event
        .set(StatementAttributes.QUERYID, Long.toString(query.serverId()))
        .set(Attributes.QUERY_IDENTIFIED_BY, "server")
        .setOrRemove(Attributes.DB_QUERY_TEXT, query.text())
        .setOrRemove(Attributes.DB_QUERY_SUMMARY, query.summary());
    if (!query.fingerprint().isEmpty()) {
      event
          .set(Attributes.QUERY_FINGERPRINT, query.fingerprint())
          .set(Attributes.QUERY_TRUNCATED, query.truncated());
    }
    if (!use.database().isEmpty()) {
      event.database(use.database()).set(Attributes.DB_NAMESPACE, use.database());
    }
    if (!use.user().isEmpty()) {
      event.set(Attributes.USER_NAME, use.user()).set(StatementAttributes.ROLNAME, use.user());
    }
    for (StatementColumn column : StatementColumn.values()) {
      if (column.in(interval.columns())) {
        if (column.kind() == CounterKind.COUNT) {
          column.write(event, delta.count(column.index()));
        } else {
          column.write(event, delta.sum(column.index()));
        }
      }
    }
    if (!Double.isNaN(use.share())) {
      event.set(Attributes.STATEMENT_SHARE, use.share());
    }
    IntervalMoments moments = use.moments();
    if (!Double.isNaN(moments.mean())) {
      event.set(Attributes.STATEMENT_MEAN, moments.mean());
    }
    if (!Double.isNaN(moments.deviation())) {
      event
          .set(Attributes.STATEMENT_STDDEV, moments.deviation())
          .set(Attributes.STATEMENT_STDDEV_ERROR, moments.deviationError());
    }
  }

  /** The rest, as one event; none if there is no rest. */
  static void emitRest(
      CollectionContext out, Interval interval, StatementTotal rest, boolean topLevel) {
    if (rest.rows() == 0) {
      return;
    }
    DbEvent event = begin(out, interval, topLevel);
    event.set(Attributes.STATEMENT_OTHERS, rest.rows());
    for (StatementColumn column : StatementColumn.values()) {
      if (column.in(interval.columns())) {
        if (column.kind() == CounterKind.COUNT) {
          column.write(event, rest.count(column.index()));
        } else {
          column.write(event, rest.sum(column.index()));
        }
      }
    }
  }

  static void measure(CollectionContext out, EventType type, long value) {
    DbEvent unused = out.emit(type).value(value).set(Attributes.DB_SYSTEM_NAME, SYSTEM);
  }

  private static DbEvent begin(CollectionContext out, Interval interval, boolean topLevel) {
    DbEvent event =
        out.emit(EventTypes.TOP_QUERY)
            .set(Attributes.DB_SYSTEM_NAME, SYSTEM)
            .set(Attributes.STATEMENT_INTERVAL, interval.seconds())
            .set(Attributes.STATEMENT_LOSSY, interval.lossy());
    if (interval.hasTopLevel()) {
      event.set(Attributes.STATEMENT_TOPLEVEL, topLevel);
    }
    return event;
  }
}
