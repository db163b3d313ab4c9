package io.dbintel.processors.regression;

import io.dbintel.processors.regression.PlanRecord.PlanIdentity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a statement as one kind of evidence shows them: which is in use, which one it
 * replaced, and how often it changed. Plans of different form never meet in a track. Bounded; not
 * thread-safe.
 */
final class Track {
  /** What the samples of a track are. */
  enum Kind {
    /** Intervals of all executions, attributed to the plan that was explained last. */
    INTERVALS(64),
    /** Executions whose plan was seen. */
    EXECUTIONS(512);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  private static final int CHANGES = 8;

  private final Kind kind;
  private final int maxPlans;
  private final List<PlanRecord> plans = new ArrayList<>(2);
  private final long[] changes = new long[CHANGES];
  private String form = "";
  private @Nullable PlanRecord current;
  private @Nullable PlanRecord reference;
  private int changeCount;
  private long since;
  private int looks;
  private int nextLook;

  Track(Kind kind, int maxPlans) {
    this.kind = kind;
    this.maxPlans = maxPlans;
  }

  Kind kind() {
    return kind;
  }

  /** How the server came to these plans; empty before the first. */
  String provenance() {
    return PlanForm.provenance(form);
  }

  /** Which plans meet here; empty before the first. */
  String form() {
    return form;
  }

  @Nullable PlanRecord current() {
    return current;
  }

  /** The plan that the present one is compared with; null if the comparison is over. */
  @Nullable PlanRecord reference() {
    return reference;
  }

  /** Since when the present plan is in use, in seconds since 1970. */
  long since() {
    return since;
  }

  int planCount() {
    return plans.size();
  }

  /** Forgets all, because what comes is of another form. */
  void restart(String newForm) {
    form = newForm;
    plans.clear();
    current = null;
    changeCount = 0;
    endComparison();
  }

  /**
   * The record of a plan, made if there is none.
   *
   * @return the record; a plan that had to make room for it is counted by {@code onEviction}
   */
  PlanRecord plan(PlanIdentity identity, long now, Runnable onEviction) {
    PlanRecord plan = find(identity.fingerprint());
    if (plan == null) {
      if (plans.size() >= maxPlans) {
        evictOldest();
        onEviction.run();
      }
      plan = new PlanRecord(identity, kind.weight, now);
      plans.add(plan);
    }
    plan.seen(now);
    return plan;
  }

  private @Nullable PlanRecord find(String fingerprint) {
    for (PlanRecord plan : plans) {
      if (plan.identity().fingerprint().equals(fingerprint)) {
        return plan;
      }
    }
    return null;
  }

  /** Those that are compared stay, as long as there is another. */
  private void evictOldest() {
    PlanRecord oldest = null;
    for (PlanRecord plan : plans) {
      boolean inUse = plan == current || plan == reference;
      if (!inUse && (oldest == null || plan.lastSeen() < oldest.lastSeen())) {
        oldest = plan;
      }
    }
    if (oldest == null) {
      oldest = reference;
      endComparison();
    }
    plans.remove(oldest);
  }

  /**
   * Takes another plan into use. It is compared with the one it replaces; with the one before that,
   * if the replaced one was not long enough in use to say anything.
   *
   * @return the plan it replaced; null if it is the first
   */
  @Nullable PlanRecord change(PlanRecord to, long now, Limits limits) {
    PlanRecord from = current;
    current = to;
    since = now;
    if (from == null) {
      return null;
    }
    PlanRecord earlier = reference;
    changes[changeCount % CHANGES] = now;
    changeCount = changeCount == Integer.MAX_VALUE ? CHANGES : changeCount + 1;
    to.resume(limits);
    reference = from;
    if (from.sufficient(limits) == null && earlier != null && earlier != to) {
      reference = earlier;
    }
    looks = 0;
    nextLook = limits.minSamples();
    return from;
  }

  /** How often the plan changed since {@code from}, as far as it is remembered. */
  int changesSince(long from) {
    int count = 0;
    for (int i = 0; i < Math.min(changeCount, CHANGES); i++) {
      if (changes[i] >= from) {
        count++;
      }
    }
    return count;
  }

  /** The number of the look that is due, from 1; 0 if none is. */
  int dueLook() {
    PlanRecord plan = current;
    if (reference == null || plan == null || plan.evidence().samples() < nextLook) {
      return 0;
    }
    return looks + 1;
  }

  /** Books a look; returns false if it was the last. */
  boolean looked() {
    looks++;
    nextLook = Comparison.nextLook(nextLook);
    return nextLook <= kind.weight;
  }

  /** Puts off a look that had too few executions to see, or found what cannot be told yet. */
  void putOff(int samples) {
    nextLook = Math.max(nextLook, current == null ? 0 : current.evidence().samples()) + samples;
  }

  void endComparison() {
    reference = null;
    looks = 0;
    nextLook = 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(form);
    out.writeByte(plans.size());
    for (PlanRecord plan : plans) {
      plan.write(out);
    }
    out.writeByte(current == null ? -1 : plans.indexOf(current));
    out.writeByte(reference == null ? -1 : plans.indexOf(reference));
    out.writeInt(changeCount);
    for (long change : changes) {
      out.writeLong(change);
    }
    out.writeLong(since);
    out.writeInt(looks);
    out.writeInt(nextLook);
  }

  static Track read(DataInput in, Kind kind, int maxPlans) throws IOException {
    Track track = new Track(kind, maxPlans);
    track.form = in.readUTF();
    int count = StateForm.inRange(in.readByte(), 0, PlanRegressionConfig.MAX_PLANS);
    for (int i = 0; i < count; i++) {
      track.plans.add(PlanRecord.read(in, kind.weight));
    }
    track.current = track.at(StateForm.inRange(in.readByte(), -1, count - 1));
    track.reference = track.at(StateForm.inRange(in.readByte(), -1, count - 1));
    track.changeCount = StateForm.inRange(in.readInt(), 0, Integer.MAX_VALUE);
    for (int i = 0; i < CHANGES; i++) {
      track.changes[i] = in.readLong();
    }
    track.since = in.readLong();
    track.looks = StateForm.inRange(in.readInt(), 0, 1_000_000);
    track.nextLook = StateForm.inRange(in.readInt(), 0, 1_000_000);
    return track;
  }

  private @Nullable PlanRecord at(int index) {
    return index < 0 ? null : plans.get(index);
  }
}
