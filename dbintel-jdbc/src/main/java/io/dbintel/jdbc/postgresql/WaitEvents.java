package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.jdbc.observe.Wait;
import io.dbintel.jdbc.observe.WaitMeasurements;
import io.dbintel.jdbc.postgresql.WaitProfile.Place;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what rose in an interval into measurements and events. Stateless. */
final class WaitEvents {
  /** So many wait events are told by themselves; a server has about two hundred. */
  static final int MAX_WAITS = 100;

  static final Wait OTHER = new Wait("other", "other");

  private static final String SYSTEM = "postgresql";

  private WaitEvents() {}

  /**
   * What is told.
   *
   * @param periodSeconds what a sample stands for
   * @param seconds how long the interval was
   */
  record Interval(WaitIncreases risen, double periodSeconds, double seconds, boolean lossy) {}

  /**
   * Tells all of it, or nothing if it does not fit.
   *
   * @param profile the reading that ends the interval
   * @param topN how many waits of statements are told by themselves
   * @return whether it was told
   */
  static boolean tell(CollectionContext out, Interval interval, WaitProfile profile, int topN) {
    Map<Wait, Long> series = fold(interval.risen().byWait(), profile);
    List<Map.Entry<Place, Long>> ofStatements =
        interval.risen().samples().entrySet().stream()
            .filter(one -> one.getKey().queryId() != 0)
            .sorted(
                Map.Entry.<Place, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(one -> one.getKey().toString()))
            .toList();
    int room = out.room() - series.size() - 1;
    if (room < 0) {
      return false;
    }
    series.forEach((waited, samples) -> measure(out, interval, waited, samples));
    int told = Math.min(ofStatements.size(), Math.min(topN, room));
    for (Map.Entry<Place, Long> one : ofStatements.subList(0, told)) {
      DbEvent unused =
          begin(out, interval, one.getValue())
              .set(StatementAttributes.QUERYID, Long.toString(one.getKey().queryId()))
              .set(Attributes.QUERY_IDENTIFIED_BY, "server")
              .set(Attributes.WAIT_CLASS, one.getKey().waited().type())
              .set(Attributes.WAIT_EVENT, one.getKey().waited().label());
    }
    List<Map.Entry<Place, Long>> rest = ofStatements.subList(told, ofStatements.size());
    if (!rest.isEmpty()) {
      DbEvent unused =
          begin(out, interval, rest.stream().mapToLong(Map.Entry::getValue).sum())
              .set(Attributes.WAIT_OTHERS, rest.size());
    }
    return true;
  }

  /** By what was waited for most since the profile began, so that who is told changes seldom. */
  private static Map<Wait, Long> fold(Map<Wait, Long> risen, WaitProfile profile) {
    if (risen.size() <= MAX_WAITS) {
      return risen;
    }
    Map<Wait, Long> ever = profile.byWait();
    Set<Wait> told = new HashSet<>();
    ever.entrySet().stream()
        .filter(one -> risen.containsKey(one.getKey()))
        .sorted(
            Map.Entry.<Wait, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(one -> one.getKey().toString()))
        .limit(MAX_WAITS)
        .forEach(one -> told.add(one.getKey()));
    Map<Wait, Long> folded = new HashMap<>();
    risen.forEach(
        (waited, samples) ->
            folded.merge(told.contains(waited) ? waited : OTHER, samples, Long::sum));
    return folded;
  }

  private static void measure(CollectionContext out, Interval interval, Wait waited, long samples) {
    DbEvent unused =
        out.emit(WaitMeasurements.TIME)
            .value(samples * interval.periodSeconds())
            .set(Attributes.DB_SYSTEM_NAME, SYSTEM)
            .set(Attributes.WAIT_CLASS, waited.type())
            .set(Attributes.WAIT_EVENT, waited.label())
            .set(Attributes.WAIT_SOURCE, WaitsCollector.EXTENSION);
  }

  private static DbEvent begin(CollectionContext out, Interval interval, long samples) {
    return out.emit(WaitMeasurements.QUERY_WAITS)
        .set(Attributes.DB_SYSTEM_NAME, SYSTEM)
        .set(Attributes.WAIT_SOURCE, WaitsCollector.EXTENSION)
        .set(Attributes.WAIT_DURATION, samples * interval.periodSeconds())
        .set(Attributes.STATEMENT_INTERVAL, interval.seconds())
        .set(Attributes.STATEMENT_LOSSY, interval.lossy());
  }
}
