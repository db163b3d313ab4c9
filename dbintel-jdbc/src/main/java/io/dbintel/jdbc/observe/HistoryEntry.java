package io.dbintel.jdbc.observe;

import org.jspecify.annotations.Nullable;

/**
 * A value that rows refer to. Readers see {@code value} only; the rest belongs to the writer: how
 * many segments hold it, and its number within the segment that is being written.
 */
final class HistoryEntry {
  /** A node of the writer's map, this object, and the headers of the value's parts. */
  private static final int OVERHEAD_BYTES = 160;

  final Object value;
  final long bytes;
  int segments;
  long writtenSegment = -1;
  int localId;

  HistoryEntry(Object value) {
    this.value = value;
    this.bytes = OVERHEAD_BYTES + 2L * characters(value);
  }

  @Nullable String text() {
    return value instanceof QueryRef query ? query.text() : null;
  }

  private static int characters(Object value) {
    if (value instanceof QueryRef query) {
      return query.fingerprint().length() + length(query.text()) + length(query.summary());
    }
    if (value instanceof Wait wait) {
      return wait.type().length() + wait.event().length();
    }
    if (value instanceof LockWait lock) {
      return lock.mode().length() + lock.type().length() + lock.relation().length();
    }
    return value.toString().length();
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
