package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_stat_statements} offers in a database, and the statements that read it. The server
 * is asked for its columns, since the extension may be older than the server. Immutable.
 *
 * @param schema where the extension is
 * @param columns the known columns that are there, one bit each
 * @param hasTopLevel whether statements that others ran are told apart
 * @param hasSince whether the beginning of each entry is told
 * @param hasInfo whether resets and deallocations are told
 */
record StatementFunctions(
    String schema,
    long columns,
    boolean hasTopLevel,
    boolean hasSince,
    boolean hasInfo,
    SqlResource origin,
    SqlResource counters,
    SqlResource texts) {

  private static final String MAIN = "pg_stat_statements";
  private static final SqlResource COLUMNS = resource("statements-columns");
  private static final SqlResource ORIGIN = resource("statements-origin");
  private static final SqlResource COUNTERS = resource("statements");
  private static final SqlResource TEXTS = resource("statements-texts");
  private static final String NO_INFO =
      "(select null::bigint as dealloc, null::pg_catalog.timestamptz as stats_reset)";
  private static final String SINCE =
      "(extract(epoch from s.stats_since) * 1000000)::bigint as stats_since";

  private record Function(String schema, String name, List<String> columns) {}

  /** Looks; null if the extension is not there. */
  static @Nullable StatementFunctions find(Reading reading) throws SQLException {
    String schema = null;
    Set<String> columns = new HashSet<>();
    boolean info = false;
    for (Function one :
        reading.list(
            COLUMNS,
            row -> new Function(row.text("schema"), row.text("function"), row.texts("columns")))) {
      if (one.name().equals(MAIN)) {
        schema = one.schema();
        columns.addAll(one.columns());
      } else {
        info = one.columns().containsAll(Set.of("dealloc", "stats_reset"));
      }
    }
    return schema == null ? null : of(schema, columns, info);
  }

  private static StatementFunctions of(String schema, Set<String> names, boolean info) {
    String quoted = SqlResource.identifier(schema);
    long columns = StatementColumn.known(names);
    boolean topLevel = names.contains("toplevel");
    boolean since = names.contains("stats_since");
    StringBuilder list = new StringBuilder();
    for (StatementColumn column : StatementColumn.values()) {
      if (column.in(columns)) {
        list.append(list.isEmpty() ? "" : ", ").append(column.sql());
      }
    }
    list.append(topLevel ? ", s.toplevel" : "").append(since ? ", " + SINCE : "");
    return new StatementFunctions(
        schema,
        columns,
        topLevel,
        since,
        info,
        ORIGIN.with("info", info ? quoted + ".pg_stat_statements_info()" : NO_INFO),
        COUNTERS.with("columns", list.toString()).with("schema", quoted),
        TEXTS.with("schema", quoted));
  }

  /** True if these columns are there. */
  boolean has(StatementColumn... wanted) {
    boolean all = true;
    for (StatementColumn column : wanted) {
      all &= column.in(columns);
    }
    return all;
  }

  /** True if both tell rows and their lives apart in the same way. */
  boolean keysLike(StatementFunctions other) {
    return hasTopLevel == other.hasTopLevel
        && hasSince == other.hasSince
        && hasInfo == other.hasInfo;
  }

  private static SqlResource resource(String name) {
    return SqlResource.of(StatementFunctions.class, name);
  }
}
