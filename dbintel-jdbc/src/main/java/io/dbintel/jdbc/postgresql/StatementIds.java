package io.dbintel.jdbc.postgresql;

import io.dbintel.core.sql.NormalizedSql;
import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.StatementActivity;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementUse;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which id the server gives the statement of a text, as the statement collector has told it.
 *
 * <p>A log has an id of its own beside each plan, but it is that of whatever the session does while
 * the line is written. In a transaction the extended protocol ends an execution when the next one
 * begins: up to 17 there is no id then, from 18 on it is that of the next statement.
 *
 * <p>Bounded, the longest unused going first. Belongs to one writer.
 */
final class StatementIds {
  private static final int MAX = 10_000;

  /** As many ids one text may have: lists of other lengths are other statements to the server. */
  private static final int MAX_IDS = 16;

  private static final int SURE_BEFORE = 18;

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final Map<Text, Set<Long>> known = new LinkedHashMap<>(64, 0.75f, true);
  private @Nullable StatementInterval last;

  private record Text(String database, String fingerprint) {}

  /** Takes note of the intervals that are new. */
  void learn(StatementActivity activity) {
    List<StatementInterval> recent = activity.recent();
    int from = last == null ? 0 : recent.lastIndexOf(last) + 1;
    for (StatementInterval interval : recent.subList(from, recent.size())) {
      interval.top().forEach(this::learn);
      last = interval;
    }
  }

  private void learn(StatementUse use) {
    QueryRef query = use.query();
    if (query.serverId() == 0 || query.fingerprint().isEmpty() || query.truncated()) {
      return;
    }
    Set<Long> ids =
        known.computeIfAbsent(
            new Text(use.database(), query.fingerprint()), any -> new HashSet<>(2));
    if (ids.size() < MAX_IDS) {
      ids.add(query.serverId());
    }
    if (known.size() > MAX) {
      Iterator<Set<Long>> oldest = known.values().iterator();
      Set<Long> unused = oldest.next();
      oldest.remove();
    }
  }

  /**
   * The id of a statement.
   *
   * @param statement its text, with its literals; empty if it is not known
   * @param logged the id in the log; 0 if there is none, or if it is another's
   * @return 0 if it is not sure which it is
   */
  long of(String database, String statement, long logged, int majorVersion) {
    NormalizedSql sql = normalizer.normalize(statement);
    Set<Long> ids = sql.readable() ? known.get(new Text(database, sql.fingerprint())) : null;
    if (ids == null) {
      return majorVersion < SURE_BEFORE ? logged : 0;
    }
    if (ids.contains(logged)) {
      return logged;
    }
    return ids.size() == 1 ? ids.iterator().next() : 0;
  }
}
