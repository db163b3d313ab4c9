package io.dbintel.examples.quickstart;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.Instrument;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How the server was, from the measurements that went out: counters carry what was added since the
 * one before, so they are added up; of what rises and falls, the highest.
 */
record VitalSigns(List<DbEvent> events) {

  /** What a counter gained, over all its series. */
  double sum(String counter) {
    return values(counter).sum();
  }

  /** What a counter gained in one database. */
  double sum(String counter, String database) {
    return of(counter)
        .filter(event -> database.equals(event.get(Attributes.DB_NAMESPACE)))
        .mapToDouble(VitalSigns::value)
        .sum();
  }

  /** The highest value of any of its series; 0 if there was none. */
  double highest(String gauge) {
    return values(gauge).max().orElse(0);
  }

  /** How many different metrics there were. */
  long metrics() {
    return events.stream()
        .filter(DbEvent::hasValue)
        .map(event -> event.type().name())
        .filter(name -> name.startsWith("postgresql."))
        .distinct()
        .count();
  }

  private DoubleStream values(String metric) {
    return of(metric).mapToDouble(VitalSigns::value);
  }

  private Stream<DbEvent> of(String metric) {
    return events.stream().filter(event -> event.hasValue() && event.type().name().equals(metric));
  }

  private static double value(DbEvent event) {
    Instrument instrument = Objects.requireNonNull(event.type().instrument());
    return instrument.valueType() == Instrument.ValueType.LONG
        ? event.longValue()
        : event.doubleValue();
  }
}
