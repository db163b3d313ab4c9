package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.pool.ErrorClass;

/** Whether a server offers something. There is one way to say yes and there are four to say no. */
public enum Presence {
  /** It is there and we may use it. */
  PRESENT,
  /** It is not there: not installed, not enabled, or not known to this version. */
  ABSENT,
  /** It is there, but a privilege is missing. */
  FORBIDDEN,
  /** The server did not say in time. It is asked again. */
  TIMED_OUT,
  /** It is there and does not work: created but not preloaded, for example. */
  BROKEN;

  /** What an error says about the thing that was asked for. */
  static Presence of(ErrorClass error) {
    return switch (error) {
      case PERMISSION -> FORBIDDEN;
      case TIMEOUT -> TIMED_OUT;
      case MISSING_OBJECT, SYNTAX -> ABSENT;
      default -> BROKEN;
    };
  }
}
