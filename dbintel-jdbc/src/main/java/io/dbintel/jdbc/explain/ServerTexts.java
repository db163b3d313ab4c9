package io.dbintel.jdbc.explain;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.jdbc.explain.NoPlan.Refusal;
import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.Row;
import io.dbintel.jdbc.pool.SqlResource;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fetches the texts of statements with the search path of whoever ran them, and the databases they
 * ran in. Raw texts stay in this package. Belongs to one writer.
 */
final class ServerTexts {
  private static final SqlResource TEXTS = SqlResource.of(ServerTexts.class, "explain-texts");
  private static final int MAX_BYTES = 32_768;

  private final PostgresTarget target;

  private record Found(
      StatementStates.Key key,
      String database,
      String role,
      String path,
      String text,
      boolean cut) {
    static Found read(Row row) throws SQLException {
      String text = row.textOrNull("query_text");
      String role = row.textOrNull("role");
      String database = row.text("database");
      return new Found(
          new StatementStates.Key(row.integer("query_id"), SafeName.of(database)),
          database,
          role == null ? "" : role,
          row.text("search_path"),
          text == null ? "" : text,
          row.countOr("query_bytes", 0) > MAX_BYTES);
    }
  }

  ServerTexts(PostgresTarget target) {
    this.target = target;
  }

  /** Gives each of these its text, or the reason why there is none. */
  void read(CollectionContext context, String schema, List<StatementStates.Due> wanted, long now)
      throws DatabaseException {
    Map<StatementStates.Key, StatementState> unknown = new HashMap<>();
    wanted.forEach(due -> unknown.put(due.key(), due.state()));
    long[] ids = wanted.stream().mapToLong(due -> due.key().id()).distinct().toArray();
    long rows =
        target.inTransaction(
            context,
            reading ->
                reading.each(
                    TEXTS.with("schema", SqlResource.identifier(schema)),
                    ids,
                    row -> {
                      Found found = Found.read(row);
                      StatementState state = unknown.remove(found.key());
                      if (state != null) {
                        take(state, found, now);
                      }
                    }));
    if (rows >= 0) {
      unknown.values().forEach(state -> state.failed(NoPlan.NO_TEXT, now));
    }
  }

  private static void take(StatementState state, Found found, long now) {
    try {
      if (found.cut()) {
        throw new Refusal(NoPlan.TRUNCATED);
      }
      Explainable statement = ServerText.prove(found.text());
      String path = SearchPath.of(found.path(), found.role());
      state.text(new StatementState.Text(statement, path, found.database()), now);
    } catch (Refusal refusal) {
      state.failed(refusal.reason(), now);
    }
  }
}
