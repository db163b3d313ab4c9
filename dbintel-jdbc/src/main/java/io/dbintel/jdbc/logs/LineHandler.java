package io.dbintel.jdbc.logs;

/** Makes entries of lines. Belongs to one writer. */
interface LineHandler {
  /** No entry is pending. */
  long NONE = Long.MAX_VALUE;

  /** The next line. */
  void line(Line line);

  /** A line was too long to be kept: it ends what it belongs to. */
  void gap(long end);

  /** Nothing more belongs to what is pending. */
  void settle();

  /** The log ends here. */
  default void end() {
    settle();
  }

  /** The offset at which the first entry begins that was not told yet; {@link #NONE} if none. */
  long pendingFrom();
}
