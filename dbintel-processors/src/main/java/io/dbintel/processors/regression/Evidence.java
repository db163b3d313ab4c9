package io.dbintel.processors.regression;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the executions of a statement cost while it had one plan: moments of each measure on its
 * scale, and the latest samples in their order. Older samples weigh less and less. Takes about 1
 * KiB. Not thread-safe.
 */
final class Evidence {
  /** How many of the latest samples are kept as they are. */
  static final int RING = 64;

  private static final int INITIAL = 8;

  private final int limit;
  private final Moments[] measures = new Moments[Measure.COUNT];
  private final Moments rows;
  private final Moments readShare;
  private float[] ring = new float[0];
  private int size;
  private int next;
  private int samples;
  private double executions;
  private double seconds;
  private double elapsed;

  /** Nothing yet; in the moments the latest {@code limit} samples weigh at most. */
  Evidence(int limit) {
    this.limit = limit;
    for (int i = 0; i < measures.length; i++) {
      measures[i] = new Moments(limit);
    }
    rows = new Moments(limit);
    readShare = new Moments(limit);
  }

  void add(Sample sample) {
    add(sample, /* timeCounts= */ true);
  }

  /**
   * Adds a sample.
   *
   * @param timeCounts false if its time says nothing of the plan
   */
  void add(Sample sample, boolean timeCounts) {
    if (rows.count() >= limit) {
      executions /= 2;
      seconds /= 2;
      elapsed /= 2;
    }
    int slot = slot();
    for (Measure measure : Measure.values()) {
      boolean counts = timeCounts || measure != Measure.TIME;
      double value = counts ? measure.scaled(sample.of(measure)) : Double.NaN;
      ring[slot * Measure.COUNT + measure.index()] = (float) value;
      if (!Double.isNaN(value)) {
        measures[measure.index()].add(value);
      }
    }
    rows.add(Math.log1p(sample.rows()));
    readShare.add(sample.readShare());
    samples = samples == Integer.MAX_VALUE ? samples : samples + 1;
    executions += sample.executions();
    seconds += sample.time() * sample.executions();
    elapsed += sample.elapsed();
  }

  private int slot() {
    if (size < RING) {
      if (size * Measure.COUNT == ring.length) {
        ring = Arrays.copyOf(ring, Measure.COUNT * Math.min(RING, Math.max(INITIAL, 2 * size)));
      }
      return size++;
    }
    int slot = next;
    next = (next + 1) % RING;
    return slot;
  }

  /** How many samples there were. */
  int samples() {
    return samples;
  }

  /** How many executions they stand for, as they weigh. */
  double executions() {
    return executions;
  }

  /** Mean seconds an execution; 0 if there was none. */
  double meanTime() {
    return executions > 0 ? seconds / executions : 0;
  }

  /** Executions a second; 0 if no time passed. */
  double rate() {
    return elapsed > 0 ? executions / elapsed : 0;
  }

  /** The measure on its scale. */
  Moments moments(Measure measure) {
    return measures[measure.index()];
  }

  /** ln(1 + rows an execution), on average. */
  double rows() {
    return rows.mean();
  }

  /** Part of the blocks that was not in the cache, on average; 0 if there was none. */
  double readShare() {
    return readShare.mean();
  }

  /** The latest samples of a measure on its scale, oldest first. */
  double[] latest(Measure measure) {
    return latest(measure, RING);
  }

  /** At most so many of the latest samples, oldest first; those without the measure left out. */
  double[] latest(Measure measure, int most) {
    int count = Math.min(most, size);
    double[] values = new double[count];
    int found = 0;
    for (int i = size - count; i < size; i++) {
      int slot = size < RING ? i : (next + i) % RING;
      double value = ring[slot * Measure.COUNT + measure.index()];
      if (!Double.isNaN(value)) {
        values[found++] = value;
      }
    }
    return found == count ? values : Arrays.copyOf(values, found);
  }

  /** The mean of at most so many of the latest samples; NaN if there is none. */
  double latestMean(Measure measure, int most) {
    return Arrays.stream(latest(measure, most)).average().orElse(Double.NaN);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(samples);
    out.writeByte(size);
    out.writeByte(next);
    for (int i = 0; i < size * Measure.COUNT; i++) {
      out.writeFloat(ring[i]);
    }
    for (Moments moments : measures) {
      moments.write(out);
    }
    rows.write(out);
    readShare.write(out);
    out.writeDouble(executions);
    out.writeDouble(seconds);
    out.writeDouble(elapsed);
  }

  static Evidence read(DataInput in, int limit) throws IOException {
    Evidence evidence = new Evidence(limit);
    evidence.samples = StateForm.inRange(in.readInt(), 0, Integer.MAX_VALUE);
    evidence.size = StateForm.inRange(in.readByte(), 0, RING);
    evidence.next = StateForm.inRange(in.readByte(), 0, evidence.size < RING ? 0 : RING - 1);
    evidence.ring = new float[Measure.COUNT * roundedUp(evidence.size)];
    for (int i = 0; i < evidence.size * Measure.COUNT; i++) {
      evidence.ring[i] = in.readFloat();
    }
    for (Moments moments : evidence.measures) {
      moments.read(in);
    }
    evidence.rows.read(in);
    evidence.readShare.read(in);
    evidence.executions = StateForm.finite(in.readDouble());
    evidence.seconds = StateForm.finite(in.readDouble());
    evidence.elapsed = StateForm.finite(in.readDouble());
    return evidence;
  }

  /** The length that the ring has once it holds so many. */
  private static int roundedUp(int size) {
    int length = size == 0 ? 0 : INITIAL;
    while (length < size) {
      length *= 2;
    }
    return length;
  }
}
