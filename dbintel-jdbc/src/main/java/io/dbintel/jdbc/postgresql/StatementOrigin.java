package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.StatementDeltas.Continuity;
import io.dbintel.jdbc.pool.Row;
import java.sql.SQLException;

/**
 * Whose counters were read, and since when they count.
 *
 * @param server the engine's name for the server
 * @param nowMicros the server's clock
 * @param startedMicros when it was started, by its clock
 * @param address where it says it is
 * @param role our role's oid
 * @param maxEntries how many statements it can keep
 * @param hasInfo whether it tells what follows
 * @param deallocations how often it threw statements out since the last reset
 * @param resetMicros when all statements were last reset, by its clock
 */
record StatementOrigin(
    String server,
    long nowMicros,
    long startedMicros,
    String address,
    long role,
    long maxEntries,
    boolean hasInfo,
    long deallocations,
    long resetMicros) {

  static StatementOrigin read(String server, Row row) throws SQLException {
    long reset = row.integerOr("reset_micros", -1);
    return new StatementOrigin(
        server,
        row.integer("now_micros"),
        row.integer("started_micros"),
        row.text("address"),
        row.count("role_oid"),
        row.count("max_entries"),
        reset >= 0,
        row.countOr("deallocations", 0),
        reset);
  }

  /**
   * How this follows an earlier one. A clean restart keeps the counters and a kill does not, so
   * neither tells; the time of the last reset does. One that lies before the earlier reading, and
   * is not the one known then, is that of another server, such as a standby that took over.
   *
   * <p>Where no reset is told, a server that was started before the earlier reading, and is not the
   * one that was read, was there all along beside it.
   */
  Continuity after(StatementOrigin earlier) {
    if (!server.equals(earlier.server)) {
      return Continuity.BASELINE;
    }
    if (hasInfo != earlier.hasInfo) {
      return Continuity.BASELINE;
    }
    if (hasInfo) {
      if (resetMicros == earlier.resetMicros) {
        return Continuity.CONTINUED;
      }
      return resetMicros >= earlier.nowMicros ? Continuity.RESET : Continuity.BASELINE;
    }
    boolean restarted = address.equals(earlier.address) && startedMicros >= earlier.nowMicros;
    return startedMicros == earlier.startedMicros || restarted
        ? Continuity.CONTINUED
        : Continuity.BASELINE;
  }
}
