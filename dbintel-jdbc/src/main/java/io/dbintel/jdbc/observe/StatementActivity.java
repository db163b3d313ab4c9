package io.dbintel.jdbc.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What statements did lately, as the statement collector last told it. Thread-safe; reading costs a
 * volatile read. Keeps the last {@value #KEPT} intervals, fewer if together they have more than
 * {@value #MAX_USES} statements, and one at least, whose statements the collector's top N bounds.
 */
public final class StatementActivity {
  private static final int KEPT = 12;
  private static final int MAX_USES = 10_000;

  private volatile List<StatementInterval> recent = List.of();

  /** Nothing yet. */
  public StatementActivity() {}

  /** The last interval; empty until two readings were taken. */
  public Optional<StatementInterval> latest() {
    List<StatementInterval> now = recent;
    return now.isEmpty() ? Optional.empty() : Optional.of(now.get(now.size() - 1));
  }

  /** The last intervals, the oldest first. */
  public List<StatementInterval> recent() {
    return recent;
  }

  /** Takes note of an interval, which is later than all before. */
  public synchronized void record(StatementInterval interval) {
    recent = with(recent, interval);
  }

  private static List<StatementInterval> with(
      List<StatementInterval> before, StatementInterval interval) {
    List<StatementInterval> kept = new ArrayList<>(before);
    kept.add(interval);
    int uses = kept.stream().mapToInt(one -> one.top().size()).sum();
    while (kept.size() > 1 && (kept.size() > KEPT || uses > MAX_USES)) {
      uses -= kept.remove(0).top().size();
    }
    return List.copyOf(kept);
  }
}
