package io.dbintel.core.spi;

/**
 * A target serves at most two collections at a time. One turn is kept for the session sampler, so
 * that no slow statement can make it miss its second; all others share the other turn.
 */
public enum Turn {
  /** Kept for the session sampler, and for asking who the server is. */
  SESSIONS,
  /** For all other collectors, one after another. */
  GENERAL
}
