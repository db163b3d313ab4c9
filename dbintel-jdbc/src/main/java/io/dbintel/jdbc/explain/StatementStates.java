package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.observe.StatementActivity;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which statements are to be explained now: of those on which the server spent most time since the
 * last look, those that are due, new ones first. Bounded in statements and bytes, the longest
 * unseen going first. Belongs to one writer.
 */
final class StatementStates {
  private static final int MAX = 5_000;
  private static final long MAX_BYTES = 8L << 20;

  private final Map<Key, StatementState> states = new LinkedHashMap<>(64, 0.75f, true);
  private final int topN;
  private final long againNanos;
  private long seenNanos = Long.MIN_VALUE;
  private long evictions;

  /**
   * A statement in a database.
   *
   * @param database as it is told, which may hide a part of its name
   */
  record Key(long id, String database) {}

  /** A statement that is to be explained. */
  record Due(Key key, StatementState state, double seconds) {}

  StatementStates(int topN, long againNanos) {
    this.topN = topN;
    this.againNanos = againNanos;
  }

  /** Looks at the intervals that are new. */
  List<Due> due(StatementActivity activity, long now) {
    Map<Key, Double> seconds = new HashMap<>();
    List<StatementInterval> recent = activity.recent();
    long newest = recent.isEmpty() ? seenNanos : recent.get(recent.size() - 1).endEpochNanos();
    // A wall clock that was set back makes all of them look old.
    long last = newest < seenNanos ? Long.MIN_VALUE : seenNanos;
    seenNanos = newest;
    for (StatementInterval interval : recent) {
      if (interval.endEpochNanos() > last) {
        interval.top().forEach(use -> add(seconds, use));
      }
    }
    List<Due> top = new ArrayList<>();
    seconds.forEach(
        (key, spent) -> {
          StatementState state = states.get(key);
          if (state != null) {
            top.add(new Due(key, state, spent));
          }
        });
    top.sort(Comparator.comparingDouble(Due::seconds).reversed());
    List<Due> due = new ArrayList<>(top.subList(0, Math.min(topN, top.size())));
    due.removeIf(one -> !one.state().isDue(now, againNanos));
    due.sort(Comparator.comparing((Due one) -> !one.state().isNew()));
    return due;
  }

  private void add(Map<Key, Double> seconds, StatementUse use) {
    if (use.query().serverId() == 0 || use.database().isEmpty()) {
      return;
    }
    Key key = new Key(use.query().serverId(), use.database());
    double unused = seconds.merge(key, use.seconds(), Double::sum);
    states.computeIfAbsent(key, any -> new StatementState(use.query())).seen(use.query());
  }

  /** Forgets what is too much. */
  void evict() {
    Iterator<StatementState> oldest = states.values().iterator();
    while (states.size() > MAX && oldest.hasNext()) {
      StatementState unused = oldest.next();
      oldest.remove();
      evictions++;
    }
    long bytes = bytes();
    for (StatementState state : states.values()) {
      if (bytes <= MAX_BYTES) {
        break;
      }
      bytes -= state.bytes();
      state.text(null, 0);
    }
  }

  /** Lets those be tried again that have no plan for this reason. */
  void retry(NoPlan reason) {
    states.values().forEach(state -> state.retry(reason));
  }

  /** How many of the statements that are remembered have no plan, by reason. */
  Map<NoPlan, Integer> missing() {
    Map<NoPlan, Integer> missing = new EnumMap<>(NoPlan.class);
    for (StatementState state : states.values()) {
      NoPlan reason = state.missing();
      if (reason != null) {
        int unused = missing.merge(reason, 1, Integer::sum);
      }
    }
    return missing;
  }

  int size() {
    return states.size();
  }

  long bytes() {
    return states.values().stream().mapToLong(StatementState::bytes).sum();
  }

  long evictions() {
    return evictions;
  }
}
