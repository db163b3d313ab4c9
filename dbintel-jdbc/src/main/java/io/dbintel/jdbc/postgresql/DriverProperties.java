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

  static Map<String, String> of(PostgresTargetConfig config, PostgresUrl url) {
    Map<String, String> properties = new HashMap<>();
    String connectSeconds = seconds(config.connectTimeout());
    properties.put("connectTimeout", connectSeconds);
    properties.put("loginTimeout", connectSeconds);
    properties.put("socketTimeout", seconds(config.statementTimeout().plus(SOCKET_GRACE)));
    properties.put("cancelSignalTimeout", "2");
    properties.put("tcpKeepAlive", "true");
    properties.put("ApplicationName", "dbintel");
    tls(config, url, properties);
    if (config.transactionPooler()) {
      properties.put("prepareThreshold", "0");
    } else {
      properties.put("options", sessionOptions(config));
    }
    return properties;
  }

  /** True if the session options are ours, so that a statement alone is limited too. */
  static boolean limitsSession(PostgresTargetConfig config, PostgresUrl url) {
    return !config.transactionPooler() && !url.parameterNames().contains("options");
  }

  private static void tls(
      PostgresTargetConfig config, PostgresUrl url, Map<String, String> properties) {
    properties.put("sslmode", config.effectiveTls().sslMode());
    if (config.effectiveTls() != Tls.VERIFY_FULL) {
      return;
    }
    if (config.rootCertificate() != null) {
      properties.put("sslrootcert", config.rootCertificate().toString());
    } else if (!url.parameterNames().contains("sslrootcert")) {
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
  }

  private static String sessionOptions(PostgresTargetConfig config) {
    return "-c statement_timeout="
        + config.statementTimeout().toMillis()
        + " -c lock_timeout="
        + config.lockTimeout().toMillis()
        + " -c idle_in_transaction_session_timeout="
        + IDLE_IN_TRANSACTION.toMillis()
        + " -c default_transaction_read_only=on -c search_path=pg_catalog,pg_temp -c jit=off";
  }

  private static String seconds(Duration time) {
    return Long.toString(Math.max(1, time.plusMillis(999).toSeconds()));
  }
}
