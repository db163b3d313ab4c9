package io.dbintel.processors.regression;

/**
 * A statement of a server. The role is left out: it changes a plan only through row security and
 * settings of its own, and what all roles did with a statement adds up.
 *
 * @param database empty if not known
 * @param queryId the server's id of the statement; if it has none, what {@link #byText} made
 */
record StatementKey(String database, String queryId) {
  private static final String BY_TEXT = "text ";

  /** A statement of which nobody told the server's id, by the fingerprint of its text. */
  static StatementKey byText(String database, String fingerprint) {
    return new StatementKey(database, BY_TEXT + fingerprint);
  }

  boolean isByText() {
    return queryId.startsWith(BY_TEXT);
  }

  /** The server's id, or the fingerprint. */
  String name() {
    return isByText() ? queryId.substring(BY_TEXT.length()) : queryId;
  }
}
