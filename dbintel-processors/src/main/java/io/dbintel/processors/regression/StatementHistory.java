package io.dbintel.processors.regression;

import io.dbintel.processors.regression.Track.Kind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of a statement. Takes up to 10 KiB. Belongs to {@link PlanHistory}; not
 * thread-safe.
 */
final class StatementHistory {
  /** Longer than a plan that stays the same is not told, as far as nobody says how long that is. */
  private static final long REPEAT_SECONDS = 5_400;

  /** What a sample weighs when the next has come: about three are looked at. */
  private static final double LATELY = 0.7;

  private static final long LATELY_SECONDS = 3600;

  /** Samples that wait until their plan is certain. */
  private static final int MAX_PENDING = 64;

  private static final int NO_TIME = 0;

  /** A sample that waits. */
  private record Held(Sample sample, long at) {}

  /** A regression that was told and is not over. */
  record Open(Kind kind, Measure measure, String goodPlan, double goodLevel, long since) {}

  /** A slower time with the same plan that was told and is not over. */
  record Slower(double goodLevel, long since) {}

  /**
   * How much a statement runs.
   *
   * @param rate executions a second
   * @param busy database seconds a second
   */
  record Load(double rate, double busy) {}

  private final StatementKey key;
  private final Track intervals;
  private final Track executions;
  private final HourlyLevels hours;
  private final RecentPlans recent = new RecentPlans();
  private final Gathering gathering = new Gathering();
  private final Deque<Held> pending = new ArrayDeque<>(2);
  private final long[] told = new long[FindingKind.COUNT];
  private String summary = "";
  private long lastSeen;
  private long lastExecution;
  private long recheckSeconds;
  private long repeatSeconds;
  private double callsLately;
  private double busyLately;
  private double spanLately;
  private long ranAt;
  private @Nullable Open open;
  private @Nullable Slower slower;

  StatementHistory(StatementKey key, int maxPlans) {
    this(
        key,
        new Track(Kind.INTERVALS, maxPlans),
        new Track(Kind.EXECUTIONS, maxPlans),
        new HourlyLevels());
  }

  private StatementHistory(
      StatementKey key, Track intervals, Track executions, HourlyLevels hours) {
    this.key = key;
    this.intervals = intervals;
    this.executions = executions;
    this.hours = hours;
  }

  StatementKey key() {
    return key;
  }

  Track intervals() {
    return intervals;
  }

  Track executions() {
    return executions;
  }

  HourlyLevels hours() {
    return hours;
  }

  RecentPlans recent() {
    return recent;
  }

  Gathering gathering() {
    return gathering;
  }

  String summary() {
    return summary;
  }

  void summary(String newSummary) {
    summary = newSummary;
  }

  /** When it was seen last, in seconds since 1970. */
  long lastSeen() {
    return lastSeen;
  }

  void seen(long now) {
    lastSeen = now;
  }

  /** After how long its plan is looked at again; 0 if that is not known. */
  long recheckSeconds() {
    return recheckSeconds;
  }

  /**
   * How the plans that intervals are laid to are looked at.
   *
   * @param recheck after how many seconds again; 0 if that is not known
   * @param repeat for how many more nothing is said of one that stays the same; 0 if not known
   */
  void looks(long recheck, long repeat) {
    recheckSeconds = recheck;
    repeatSeconds = repeat;
  }

  /** Until when the plan in use is known: if it were looked at, it would have been told by then. */
  long knownUntil() {
    PlanRecord plan = intervals.current();
    return plan == null
        ? Long.MAX_VALUE
        : plan.lastSeen() + recheckSeconds + (repeatSeconds > 0 ? repeatSeconds : REPEAT_SECONDS);
  }

  /** Takes note of all executions of an interval, whichever plan they had. */
  void ran(Sample sample, long now) {
    callsLately = LATELY * callsLately + sample.executions();
    busyLately = LATELY * busyLately + sample.executions() * sample.time();
    spanLately = LATELY * spanLately + sample.elapsed();
    ranAt = now;
  }

  /** How much it runs, by the server's count; null if that is not known. */
  @Nullable Load load(long now) {
    return spanLately > 0 && now - ranAt <= LATELY_SECONDS
        ? new Load(callsLately / spanLately, busyLately / spanLately)
        : null;
  }

  /** Seconds since the execution before; at most an hour. */
  double sinceLastExecution(long now) {
    long before = lastExecution;
    lastExecution = now;
    return before == NO_TIME ? 0 : Math.max(0, Math.min(3600, now - before));
  }

  @Nullable Open open() {
    return open;
  }

  void open(@Nullable Open regression) {
    open = regression;
  }

  @Nullable Slower slower() {
    return slower;
  }

  void slower(@Nullable Slower time) {
    slower = time;
  }

  /** When a kind of finding was told last, in seconds since 1970. */
  long told(FindingKind kind) {
    return told[kind.index()];
  }

  void tell(FindingKind kind, long now) {
    told[kind.index()] = now;
  }

  /** Holds a sample until its plan is certain; returns false if an older one gave way. */
  boolean hold(Sample sample, long now) {
    pending.add(new Held(sample, now));
    if (pending.size() > MAX_PENDING) {
      pending.remove();
      return false;
    }
    return true;
  }

  /** The next sample that was held at {@code latest} or before; null if there is none. */
  @Nullable Sample settled(long latest) {
    Held first = pending.peek();
    if (first == null || first.at() > latest) {
      return null;
    }
    pending.remove();
    return first.sample();
  }

  /** Lets go of the samples between the last sight of a plan and the first of another. */
  int discard() {
    int count = pending.size() + (gathering.isEmpty() ? 0 : 1);
    pending.clear();
    gathering.clear();
    return count;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(key.database());
    out.writeUTF(key.queryId());
    out.writeUTF(summary);
    out.writeLong(lastSeen);
    out.writeLong(lastExecution);
    out.writeLong(recheckSeconds);
    out.writeLong(repeatSeconds);
    for (long each : told) {
      out.writeLong(each);
    }
    intervals.write(out);
    executions.write(out);
    hours.write(out);
    Open regression = open;
    out.writeBoolean(regression != null);
    if (regression != null) {
      out.writeBoolean(regression.kind() == Kind.EXECUTIONS);
      out.writeByte(regression.measure().index());
      out.writeUTF(regression.goodPlan());
      out.writeDouble(regression.goodLevel());
      out.writeLong(regression.since());
    }
    Slower time = slower;
    out.writeBoolean(time != null);
    if (time != null) {
      out.writeDouble(time.goodLevel());
      out.writeLong(time.since());
    }
  }

  static StatementHistory read(DataInput in, int maxPlans) throws IOException {
    StatementKey key = new StatementKey(in.readUTF(), in.readUTF());
    String summary = in.readUTF();
    long lastSeen = in.readLong();
    long lastExecution = in.readLong();
    long recheck = StateForm.seconds(in.readLong());
    long repeat = StateForm.seconds(in.readLong());
    long[] told = new long[FindingKind.COUNT];
    for (int i = 0; i < told.length; i++) {
      told[i] = in.readLong();
    }
    StatementHistory statement =
        new StatementHistory(
            key,
            Track.read(in, Kind.INTERVALS, maxPlans),
            Track.read(in, Kind.EXECUTIONS, maxPlans),
            HourlyLevels.read(in));
    statement.summary = summary;
    statement.lastSeen = lastSeen;
    statement.lastExecution = lastExecution;
    statement.looks(recheck, repeat);
    System.arraycopy(told, 0, statement.told, 0, told.length);
    if (in.readBoolean()) {
      statement.open =
          new Open(
              in.readBoolean() ? Kind.EXECUTIONS : Kind.INTERVALS,
              Measure.at(StateForm.inRange(in.readByte(), 0, Measure.COUNT - 1)),
              in.readUTF(),
              StateForm.finite(in.readDouble()),
              in.readLong());
    }
    if (in.readBoolean()) {
      statement.slower = new Slower(StateForm.finite(in.readDouble()), in.readLong());
    }
    return statement;
  }
}
