package io.dbintel.jdbc.postgresql;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What our own pool tells the driver.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/use/#connection-parameters">the driver's
 *     manual</a>
 */
final class DriverProperties {
  /** How much longer than a statement may take the socket may be silent. */
  private static final Duration SOCKET_GRACE = Duration.ofSeconds(5);

  private static final Duration IDLE_IN_TRANSACTION = Duration.ofMinutes(1);

  private DriverProperties() {}

  static Map<String, String> of(PostgresTargetBuilder builder, PostgresUrl url) {
    Map<String, String> properties = new HashMap<>();
    String connectSeconds = seconds(builder.connectTimeout);
    properties.put("connectTimeout", connectSeconds);
    properties.put("loginTimeout", connectSeconds);
    properties.put("socketTimeout", seconds(builder.statementTimeout.plus(SOCKET_GRACE)));
    properties.put("cancelSignalTimeout", "2");
    properties.put("tcpKeepAlive", "true");
    properties.put("ApplicationName", "dbintel");
    tls(builder, url, properties);
    if (builder.transactionPooler) {
      properties.put("prepareThreshold", "0");
    } else {
      properties.put("options", sessionOptions(builder));
    }
    return properties;
  }

  /** True if the session options are ours, so that a statement alone is limited too. */
  static boolean limitsSession(PostgresTargetBuilder builder, PostgresUrl url) {
    return !builder.transactionPooler && !url.parameterNames().contains("options");
  }

  private static void tls(
      PostgresTargetBuilder builder, PostgresUrl url, Map<String, String> properties) {
    properties.put("sslmode", builder.tls.sslMode());
    if (builder.tls != Tls.VERIFY_FULL) {
      return;
    }
    if (builder.rootCertificate != null) {
      properties.put("sslrootcert", builder.rootCertificate.toString());
    } else if (!url.parameterNames().contains("sslrootcert")) {
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
  }

  private static String sessionOptions(PostgresTargetBuilder builder) {
    return "-c statement_timeout="
        + builder.statementTimeout.toMillis()
        + " -c lock_timeout="
        + builder.lockTimeout.toMillis()
        + " -c idle_in_transaction_session_timeout="
        + IDLE_IN_TRANSACTION.toMillis()
        + " -c default_transaction_read_only=on -c search_path=pg_catalog,pg_temp -c jit=off";
  }

  private static String seconds(Duration time) {
    return Long.toString(Math.max(1, time.plusMillis(999).toSeconds()));
  }
}
