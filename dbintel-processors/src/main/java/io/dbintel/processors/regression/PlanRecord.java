package io.dbintel.processors.regression;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan of a statement: what it is called, how it looks, and what it cost while it was in use.
 * Belongs to its track; not thread-safe.
 */
final class PlanRecord {
  private final PlanIdentity identity;
  private final int limit;
  private long lastSeen;
  private Evidence evidence;

  /** That of an earlier use, kept while the present one has less to say. */
  private @Nullable Evidence settled;

  PlanRecord(PlanIdentity identity, int limit, long now) {
    this.identity = identity;
    this.limit = limit;
    this.lastSeen = now;
    this.evidence = new Evidence(limit);
  }

  PlanIdentity identity() {
    return identity;
  }

  /** When it was seen last, in seconds since 1970. */
  long lastSeen() {
    return lastSeen;
  }

  void seen(long now) {
    lastSeen = now;
  }

  /** Of the present use, or of the latest. */
  Evidence evidence() {
    return evidence;
  }

  /** Begins another use. */
  void resume(Limits limits) {
    if (limits.suffice(evidence)) {
      settled = evidence;
    }
    evidence = new Evidence(limit);
  }

  /** The latest use that says enough; null if none does. */
  @Nullable Evidence sufficient(Limits limits) {
    if (limits.suffice(evidence)) {
      return evidence;
    }
    return settled != null && limits.suffice(settled) ? settled : null;
  }

  void write(DataOutput out) throws IOException {
    identity.write(out);
    out.writeLong(lastSeen);
    evidence.write(out);
    // Once the present use fills its ring it says enough by itself, and a state is bounded.
    Evidence earlier = evidence.samples() < Evidence.RING ? settled : null;
    out.writeBoolean(earlier != null);
    if (earlier != null) {
      earlier.write(out);
    }
  }

  static PlanRecord read(DataInput in, int limit) throws IOException {
    PlanRecord plan = new PlanRecord(PlanIdentity.read(in), limit, 0);
    plan.lastSeen = in.readLong();
    plan.evidence = Evidence.read(in, limit);
    plan.settled = in.readBoolean() ? Evidence.read(in, limit) : null;
    return plan;
  }

  /**
   * A plan's names and its outline: lines such as {@code Index Scan on orders using orders_day}.
   *
   * @param fingerprint by which it is told from other plans
   * @param shape that of its operators alone; empty if not known
   * @param outline its nodes in words, without conditions; bounded, and empty if not known
   */
  record PlanIdentity(String fingerprint, String shape, List<String> outline) {
    private static final int MAX_OUTLINE = 400;
    private static final int MAX_LINES = 64;

    /** Keeps as many lines of the outline as fit. */
    PlanIdentity {
      List<String> kept = new ArrayList<>();
      int length = 0;
      for (String indented : outline) {
        String line = indented.strip();
        length += line.length();
        if (length > MAX_OUTLINE || kept.size() == MAX_LINES) {
          break;
        }
        kept.add(line);
      }
      outline = List.copyOf(kept);
    }

    void write(DataOutput out) throws IOException {
      out.writeUTF(fingerprint);
      out.writeUTF(shape);
      out.writeByte(outline.size());
      for (String line : outline) {
        out.writeUTF(line);
      }
    }

    static PlanIdentity read(DataInput in) throws IOException {
      String fingerprint = in.readUTF();
      String shape = in.readUTF();
      int lines = StateForm.inRange(in.readByte(), 0, MAX_LINES);
      List<String> outline = new ArrayList<>(lines);
      for (int i = 0; i < lines; i++) {
        outline.add(in.readUTF());
      }
      return new PlanIdentity(fingerprint, shape, outline);
    }
  }
}
