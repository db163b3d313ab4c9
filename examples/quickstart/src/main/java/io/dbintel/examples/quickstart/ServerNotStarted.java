package io.dbintel.examples.quickstart;

/** The embedded server did not come up. The message tells the user what to do. */
final class ServerNotStarted extends Exception {
  private static final long serialVersionUID = 1L;

  ServerNotStarted(String message, Throwable cause) {
    super(message, cause);
  }
}
