package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.Row;
import io.dbintel.jdbc.pool.SqlResource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a server is, read in one transaction.
 *
 * @param address the server's own address; where that says nothing because it is a loopback address
 *     or a socket file, the canonical host under which we reach it, so that two servers behind
 *     tunnels are two, and one under two names of this machine is one
 * @param systemIdentifier null if our role may not ask for it
 * @param timeline 0 if our role may not ask for it
 */
record ServerFacts(
    int versionNum,
    boolean standby,
    String address,
    int port,
    long startedMicros,
    String role,
    String database,
    @Nullable String systemIdentifier,
    long timeline,
    List<String> databases) {

  private static final SqlResource SERVER = SqlResource.of(ServerFacts.class, "server");
  private static final SqlResource CONTROL = SqlResource.of(ServerFacts.class, "server-control");
  private static final SqlResource DATABASES = SqlResource.of(ServerFacts.class, "databases");

  private record Basics(
      int versionNum,
      boolean standby,
      @Nullable String address,
      int port,
      long startedMicros,
      String role,
      String database,
      boolean mayReadControl) {
    static Basics read(Row row) throws SQLException {
      return new Basics(
          (int) row.integer("version_num", 90_000, 999_999),
          row.flag("standby"),
          row.textOrNull("address"),
          (int) row.integerOr("port", 0),
          row.count("started_micros"),
          row.text("role"),
          row.text("database"),
          row.flag("control"));
    }
  }

  private record Control(String systemIdentifier, long timeline) {}

  /** Asks. */
  static ServerFacts read(Reading reading) throws SQLException {
    Basics basics = reading.one(SERVER, Basics::read);
    Control control = basics.mayReadControl() ? control(reading) : null;
    List<String> databases = reading.list(DATABASES, row -> row.text("name"));
    PostgresUrl url = PostgresUrl.parse(reading.connection().getMetaData().getURL());
    String address = basics.address();
    boolean says = address != null && !isLoopback(address);
    return new ServerFacts(
        basics.versionNum(),
        basics.standby(),
        address != null && says ? address : url.canonicalHost(),
        says ? basics.port() : url.port(),
        basics.startedMicros(),
        basics.role(),
        basics.database(),
        control == null ? null : control.systemIdentifier(),
        control == null ? 0 : control.timeline(),
        databases);
  }

  /** The identity: a promotion begins a new run, because it changes the timeline. */
  TargetIdentity identity() {
    String at = address + ':' + port;
    return new TargetIdentity(
        systemIdentifier == null ? at : systemIdentifier + '@' + at,
        startedMicros + "/" + timeline,
        address,
        port);
  }

  private static @Nullable Control control(Reading reading) throws SQLException {
    try {
      return reading.one(
          CONTROL,
          row -> new Control(row.text("system_identifier"), row.integer("timeline", 1, 1L << 32)));
    } catch (DatabaseException error) {
      if (error.errorClass().isConnectionLoss() || error.errorClass() == ErrorClass.TIMEOUT) {
        throw error;
      }
      return null;
    }
  }

  private static boolean isLoopback(String numericAddress) {
    try {
      return InetAddress.getByName(numericAddress).isLoopbackAddress();
    } catch (UnknownHostException cannotBe) {
      return false;
    }
  }
}
