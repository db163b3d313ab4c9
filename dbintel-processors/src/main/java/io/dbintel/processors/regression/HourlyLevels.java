package io.dbintel.processors.regression;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a statement cost hour by hour with the plan it has: whether the hour that ended stands out
 * from those before.
 *
 * <p>The hours before are a sample of what hours are like, tides included; a new one of the same
 * kind falls beyond mean ± t·s·√(1 + 1/n) with the probability that t is chosen for. It must also
 * be beyond every single one of them. Takes 1 KiB; not thread-safe.
 *
 * @see <a href="https://doi.org/10.1002/9780470316771">G. J. Hahn, W. Q. Meeker, Statistical
 *     Intervals (1991), section 4.7: prediction intervals of a future observation</a>
 */
final class HourlyLevels {
  /** How many hours are looked back at. */
  static final int HOURS = 48;

  /** A day must have passed: what has tides is compared with all of them. */
  static final int MIN_HOURS = 24;

  private static final int MIN_SAMPLES = 10;

  /** An hour's mean of each measure on its scale, of ln(1 + rows) and of the part read. */
  record Hour(float blocks, float temp, float time, float rows, float readShare, double loss) {
    double of(Measure measure) {
      return switch (measure) {
        case BLOCKS -> blocks;
        case TEMP -> temp;
        case TIME -> time;
      };
    }
  }

  /** What an hour differs in, and by how much; the ratio's interval is one of prediction. */
  record Standing(
      Measure measure, double ratio, double low, double high, double p, double level, int hours) {}

  /** With fewer steps from hour to hour nobody knows what is usual. */
  private static final int MIN_STEPS = 12;

  private final Hour[] hours = new Hour[HOURS];

  /** By how much ln time moved from one hour to the next with the same plan, whichever that was. */
  private final Moments steps = new Moments(HOURS);

  private int size;
  private int next;

  private Evidence open = new Evidence(Evidence.RING);
  private long openHour = Long.MIN_VALUE;

  /** Adds a sample; returns the hour that ended before it, or null. */
  @Nullable Hour add(Sample sample, long now) {
    long hour = Math.floorDiv(now, 3600L);
    Hour ended = hour == openHour ? null : end();
    openHour = hour;
    open.add(sample);
    return ended;
  }

  private @Nullable Hour end() {
    Evidence ended = open;
    open = new Evidence(Evidence.RING);
    if (ended.samples() < MIN_SAMPLES) {
      return null;
    }
    return new Hour(
        (float) ended.moments(Measure.BLOCKS).mean(),
        (float) ended.moments(Measure.TEMP).mean(),
        (float) ended.moments(Measure.TIME).mean(),
        (float) ended.rows(),
        (float) ended.readShare(),
        ended.meanTime() * ended.rate());
  }

  /** Takes an hour among those that the next are compared with. */
  void keep(Hour hour) {
    if (size > 0) {
      steps.add(hour.time() - hours[Math.floorMod(next - 1, HOURS)].time());
    }
    hours[next] = hour;
    next = (next + 1) % HOURS;
    size = Math.min(HOURS, size + 1);
  }

  int size() {
    return size;
  }

  /** By how much ln time usually moves in an hour by itself; 0 if that is not known. */
  double usualStep() {
    return steps.count() < MIN_STEPS
        ? 0
        : Math.sqrt(steps.squares() / steps.count() + steps.mean() * steps.mean());
  }

  /** Forgets all hours, but not what is usual from one to the next. */
  void clear() {
    size = 0;
    next = 0;
    open = new Evidence(Evidence.RING);
    openHour = Long.MIN_VALUE;
  }

  /**
   * How an hour stands to those before.
   *
   * @param level what may be used for this hour
   * @return null if it does not stand out, or there are too few
   */
  @Nullable Standing standsOut(Hour hour, double level, Limits limits) {
    if (size < MIN_HOURS) {
      return null;
    }
    Measure measure = Measure.TIME;
    Moments before = moments(measure);
    double difference = hour.of(measure) - before.mean();
    if (difference < Math.log(limits.minRatio()) || hour.of(measure) <= most(measure)) {
      return null;
    }
    double lost = hour.loss() * (1 - Math.exp(-difference));
    double spread =
        Math.sqrt(Math.max(before.variance(), WelchComparison.LEAST_VARIANCE) * (1 + 1.0 / size));
    double p = Distributions.studentTwoSided(difference / spread, size - 1.0);
    if (p > level || lost < limits.minLoss()) {
      return null;
    }
    double margin = Distributions.studentQuantileTwoSided(0.05, size - 1.0) * spread;
    return new Standing(
        measure,
        Math.exp(difference),
        Math.exp(difference - margin),
        Math.exp(difference + margin),
        p,
        level,
        size);
  }

  /** The hours' mean of a measure on its scale. */
  double mean(Measure measure) {
    return moments(measure).mean();
  }

  /** The hours' mean of ln(1 + rows). */
  double rows() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += hours[i].rows();
    }
    return size == 0 ? 0 : sum / size;
  }

  /** The hours' mean of the part that was read. */
  double readShare() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += hours[i].readShare();
    }
    return size == 0 ? 0 : sum / size;
  }

  private Moments moments(Measure measure) {
    Moments moments = new Moments(HOURS);
    for (int i = 0; i < size; i++) {
      moments.add(hours[i].of(measure));
    }
    return moments;
  }

  private double most(Measure measure) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, hours[i].of(measure));
    }
    return most;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(size);
    out.writeByte(next);
    steps.write(out);
    for (int i = 0; i < size; i++) {
      Hour hour = hours[i];
      out.writeFloat(hour.blocks());
      out.writeFloat(hour.temp());
      out.writeFloat(hour.time());
      out.writeFloat(hour.rows());
      out.writeFloat(hour.readShare());
    }
  }

  static HourlyLevels read(DataInput in) throws IOException {
    HourlyLevels levels = new HourlyLevels();
    levels.size = StateForm.inRange(in.readByte(), 0, HOURS);
    levels.next = StateForm.inRange(in.readByte(), 0, HOURS - 1);
    levels.steps.read(in);
    for (int i = 0; i < levels.size; i++) {
      levels.hours[i] =
          new Hour(
              in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat(), 0);
    }
    return levels;
  }
}
