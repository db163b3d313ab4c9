package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.Row;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The texts of statements, fetched only when one is needed that is not known, and not more often
 * than allowed, because the server loads all texts to show one. Raw texts are forgotten at once.
 * Belongs to one writer; not thread-safe.
 */
final class StatementTexts {
  private static final int BATCH = 1_000;
  static final int MAX_IN_VAIN = 10_000;
  private static final int MAX_BYTES = 16_384;
  private static final long RETRY_NANOS = Duration.ofMinutes(10).toNanos();

  private final QueryTexts texts;
  private final OwnStatements own;
  private final long intervalNanos;
  private final Set<StatementKey> inVain = new HashSet<>();
  private boolean asked;
  private long askedNanos;
  private long inVainNanos;

  private record Found(StatementKey key, boolean ours, boolean marked, String text, boolean cut) {
    static Found read(Row row) throws SQLException {
      String text = row.textOrNull("query_text");
      return new Found(
          new StatementKey(row.integer("query_id"), row.count("database_oid")),
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

  /** A statement: with its text, if that is known. */
  QueryRef of(StatementKey key) {
    QueryRef known = texts.known(key.id(), database(key));
    return known == null ? new QueryRef(key.id(), "", null, null, false) : known;
  }

  /** What of these has no text yet and is worth asking for. */
  Set<StatementKey> unknown(Collection<StatementKey> keys, long now) {
    Set<StatementKey> unknown = worthAsking(keys, now);
    unknown.removeIf(key -> texts.known(key.id(), database(key)) != null);
    return unknown;
  }

  /** These, but for those that were asked for in vain lately. */
  Set<StatementKey> worthAsking(Collection<StatementKey> keys, long now) {
    if (now - inVainNanos > RETRY_NANOS) {
      inVain.clear();
      inVainNanos = now;
    }
    Set<StatementKey> worth = new LinkedHashSet<>(keys);
    worth.removeIf(inVain::contains);
    return worth;
  }

  /** Whether the server may be asked again. */
  boolean mayAsk(long now) {
    return !asked || now - askedNanos >= intervalNanos;
  }

  /**
   * Asks for the texts of these statements, {@value #BATCH} at most; the others have to wait.
   *
   * @param wanted the statements that are told
   * @param ofOurRole the statements of our role of which it is not known whether they are ours, the
   *     most urgent first; if one is asked for twice in vain, its text is taken for lost
   */
  void ask(
      Reading reading,
      SqlResource sql,
      Set<StatementKey> wanted,
      Set<StatementKey> ofOurRole,
      long now)
      throws SQLException {
    asked = true;
    askedNanos = now;
    Set<StatementKey> batch = batch(wanted, ofOurRole);
    Set<StatementKey> textless = new HashSet<>(batch);
    Set<StatementKey> unproven = new HashSet<>(batch);
    unproven.retainAll(ofOurRole);
    try {
      long unused =
          reading.each(
              sql,
              pairs(batch),
              row -> {
                Found found = Found.read(row);
                if (found.text().isEmpty()) {
                  return;
                }
                if (found.ours()) {
                  own.seen(found.key(), found.marked(), found.text());
                  boolean unusedProven = unproven.remove(found.key());
                }
                if (textless.remove(found.key())) {
                  QueryRef unusedQuery =
                      texts.of(found.key().id(), database(found.key()), found.text(), found.cut());
                }
              });
    } catch (DatabaseException error) {
      if (error.errorClass() == ErrorClass.TIMEOUT) {
        unproven.forEach(own::absent);
      }
      throw error;
    }
    for (StatementKey key : unproven) {
      if (own.absent(key)) {
        boolean unusedNew = textless.add(key);
      } else {
        boolean unusedOnceMore = textless.remove(key);
      }
    }
    askedInVain(textless);
  }

  /**
   * The server has no text of these: they are asked for again in a while, or at once if too many.
   */
  void askedInVain(Set<StatementKey> textless) {
    if (inVain.size() + textless.size() <= MAX_IN_VAIN) {
      inVain.addAll(textless);
    }
  }

  /** Half the places are for those of our role, because these are held back until then. */
  private static Set<StatementKey> batch(Set<StatementKey> wanted, Set<StatementKey> ofOurRole) {
    Set<StatementKey> batch = new LinkedHashSet<>();
    ofOurRole.stream().limit(BATCH / 2).forEach(batch::add);
    for (Set<StatementKey> more : List.of(wanted, ofOurRole)) {
      for (StatementKey key : more) {
        if (batch.size() == BATCH) {
          return batch;
        }
        boolean unusedNew = batch.add(key);
      }
    }
    return batch;
  }

  /** Each id followed by its database. */
  private static long[] pairs(Set<StatementKey> keys) {
    return keys.stream().flatMapToLong(key -> LongStream.of(key.id(), key.database())).toArray();
  }

  private static String database(StatementKey key) {
    return Long.toString(key.database());
  }
}
