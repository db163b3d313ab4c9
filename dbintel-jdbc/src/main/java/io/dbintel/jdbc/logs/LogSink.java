package io.dbintel.jdbc.logs;

/** Takes what is read from a log. Called by the thread that reads. */
@FunctionalInterface
public interface LogSink {
  /** An entry, in the order in which entries begin. */
  void entry(LogEntry entry);

  /** Bytes that became no entry, and why. */
  default void lost(Loss reason, long bytes) {}

  /** Why bytes became no entry. */
  enum Loss {
    /** The entry is longer than the reader takes. */
    TOO_LONG,
    /** It is not written as the format demands, for example cut off by a crash. */
    MALFORMED,
    /**
     * It belongs to no entry: it stands before the first, was written by another program, or has
     * another prefix than expected.
     */
    NO_ENTRY
  }
}
