package io.dbintel.jdbc.metrics;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.jdbc.observe.SafeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells findings, each once in a while however often it is found. Bounded; what is not told for
 * that reason is counted. Not thread-safe.
 */
final class FindingTeller {
  /** The column that says how to find what may not be called by its name. */
  static final String LOOKUP = "lookup";

  private final Clock clock;
  private final long everyNanos;
  private final Map<String, Long> told = new HashMap<>();
  private final List<String> unsettled = new ArrayList<>();
  private final Map<String, Long> untold = new HashMap<>();
  private final int maxTold;

  /**
   * Has told nothing yet.
   *
   * @param every how long after it was told it is told again
   * @param maxTold how many different ones are told in that time
   */
  FindingTeller(Clock clock, Duration every, int maxTold) {
    this.clock = clock;
    this.everyNanos = every.toNanos();
    this.maxTold = maxTold;
  }

  /** Ends a collection; what did not arrive is told again. */
  void settle(boolean delivered) {
    if (!delivered) {
      unsettled.forEach(told::remove);
    }
    unsettled.clear();
  }

  void tell(CollectionContext out, String system, MetricRows rows) {
    if (rows.query().findings().isEmpty()) {
      return;
    }
    long notTold = rows.findingsBeyond() * rows.query().findings().size();
    for (FindingSpec finding : rows.query().findings()) {
      for (MetricRows.Finding found : rows.findings()) {
        String message = fill(finding.message(), found.columns());
        String what = out.database() + '/' + finding.code() + '/' + found.subject();
        if (wasTold(what)) {
          continue;
        }
        if (told.size() >= maxTold) {
          notTold++;
        } else {
          told.put(what, clock.nanoTime());
          unsettled.add(what);
          DbEvent event =
              out.emit(EventTypes.FINDING)
                  .set(Attributes.DB_SYSTEM_NAME, system)
                  .set(Attributes.FINDING_CODE, finding.code())
                  .set(Attributes.FINDING_MESSAGE, message)
                  .set(Attributes.FINDING_REMEDY, remedy(finding, found));
          if (!out.database().isEmpty()) {
            String database = SafeName.of(out.database());
            event.database(database).set(Attributes.DB_NAMESPACE, database);
          }
        }
      }
    }
    untold.put(rows.query().name() + '/' + out.database(), notTold);
  }

  /** How many findings the last look at each statement of each database gave beyond the bounds. */
  long untold() {
    return untold.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Forgets databases that are no more. */
  void retain(Set<String> databases) {
    untold.keySet().removeIf(key -> !databases.contains(key.substring(key.indexOf('/') + 1)));
  }

  /** With a part of a name masked, a statement with it would be of no use, or hit another. */
  private static String remedy(FindingSpec finding, MetricRows.Finding found) {
    if (Collections.disjoint(places(finding.remedy()), found.masked())) {
      return fill(finding.remedy(), found.columns());
    }
    String lookup = found.columns().getOrDefault(LOOKUP, "");
    return "Its name may say more than names should and is not told"
        + (lookup.isEmpty() ? "." : "; to find it: " + lookup)
        + " Then: "
        + fill(finding.remedy(), Map.of("subject", "<its name>"));
  }

  /** The names between braces. */
  static List<String> places(String text) {
    List<String> places = new ArrayList<>();
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      int close = text.indexOf('}', open);
      if (close > open) {
        places.add(text.substring(open + 1, close));
      }
    }
    return places;
  }

  private boolean wasTold(String what) {
    long now = clock.nanoTime();
    told.values().removeIf(at -> now - at >= everyNanos);
    return told.containsKey(what);
  }

  private static String fill(String text, Map<String, String> columns) {
    String filled = text;
    for (Map.Entry<String, String> column : columns.entrySet()) {
      filled = filled.replace('{' + column.getKey() + '}', column.getValue());
    }
    return filled;
  }
}
