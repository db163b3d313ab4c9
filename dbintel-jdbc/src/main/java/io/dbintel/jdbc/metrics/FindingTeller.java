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

/** Tells findings, each once in a while however often it is found. Bounded. Not thread-safe. */
final class FindingTeller {
  /** The column that says how to find what may not be called by its name. */
  static final String LOOKUP = "lookup";

  private static final int MAX_TOLD = 1_000;

  private final Clock clock;
  private final long everyNanos;
  private final Map<String, Long> told = new HashMap<>();
  private final List<String> unsettled = new ArrayList<>();

  FindingTeller(Clock clock, Duration every) {
    this.clock = clock;
    this.everyNanos = every.toNanos();
  }

  /** Ends a collection; what did not arrive is told again. */
  void settle(boolean delivered) {
    if (!delivered) {
      unsettled.forEach(told::remove);
    }
    unsettled.clear();
  }

  void tell(CollectionContext out, String system, MetricRows rows) {
    for (FindingSpec finding : rows.query().findings()) {
      for (MetricRows.Finding found : rows.findings()) {
        String message = fill(finding.message(), found.columns());
        if (isDue(out.database() + '/' + finding.code() + '/' + found.subject())) {
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

  private boolean isDue(String what) {
    long now = clock.nanoTime();
    told.values().removeIf(at -> now - at >= everyNanos);
    if (told.containsKey(what) || told.size() >= MAX_TOLD) {
      return false;
    }
    told.put(what, now);
    unsettled.add(what);
    return true;
  }

  private static String fill(String text, Map<String, String> columns) {
    String filled = text;
    for (Map.Entry<String, String> column : columns.entrySet()) {
      filled = filled.replace('{' + column.getKey() + '}', column.getValue());
    }
    return filled;
  }
}
