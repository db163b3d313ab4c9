package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.StatementDeltas.Continuity;
import io.dbintel.jdbc.pool.Row;
import java.sql.SQLException;

/**
 * Whose profile of waits was read, and what its samples stand for.
 *
 * @param server the engine's name for the server
 * @param nowMicros the server's clock
 * @param startedMicros when it was started, by its clock
 * @param address where it says it is
 * @param schema where the extension is; empty if it is not in the database
 * @param periodMillis how far samples are apart; 0 if the library is not loaded
 */
record WaitOrigin(
    String server,
    long nowMicros,
    long startedMicros,
    String address,
    String schema,
    long periodMillis) {

  static WaitOrigin read(String server, Row row) throws SQLException {
    String schema = row.textOrNull("schema");
    return new WaitOrigin(
        server,
        row.integer("now_micros"),
        row.integer("started_micros"),
        row.text("address"),
        schema == null ? "" : schema,
        row.countOr("period_millis", 0));
  }

  /**
   * How this follows an earlier one. The profile is in memory alone: it begins anew with the
   * server. One that was started before the earlier reading, and is not the one that was read, was
   * there all along beside it.
   */
  Continuity after(WaitOrigin earlier) {
    if (!server.equals(earlier.server)) {
      return Continuity.BASELINE;
    }
    if (startedMicros == earlier.startedMicros) {
      return Continuity.CONTINUED;
    }
    return address.equals(earlier.address) && startedMicros >= earlier.nowMicros
        ? Continuity.RESET
        : Continuity.BASELINE;
  }
}
