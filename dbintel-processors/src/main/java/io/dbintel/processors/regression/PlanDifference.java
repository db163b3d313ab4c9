package io.dbintel.processors.regression;

import io.dbintel.processors.regression.PlanRecord.PlanIdentity;
import java.util.ArrayList;
import java.util.List;

/** Says in words in what two plans differ, as far as their outlines tell. Stateless. */
final class PlanDifference {
  private static final int MAX_NAMED = 4;

  private PlanDifference() {}

  /** For example {@code "Index Scan on orders using orders_day is now Seq Scan on orders"}. */
  static String inWords(PlanIdentity before, PlanIdentity after) {
    List<String> gone = new ArrayList<>(before.outline());
    List<String> come = new ArrayList<>();
    for (String line : after.outline()) {
      if (!gone.remove(line)) {
        come.add(line);
      }
    }
    if (gone.isEmpty() && come.isEmpty()) {
      return before.shape().isEmpty() || !before.shape().equals(after.shape())
          ? "the plan has another form"
          : "the same operators on other relations, indexes or conditions, or in another order";
    }
    if (gone.size() == 1 && come.size() == 1) {
      return gone.get(0) + " is now " + come.get(0);
    }
    StringBuilder words = new StringBuilder();
    if (!gone.isEmpty()) {
      words.append("gone: ").append(listed(gone));
    }
    if (!come.isEmpty()) {
      words.append(gone.isEmpty() ? "new: " : "; new: ").append(listed(come));
    }
    return words.toString();
  }

  private static String listed(List<String> lines) {
    String named = String.join(", ", lines.subList(0, Math.min(MAX_NAMED, lines.size())));
    return lines.size() > MAX_NAMED
        ? named + " and " + (lines.size() - MAX_NAMED) + " more"
        : named;
  }
}
