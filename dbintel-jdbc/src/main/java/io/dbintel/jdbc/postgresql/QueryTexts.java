package io.dbintel.jdbc.postgresql;

import io.dbintel.core.sql.NormalizedSql;
import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import io.dbintel.jdbc.observe.QueryRef;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes statements of raw texts, which it forgets at once. What the server gave an id is normalised
 * once and kept, least recently used going first, in at most a given number of bytes; what it gave
 * none is normalised whenever it is seen.
 *
 * <p>An id is the same in any text of a statement, but not the other way round: a text of several
 * statements is kept under the id of the one that ran when it was first seen. Belongs to one
 * writer; not thread-safe.
 */
final class QueryTexts {
  /** A map node, key, value and three texts without their characters. */
  private static final int OVERHEAD_BYTES = 256;

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final Map<Key, QueryRef> known = new LinkedHashMap<>(64, 0.75f, true);
  private final long maxBytes;
  private long bytes;
  private long evictions;

  private record Key(long serverId, String database) {}

  QueryTexts(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * The statement of a text.
   *
   * @param serverId the server's id, or 0
   * @param truncated whether the server may have cut the text
   */
  @Nullable QueryRef of(long serverId, String database, @Nullable String raw, boolean truncated) {
    if (raw == null || raw.isEmpty()) {
      return serverId == 0 ? null : new QueryRef(serverId, "", null, null, false);
    }
    if (serverId == 0) {
      return normalize(0, raw, truncated);
    }
    Key key = new Key(serverId, database);
    QueryRef query = known.get(key);
    if (query == null) {
      query = normalize(serverId, raw, truncated);
      known.put(key, query);
      bytes += bytes(query);
      evict();
    }
    return query;
  }

  /** What is kept of a statement; null if nothing is. */
  @Nullable QueryRef known(long serverId, String database) {
    return known.get(new Key(serverId, database));
  }

  long bytes() {
    return bytes;
  }

  long evictions() {
    return evictions;
  }

  private QueryRef normalize(long serverId, String raw, boolean truncated) {
    NormalizedSql sql = truncated ? normalizer.normalizeTruncated(raw) : normalizer.normalize(raw);
    return new QueryRef(
        serverId, sql.fingerprint(), sql.readable() ? sql.text() : null, sql.summary(), truncated);
  }

  private void evict() {
    Iterator<QueryRef> oldest = known.values().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      bytes -= bytes(oldest.next());
      oldest.remove();
      evictions++;
    }
  }

  private static long bytes(QueryRef query) {
    int length = length(query.text()) + length(query.summary()) + query.fingerprint().length();
    return OVERHEAD_BYTES + 2L * length;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
