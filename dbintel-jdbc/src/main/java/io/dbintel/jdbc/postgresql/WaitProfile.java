package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.Wait;
import io.dbintel.jdbc.pool.Row;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of how often each wait was met since the profile began. Belongs to one writer; not
 * thread-safe.
 */
final class WaitProfile {
  /** {@link Place#ownPid} of what all processes have together. */
  static final int ALL = 0;

  private final int max;
  private final Map<Place, Long> samples = new HashMap<>();
  private final Map<Wait, Wait> waits = new HashMap<>();
  private final Set<Integer> own = new HashSet<>();

  /**
   * Where samples are counted.
   *
   * @param ownPid the process of ours, or {@link #ALL}
   * @param queryId the statement, 0 if none ran
   */
  record Place(int ownPid, long queryId, Wait waited) {
    Place ofAll() {
      return new Place(ALL, queryId, waited);
    }
  }

  /** More entries than may be read: what was read of them says nothing. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMany() {
      super("too many entries", null, false, false);
    }
  }

  /** An empty profile that takes so many entries. */
  WaitProfile(int max) {
    this.max = max;
  }

  void add(Row row) throws SQLException {
    add(
        (int) row.integer("own_pid", 0, Integer.MAX_VALUE),
        row.integer("query_id"),
        row.textOrNull("event_type"),
        row.textOrNull("event"),
        row.count("samples"));
  }

  void add(int ownPid, long queryId, @Nullable String type, @Nullable String event, long count) {
    if (samples.size() >= max) {
      throw new TooMany();
    }
    Wait read = type == null || event == null ? Wait.CPU : new Wait(type, event);
    Wait known = waits.putIfAbsent(read, read);
    samples.merge(new Place(ownPid, queryId, known == null ? read : known), count, Long::sum);
    if (ownPid != ALL) {
      own.add(ownPid);
    }
  }

  /** How often each was met. */
  Map<Place, Long> samples() {
    return samples;
  }

  long at(Place place) {
    return samples.getOrDefault(place, 0L);
  }

  /** Whether this process was ours when it was read. */
  boolean isOwn(int pid) {
    return own.contains(pid);
  }

  /** How often each wait was met, of all processes together. */
  Map<Wait, Long> byWait() {
    Map<Wait, Long> sums = new HashMap<>();
    samples.forEach(
        (place, count) -> {
          if (place.ownPid() == ALL) {
            sums.merge(place.waited(), count, Long::sum);
          }
        });
    return sums;
  }
}
