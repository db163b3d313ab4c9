package io.dbintel.processors.regression;

/**
 * A statement of a server. The role is left out: it changes a plan only through row security and
 * settings of its own, and what all roles did with a statement adds up.
 *
 * @param database empty if not known
 * @param queryId the server's id of the statement
 */
record StatementKey(String database, String queryId) {}
