package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.jdbc.observe.CounterKind;
import io.dbintel.jdbc.pool.Row;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of {@code pg_stat_statements} that are read where they are there: the constant's name
 * is the column's. No other name gets into a statement of ours. Times are in milliseconds there.
 *
 * @see <a href="https://www.postgresql.org/docs/current/pgstatstatements.html">the manual</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // An AttrKey is immutable.
enum StatementColumn {
  CALLS(CounterKind.COUNT, StatementAttributes.CALLS, null, true),
  ROWS(CounterKind.COUNT, StatementAttributes.ROWS, null, true),
  TOTAL_EXEC_TIME(CounterKind.SUM, null, StatementAttributes.TOTAL_EXEC_TIME, true),
  SHARED_BLKS_HIT(CounterKind.COUNT, StatementAttributes.SHARED_BLKS_HIT, null, true),
  SHARED_BLKS_READ(CounterKind.COUNT, StatementAttributes.SHARED_BLKS_READ, null, true),
  SHARED_BLKS_DIRTIED(CounterKind.COUNT, StatementAttributes.SHARED_BLKS_DIRTIED, null, true),
  SHARED_BLKS_WRITTEN(CounterKind.COUNT, StatementAttributes.SHARED_BLKS_WRITTEN, null, true),
  TEMP_BLKS_READ(CounterKind.COUNT, StatementAttributes.TEMP_BLKS_READ, null, true),
  TEMP_BLKS_WRITTEN(CounterKind.COUNT, StatementAttributes.TEMP_BLKS_WRITTEN, null, true),
  PLANS(CounterKind.COUNT, StatementAttributes.PLANS, null, false),
  TOTAL_PLAN_TIME(CounterKind.SUM, null, StatementAttributes.TOTAL_PLAN_TIME, false),
  LOCAL_BLKS_HIT(CounterKind.COUNT, StatementAttributes.LOCAL_BLKS_HIT, null, false),
  LOCAL_BLKS_READ(CounterKind.COUNT, StatementAttributes.LOCAL_BLKS_READ, null, false),
  LOCAL_BLKS_DIRTIED(CounterKind.COUNT, StatementAttributes.LOCAL_BLKS_DIRTIED, null, false),
  LOCAL_BLKS_WRITTEN(CounterKind.COUNT, StatementAttributes.LOCAL_BLKS_WRITTEN, null, false),
  SHARED_BLK_READ_TIME(CounterKind.SUM, null, StatementAttributes.SHARED_BLK_READ_TIME, false),
  SHARED_BLK_WRITE_TIME(CounterKind.SUM, null, StatementAttributes.SHARED_BLK_WRITE_TIME, false),
  /** What {@link #SHARED_BLK_READ_TIME} was called up to 16. */
  BLK_READ_TIME(CounterKind.SUM, null, StatementAttributes.SHARED_BLK_READ_TIME, false),
  /** What {@link #SHARED_BLK_WRITE_TIME} was called up to 16. */
  BLK_WRITE_TIME(CounterKind.SUM, null, StatementAttributes.SHARED_BLK_WRITE_TIME, false),
  LOCAL_BLK_READ_TIME(CounterKind.SUM, null, StatementAttributes.LOCAL_BLK_READ_TIME, false),
  LOCAL_BLK_WRITE_TIME(CounterKind.SUM, null, StatementAttributes.LOCAL_BLK_WRITE_TIME, false),
  TEMP_BLK_READ_TIME(CounterKind.SUM, null, StatementAttributes.TEMP_BLK_READ_TIME, false),
  TEMP_BLK_WRITE_TIME(CounterKind.SUM, null, StatementAttributes.TEMP_BLK_WRITE_TIME, false),
  WAL_RECORDS(CounterKind.COUNT, StatementAttributes.WAL_RECORDS, null, false),
  WAL_FPI(CounterKind.COUNT, StatementAttributes.WAL_FPI, null, false),
  WAL_BYTES(CounterKind.COUNT, StatementAttributes.WAL_BYTES, null, false),
  WAL_BUFFERS_FULL(CounterKind.COUNT, StatementAttributes.WAL_BUFFERS_FULL, null, false),
  JIT_FUNCTIONS(CounterKind.COUNT, StatementAttributes.JIT_FUNCTIONS, null, false),
  JIT_GENERATION_TIME(CounterKind.SUM, null, StatementAttributes.JIT_GENERATION_TIME, false),
  JIT_INLINING_COUNT(CounterKind.COUNT, StatementAttributes.JIT_INLINING_COUNT, null, false),
  JIT_INLINING_TIME(CounterKind.SUM, null, StatementAttributes.JIT_INLINING_TIME, false),
  JIT_OPTIMIZATION_COUNT(
      CounterKind.COUNT, StatementAttributes.JIT_OPTIMIZATION_COUNT, null, false),
  JIT_OPTIMIZATION_TIME(CounterKind.SUM, null, StatementAttributes.JIT_OPTIMIZATION_TIME, false),
  JIT_EMISSION_COUNT(CounterKind.COUNT, StatementAttributes.JIT_EMISSION_COUNT, null, false),
  JIT_EMISSION_TIME(CounterKind.SUM, null, StatementAttributes.JIT_EMISSION_TIME, false),
  JIT_DEFORM_COUNT(CounterKind.COUNT, StatementAttributes.JIT_DEFORM_COUNT, null, false),
  JIT_DEFORM_TIME(CounterKind.SUM, null, StatementAttributes.JIT_DEFORM_TIME, false),
  PARALLEL_WORKERS_TO_LAUNCH(
      CounterKind.COUNT, StatementAttributes.PARALLEL_WORKERS_TO_LAUNCH, null, false),
  PARALLEL_WORKERS_LAUNCHED(
      CounterKind.COUNT, StatementAttributes.PARALLEL_WORKERS_LAUNCHED, null, false),
  MEAN_EXEC_TIME(CounterKind.LEVEL, null, null, false),
  STDDEV_EXEC_TIME(CounterKind.LEVEL, null, null, false);

  private static final double MILLIS = 1e3;
  private static final List<CounterKind> KINDS =
      Arrays.stream(values()).map(column -> column.kind).toList();

  private final CounterKind kind;
  private final @Nullable AttrKey<Long> count;
  private final @Nullable AttrKey<Double> seconds;
  private final boolean always;
  private final String column;

  StatementColumn(
      CounterKind kind,
      @Nullable AttrKey<Long> count,
      @Nullable AttrKey<Double> seconds,
      boolean always) {
    this.kind = kind;
    this.count = count;
    this.seconds = seconds;
    this.always = always;
    column = name().toLowerCase(Locale.ROOT);
  }

  /** What each column is, in order. */
  static List<CounterKind> kinds() {
    return KINDS;
  }

  /** Those of these columns that are known here, one bit each. */
  static long known(Set<String> columns) {
    long known = 0;
    for (StatementColumn one : values()) {
      known |= columns.contains(one.column) ? 1L << one.index() : 0;
    }
    return known;
  }

  /** The column as an item of a select list; numeric is more than is needed, and slow. */
  String sql() {
    return kind == CounterKind.COUNT ? "s." + column + "::bigint" : "s." + column;
  }

  /** Where the column's cell is in a row. */
  @SuppressWarnings("EnumOrdinal") // Rows live no longer than the process.
  int index() {
    return ordinal();
  }

  CounterKind kind() {
    return kind;
  }

  boolean in(long columns) {
    return (columns >>> index() & 1) != 0;
  }

  long readCount(Row row) throws SQLException {
    return row.countOr(column, 0);
  }

  double readNumber(Row row) throws SQLException {
    return row.numberOr(column, 0);
  }

  /** Writes what was added. */
  void write(DbEvent event, long added) {
    if (count != null && (always || added != 0)) {
      event.set(count, added);
    }
  }

  /** Writes what was added, in milliseconds. */
  void write(DbEvent event, double addedMillis) {
    if (seconds != null && (always || addedMillis != 0)) {
      event.set(seconds, addedMillis / MILLIS);
    }
  }
}
