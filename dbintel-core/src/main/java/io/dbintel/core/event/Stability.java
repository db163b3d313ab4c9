package io.dbintel.core.event;

/** Whether a name of the vocabulary may still change. */
public enum Stability {
  /** A stable name of OpenTelemetry's semantic conventions, or one of ours that will not change. */
  STABLE,
  /** May be renamed in a minor version; the changelog says so. */
  DEVELOPMENT
}
