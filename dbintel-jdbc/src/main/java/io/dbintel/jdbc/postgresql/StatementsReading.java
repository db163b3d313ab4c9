package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.CounterKind;
import io.dbintel.jdbc.observe.StatementRows;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.Row;
import java.sql.SQLException;

/** Reads all counters once, into rows. Used for one reading. */
final class StatementsReading {
  private final StatementFunctions functions;
  private final StatementRows rows;
  private final int max;
  private final StatementColumn[] columns = StatementColumn.values();
  private final long[] counts = new long[columns.length];
  private final double[] numbers = new double[columns.length];
  private long hidden;

  /** More rows than may be read: what was read of them says nothing. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMany() {
      super("too many statements", null, false, false);
    }
  }

  StatementsReading(StatementFunctions functions, StatementRows rows, int max) {
    this.functions = functions;
    this.rows = rows;
    this.max = max;
  }

  void read(Reading reading) throws SQLException {
    long unused = reading.each(functions.counters(), this::add);
  }

  /** How many rows our role may not see. */
  long hidden() {
    return hidden;
  }

  /** How many rows there were. */
  long entries() {
    return rows.size() + hidden;
  }

  static long scope(long database, long user) {
    return database << 32 | user;
  }

  static long database(long scope) {
    return scope >>> 32;
  }

  static long user(long scope) {
    return scope & 0xFFFF_FFFFL;
  }

  private void add(Row row) throws SQLException {
    if (rows.size() + hidden >= max) {
      throw new TooMany();
    }
    long scope =
        scope(
            row.integer("database_oid", 0, 0xFFFF_FFFFL), row.integer("user_oid", 0, 0xFFFF_FFFFL));
    long id = row.integerOr("query_id", 0);
    if (id == 0) {
      hidden++;
      return;
    }
    boolean nested = functions.hasTopLevel() && !row.flag("toplevel");
    long since =
        functions.hasSince()
            ? row.integerOr("stats_since", StatementRows.NO_SINCE)
            : StatementRows.NO_SINCE;
    for (StatementColumn column : columns) {
      if (column.in(functions.columns())) {
        if (column.kind() == CounterKind.COUNT) {
          counts[column.index()] = column.readCount(row);
        } else {
          numbers[column.index()] = column.readNumber(row);
        }
      }
    }
    // Only now, so that a bad cell leaves no half a row.
    int at = rows.add(id, scope, nested, since);
    for (StatementColumn column : columns) {
      if (column.kind() == CounterKind.COUNT) {
        rows.count(at, column.index(), counts[column.index()]);
      } else {
        rows.number(at, column.index(), numbers[column.index()]);
      }
    }
  }
}
