package io.dbintel.jdbc.observe;

/** By what time of sessions can be told apart. */
public enum Dimension {
  /** {@link SessionState#label()}. */
  STATE,
  /** {@link Wait#type()}. */
  WAIT_CLASS,
  /** {@link Wait#label()}. */
  WAIT_EVENT,
  /** {@link QueryRef#label()}; empty where it is not known. */
  QUERY,
  /** {@link SessionOwner#database()}. */
  DATABASE,
  /** {@link SessionOwner#user()}. */
  USER,
  /** {@link SessionOwner#application()}. */
  APPLICATION,
  /** {@link SessionOwner#client()}. */
  CLIENT,
  /** {@link BackendKind#label()}. */
  BACKEND_KIND
}
