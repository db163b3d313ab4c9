package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.jdbc.observe.StatementDelta;
import io.dbintel.jdbc.observe.StatementTotal;

/**
 * What is not told one by one, top-level and nested apart. It begins with the earliest of what it
 * is made of. Belongs to one writer; not thread-safe.
 */
final class StatementRest {
  private final StatementTotal topLevel = new StatementTotal(StatementColumn.kinds());
  private final StatementTotal nested = new StatementTotal(StatementColumn.kinds());
  private Span span;

  /** From when to when, by our clock, and whether the numbers are lower bounds. */
  record Span(long fromNanos, long toNanos, boolean lossy) {
    /** The span of this delta, if that of others is this one. */
    Span of(StatementDelta delta) {
      StatementDelta.Waited waited = delta.waited();
      if (waited == null) {
        return this;
      }
      boolean earlier = waited.fromNanos() - fromNanos < 0;
      return new Span(earlier ? waited.fromNanos() : fromNanos, toNanos, lossy || waited.lossy());
    }

    double seconds() {
      return (toNanos - fromNanos) / 1e9;
    }

    StatementEvents.Interval interval(StatementFunctions functions) {
      return new StatementEvents.Interval(
          functions.columns(), functions.hasTopLevel(), seconds(), lossy);
    }
  }

  StatementRest(Span span) {
    this.span = span;
  }

  void add(StatementDelta delta) {
    span = span.of(delta);
    (delta.isNested() ? nested : topLevel).add(delta);
  }

  StatementTotal topLevel() {
    return topLevel;
  }

  /** How many events it makes. */
  int events() {
    return (topLevel.rows() > 0 ? 1 : 0) + (nested.rows() > 0 ? 1 : 0);
  }

  void emit(CollectionContext out, StatementFunctions functions) {
    StatementEvents.Interval interval = span.interval(functions);
    StatementEvents.emitRest(out, interval, topLevel, true);
    StatementEvents.emitRest(out, interval, nested, false);
  }
}
