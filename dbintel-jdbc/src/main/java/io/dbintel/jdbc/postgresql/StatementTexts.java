package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.Row;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The texts of statements, fetched only when one is needed that is not known, and not more often
 * than allowed, because the server loads all texts to show one. Raw texts are forgotten at once.
 * Belongs to one writer; not thread-safe.
 */
final class StatementTexts {
  private static final int BATCH = 1_000;
  private static final int MAX_IN_VAIN = 10_000;
  private static final int MAX_BYTES = 16_384;
  private static final long RETRY_NANOS = Duration.ofMinutes(10).toNanos();

  private final QueryTexts texts;
  private final OwnStatements own;
  private final long intervalNanos;
  private final Set<Long> inVain = new HashSet<>();
  private boolean asked;
  private long askedNanos;
  private long inVainNanos;

  private record Found(long id, boolean ours, boolean marked, String text, boolean cut) {
    static Found read(Row row) throws SQLException {
      String text = row.textOrNull("query_text");
      return new Found(
          row.integer("query_id"),
          row.flag("own_role"),
          row.flagOr("marked", false),
          text == null ? "" : text,
          row.countOr("query_bytes", 0) > MAX_BYTES);
    }
  }

  StatementTexts(QueryTexts texts, OwnStatements own, Duration interval) {
    this.texts = texts;
    this.own = own;
    intervalNanos = interval.toNanos();
  }

  /** The statement of an id: with its text, if that is known. */
  QueryRef of(long id) {
    QueryRef known = texts.known(id, "");
    return known == null ? new QueryRef(id, "", null, null, false) : known;
  }

  /** What of these is not known and worth asking for. */
  Set<Long> unknown(Iterable<Long> ids, long now) {
    if (now - inVainNanos > RETRY_NANOS) {
      inVain.clear();
      inVainNanos = now;
    }
    Set<Long> unknown = new LinkedHashSet<>();
    for (long id : ids) {
      if (texts.known(id, "") == null && !inVain.contains(id)) {
        unknown.add(id);
      }
    }
    return unknown;
  }

  /** Whether the server may be asked again. */
  boolean mayAsk(long now) {
    return !asked || now - askedNanos >= intervalNanos;
  }

  /**
   * Asks for the texts of these statements, the first {@value #BATCH} of them.
   *
   * @param wanted the ids that are told
   * @param ofOurRole the ids of our role of which it is not known whether they are ours
   */
  void ask(Reading reading, SqlResource sql, Set<Long> wanted, Set<Long> ofOurRole, long now)
      throws SQLException {
    asked = true;
    askedNanos = now;
    Set<Long> both = new LinkedHashSet<>(wanted);
    both.addAll(ofOurRole);
    long[] ids = both.stream().limit(BATCH).mapToLong(Long::longValue).toArray();
    Set<Long> missing = new HashSet<>(wanted);
    long unused =
        reading.each(
            sql,
            ids,
            row -> {
              Found found = Found.read(row);
              if (found.ours()) {
                own.seen(found.id(), found.marked(), found.text());
              }
              if (!found.text().isEmpty() && both.contains(found.id())) {
                QueryRef unusedQuery = texts.of(found.id(), "", found.text(), found.cut());
                boolean unusedWanted = missing.remove(found.id());
              }
            });
    ofOurRole.forEach(own::notSeen);
    missing.retainAll(Arrays.stream(ids).boxed().toList());
    if (inVain.size() + missing.size() <= MAX_IN_VAIN) {
      inVain.addAll(missing);
    }
  }
}
