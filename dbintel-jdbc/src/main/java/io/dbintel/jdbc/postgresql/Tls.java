package io.dbintel.jdbc.postgresql;

/** How our own pool protects its connections. */
public enum Tls {
  /** Encrypted, and the certificate must be the server's: the default. */
  VERIFY_FULL("verify-full"),
  /**
   * Encrypted, but whoever answers is believed: a man in the middle reads the password and all that
   * is read. Health repeats it for as long as it lasts.
   */
  INSECURE_NO_VERIFICATION("require"),
  /** Plain text. Health repeats it, unless the connection does not leave the machine. */
  DISABLED("disable");

  private final String sslMode;

  Tls(String sslMode) {
    this.sslMode = sslMode;
  }

  /** The driver's {@code sslmode}. */
  String sslMode() {
    return sslMode;
  }
}
