package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.observe.QueryRef;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered of one statement in one database. Belongs to one writer. */
final class StatementState {
  private static final int PLANS = 8;

  /** So fifteen times an hour at most, though the plan goes to and fro. */
  private static final long RETURN_NANOS = Duration.ofMinutes(4).toNanos();

  /**
   * What is needed to explain it.
   *
   * @param searchPath resolved
   * @param database as the server calls it
   */
  record Text(Explainable statement, String searchPath, String database) {}

  private final Map<Long, Long> told = new LinkedHashMap<>();
  private QueryRef query;
  private @Nullable Text text;
  private @Nullable NoPlan missing;
  private @Nullable Long latest;
  private boolean tried;
  private long triedNanos;
  private long textNanos;

  StatementState(QueryRef query) {
    this.query = query;
  }

  QueryRef query() {
    return query;
  }

  /** Takes the statement as it was seen last: its text may not have been known before. */
  void seen(QueryRef now) {
    query = now;
  }

  boolean isNew() {
    return !tried;
  }

  /** Whether it may be explained now. */
  boolean isDue(long now, long againNanos) {
    if (!tried) {
      return true;
    }
    if (missing == null) {
      return now - triedNanos >= againNanos;
    }
    return missing.retry() != null
        && now - triedNanos >= Math.max(againNanos, missing.retry().toNanos());
  }

  /** Its text, unless it is not known, or so old that its search path may be another by now. */
  @Nullable Text text(long now, long maxAgeNanos) {
    return now - textNanos > maxAgeNanos ? null : text;
  }

  void text(@Nullable Text newText, long now) {
    text = newText;
    textNanos = now;
  }

  /** What the text takes in memory. */
  long bytes() {
    return text == null ? 0 : 4L * text.statement().text().length() + 1_024;
  }

  void failed(NoPlan reason, long now) {
    tried = true;
    triedNanos = now;
    missing = reason;
  }

  void explained(long now) {
    tried = true;
    triedNanos = now;
    missing = null;
  }

  /** Why there is no plan; null if there is one, or if nobody asked yet. */
  @Nullable NoPlan missing() {
    return missing;
  }

  /** Lets it be tried again at once if this is why it has no plan. */
  void retry(NoPlan reason) {
    if (missing == reason) {
      tried = false;
    }
  }

  /**
   * Whether a plan is to be told: it is another than was told last, or was told long enough ago.
   * One that comes back is a change like any other, though it was told not long ago.
   */
  boolean isToBeTold(long plan, long now, long repeatNanos) {
    Long before = told.get(plan);
    long least = isLatest(plan) ? repeatNanos : Math.min(repeatNanos, RETURN_NANOS);
    return before == null || now - before >= least;
  }

  private boolean isLatest(long plan) {
    return latest != null && latest == plan;
  }

  void told(long plan, long now) {
    latest = plan;
    Long unusedBefore = told.remove(plan);
    told.put(plan, now);
    Iterator<Long> oldest = told.keySet().iterator();
    while (told.size() > PLANS && oldest.hasNext()) {
      Long unusedOldest = oldest.next();
      oldest.remove();
    }
  }

  /** What was told did not arrive. */
  void untold(long plan) {
    latest = isLatest(plan) ? null : latest;
    Long unused = told.remove(plan);
  }
}
