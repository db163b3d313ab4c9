package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.explain.NoPlan.Refusal;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the planner what an index would do that does not exist, by HypoPG: it is known to the
 * planner of this session alone and only while it is asked; nothing is built and nothing is
 * written. As it outlives a rollback, it is reset at once, and if that should fail, when the
 * transaction has ended or with the connection. Immutable and thread-safe.
 *
 * @see <a href="https://hypopg.readthedocs.io/">HypoPG's manual</a>
 */
final class HypotheticalIndexes {
  private static final SqlResource FIND = resource("find");
  private static final SqlResource CREATE = resource("create");
  private static final SqlResource REPLAN = resource("replan");
  private static final SqlResource RESET = resource("reset");
  private static final SqlResource UNDO = resource("undo");

  private final SqlResource create;
  private final SqlResource reset;
  private final SqlResource undo;

  /** Plans once more what was planned. */
  interface Planner {
    String plan() throws DatabaseException, Refusal;
  }

  private HypotheticalIndexes(String schema) {
    String quoted = SqlResource.identifier(schema);
    create = CREATE.with("hypopg", quoted);
    reset = RESET.with("hypopg", quoted);
    undo = UNDO.with("hypopg", quoted);
  }

  /** Those of the database that is read; null if it has no HypoPG that our role may use. */
  static @Nullable HypotheticalIndexes find(Reading reading) throws DatabaseException {
    List<String> schemas = reading.list(FIND, row -> row.text("schema"));
    return schemas.isEmpty() ? null : new HypotheticalIndexes(schemas.get(0));
  }

  /**
   * Tries the index that a plan may want.
   *
   * @param whenUndone what is to be undone after the transaction once no index is left
   * @return null if it wants none, or would not use it, or would not be cheaper by it
   * @throws DatabaseException if it failed; the index is gone, or goes with the transaction
   */
  @Nullable IndexTrial tried(Reading reading, String plan, Planner planner, SqlResource whenUndone)
      throws DatabaseException, Refusal {
    IndexCandidate candidate = IndexCandidate.of(plan);
    if (candidate == null) {
      return null;
    }
    reading.afterRollback(undo);
    String[] name = new String[1];
    long unused =
        reading.plain(
            create
                .with("schema", Hex.of(candidate.schema()))
                .with("relation", Hex.of(candidate.relation()))
                .with(
                    "columns",
                    candidate.columns().stream().map(Hex::of).collect(Collectors.joining(","))),
            row -> name[0] = row.text("name"));
    unused += reading.plain(REPLAN, row -> {});
    String hypothetical = planner.plan();
    reset(reading, whenUndone);
    double before = IndexCandidate.costOf(plan);
    double after = IndexCandidate.costOf(hypothetical);
    boolean used = name[0] != null && hypothetical.contains(name[0]);
    return used && after < before ? new IndexTrial(candidate, before, after) : null;
  }

  /** Forgets the index. */
  void reset(Reading reading, SqlResource whenUndone) throws DatabaseException {
    long unused = reading.plain(reset, row -> {});
    reading.afterRollback(whenUndone);
  }

  private static SqlResource resource(String name) {
    return SqlResource.of(HypotheticalIndexes.class, "explain-hypothetical-" + name);
  }
}
