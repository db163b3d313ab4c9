package io.dbintel.jdbc.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds each value once, for as long as a segment refers to it. Belongs to the writer; segments
 * give readers the entries themselves, so that readers never come here.
 */
@SuppressWarnings("EnumOrdinal") // Positions in arrays of this process; nothing is written down.
final class HistoryInterner {
  private final List<Map<Object, HistoryEntry>> columns = new ArrayList<>();
  private long bytes;
  private long textBudget;
  private long evictedTexts;

  HistoryInterner() {
    for (HistoryColumn column : HistoryColumn.values()) {
      columns.add(column.ordinal(), new HashMap<>());
    }
  }

  /** From so many bytes on, new statements are kept without their text. */
  void textBudget(long maxBytes) {
    textBudget = maxBytes;
  }

  HistoryEntry intern(HistoryColumn column, Object value) {
    Map<Object, HistoryEntry> known = columns.get(column.ordinal());
    HistoryEntry entry = known.get(value);
    if (entry == null) {
      entry = new HistoryEntry(affordable(value));
      known.put(entry.value, entry);
      bytes += entry.bytes;
    }
    return entry;
  }

  void release(HistoryColumn column, HistoryEntry entry) {
    entry.segments--;
    if (entry.segments == 0) {
      columns.get(column.ordinal()).remove(entry.value);
      bytes -= entry.bytes;
    }
  }

  long bytes() {
    return bytes;
  }

  long evictedTexts() {
    return evictedTexts;
  }

  private Object affordable(Object value) {
    if (bytes >= textBudget && value instanceof QueryRef query && query.text() != null) {
      evictedTexts++;
      return new QueryRef(query.serverId(), query.fingerprint(), null, null, query.truncated());
    }
    return value;
  }
}
