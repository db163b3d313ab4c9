package io.dbintel.jdbc.observe;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes one {@link SessionRun} of consecutive equal observations of a session. A run is told when
 * the session changes or ends, and in parts while it lasts, so that nothing is withheld for long.
 * The seconds of all runs told, and of those still {@linkplain #openSeconds() open}, add up to the
 * seconds that the samples stand for.
 *
 * <p>At most a given number of sessions is followed; when there are more, the run that began first
 * is told early and counted. Belongs to one writer; not thread-safe. Costs a map look-up for each
 * observation.
 */
public final class SessionCoalescer {
  private final Map<SessionKey, Open> runs = new LinkedHashMap<>();
  private final int maxOpen;
  private final double partSeconds;
  private final Consumer<SessionRun> out;
  private long sample;
  private long epochNanos;
  private double sampleSeconds;
  private long evictions;

  /**
   * Begins with no run.
   *
   * @param maxOpen how many sessions are followed at most, at least 1
   * @param partSeconds after how many seconds a run that lasts is told in part, above 0
   * @param out where runs go
   */
  public SessionCoalescer(int maxOpen, double partSeconds, Consumer<SessionRun> out) {
    if (maxOpen < 1 || !(partSeconds > 0)) {
      throw new IllegalArgumentException(
          "maxOpen must be at least 1 and partSeconds above 0 but were "
              + maxOpen
              + " and "
              + partSeconds);
    }
    this.maxOpen = maxOpen;
    this.partSeconds = partSeconds;
    this.out = out;
  }

  /**
   * Begins a sample.
   *
   * @param atEpochNanos when it was taken, on the wall
   * @param seconds how many seconds it stands for
   */
  public void begin(long atEpochNanos, double seconds) {
    sample++;
    epochNanos = atEpochNanos;
    sampleSeconds = seconds;
  }

  /**
   * Takes note of a session in the current sample. One that does not {@linkplain
   * SessionObservation#counts() count} ends the session's run and begins none; a session that was
   * already seen in this sample is not counted twice.
   *
   * @param blockedBy the session directly in its way, or -1
   */
  public void observe(SessionObservation observation, int blockedBy) {
    Open open = runs.get(observation.session());
    if (open != null && open.sample == sample) {
      return;
    }
    if (open != null
        && observation.counts()
        && open.blockedBy == blockedBy
        && open.last.isSameDoingAs(observation)) {
      open.extend(observation);
      return;
    }
    if (open != null) {
      runs.remove(observation.session());
      open.tell(true);
    }
    if (observation.counts()) {
      makeRoom();
      runs.put(observation.session(), new Open(observation, blockedBy));
    }
  }

  /** Ends a sample: tells the runs of sessions that are gone, and parts of those that last. */
  public void end() {
    Iterator<Open> all = runs.values().iterator();
    while (all.hasNext()) {
      Open open = all.next();
      if (open.sample != sample) {
        all.remove();
        open.tell(true);
      } else if (open.seconds >= partSeconds) {
        open.tell(false);
        open.beginNextPart();
      }
    }
  }

  /** Tells what every run gathered since it was last told; all of them go on. */
  public void tellAll() {
    for (Open open : runs.values()) {
      open.tell(false);
      open.beginNextPart();
    }
  }

  /** How many sessions are followed now. */
  public int open() {
    return runs.size();
  }

  /** The seconds of runs, or parts of them, that were not told yet. */
  public double openSeconds() {
    double sum = 0;
    for (Open open : runs.values()) {
      sum += open.seconds;
    }
    return sum;
  }

  /**
   * For how many seconds the longest run that waits for something has been seen; 0 if none does.
   */
  public double longestWaitSeconds() {
    double longest = 0;
    for (Open open : runs.values()) {
      SessionObservation last = open.last;
      if (!last.isDbTime() || last.waitEvent().equals(Wait.CPU)) {
        continue;
      }
      LockWait lock = last.lock();
      double told = lock == null || Double.isNaN(lock.waitSeconds()) ? 0 : lock.waitSeconds();
      longest = Math.max(longest, Math.max(told, open.toldSeconds + open.seconds));
    }
    return longest;
  }

  /** How many runs were told early because too many sessions were followed. */
  public long evictions() {
    return evictions;
  }

  private void makeRoom() {
    if (runs.size() < maxOpen) {
      return;
    }
    Iterator<Open> all = runs.values().iterator();
    Open oldest = all.next();
    all.remove();
    evictions++;
    oldest.tell(false);
  }

  private final class Open {
    private SessionObservation last;
    private final int blockedBy;
    private long sample = SessionCoalescer.this.sample;
    private long beginEpochNanos = epochNanos;
    private long lastEpochNanos = epochNanos;
    private int samples = 1;
    private double seconds = sampleSeconds;
    private double toldSeconds;
    private boolean continued;

    Open(SessionObservation first, int blockedBy) {
      this.last = first;
      this.blockedBy = blockedBy;
    }

    void extend(SessionObservation observation) {
      if (samples == 0) {
        beginEpochNanos = epochNanos;
      }
      last = observation;
      sample = SessionCoalescer.this.sample;
      lastEpochNanos = epochNanos;
      samples++;
      seconds += sampleSeconds;
    }

    void tell(boolean ended) {
      if (samples > 0) {
        out.accept(
            new SessionRun(
                last,
                blockedBy,
                beginEpochNanos,
                lastEpochNanos,
                samples,
                seconds,
                continued,
                ended));
      }
    }

    void beginNextPart() {
      toldSeconds += seconds;
      samples = 0;
      seconds = 0;
      continued = true;
    }
  }
}
