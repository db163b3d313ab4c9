package io.dbintel.processors.regression;

import java.util.SplittableRandom;

/**
 * A statement of a simulated server: how often it runs and what an execution costs, minute by
 * minute, for one kind of nature and with a plan that may make it dearer. Seeded; not thread-safe.
 */
final class Workload {
  /** How costs vary without anybody having done anything. */
  enum Nature {
    /** Lognormal durations, σ = 0.5. */
    NOISE,
    /** Pareto durations, α = 1.5: a mean, and no variance. */
    HEAVY_TAILS,
    /** One execution in ten costs twenty times as much, because of its parameters. */
    BIMODAL,
    /** Twice the time and four times the executions at noon. */
    DIURNAL,
    /** Rows, blocks and time grow by 3 % a day. */
    DRIFT,
    /** The level of time wanders for hours: AR(1) with σ = 0.25. */
    WANDERING,
    /** Once a day the cache is cold for a quarter of an hour, just when the plan changes. */
    COLD_CACHE,
    /** A call or two in a minute, often none. */
    LOW_COUNTS,
    /** Lognormal too; nobody looks at its plan from long before it changes until long after. */
    UNSEEN
  }

  /** What a bad plan makes dearer. */
  enum Effect {
    /** Blocks, and time with them. */
    BLOCKS,
    /** Temporary files, and time. */
    TEMP,
    /** Time alone. */
    TIME
  }

  private static final int COLD_MINUTES = 15;

  private final Nature nature;
  private final Effect effect;
  private final SplittableRandom random;
  private final double baseTime;
  private final double baseBlocks;
  private final double perMinute;
  private double level;

  /** What a minute brought. */
  long calls;

  double seconds;
  double hit;
  double read;
  double temp;
  double rows;

  Workload(Nature nature, Effect effect, long seed) {
    this.nature = nature;
    this.effect = effect;
    this.random = new SplittableRandom(seed);
    boolean rare = nature == Nature.LOW_COUNTS;
    double least = rare ? 1 : 0.002;
    this.baseTime = Math.exp(random.nextDouble(Math.log(least), Math.log(least * 25)));
    this.baseBlocks = Math.exp(random.nextDouble(Math.log(5), Math.log(2_000)));
    // A minute an hour at least: less is not worth a finding.
    double drawn = Math.exp(random.nextDouble(Math.log(20), Math.log(2_000)));
    this.perMinute = rare ? 1 : Math.max(drawn, 1 / baseTime);
  }

  Nature nature() {
    return nature;
  }

  SplittableRandom random() {
    return random;
  }

  /**
   * One minute.
   *
   * @param minute since the beginning
   * @param sinceChange minutes since the plan changed
   * @param factor how many times as dear the plan is
   */
  void minute(long minute, long sinceChange, double factor) {
    double phase = 2 * Math.PI * (minute % 1440) / 1440;
    double tide = nature == Nature.DIURNAL ? (1 - Math.cos(phase)) / 2 : 0;
    double rate = perMinute * (nature == Nature.DIURNAL ? 0.5 + 1.5 * tide : 1);
    calls = rate > 30 ? Math.round(rate + Math.sqrt(rate) * random.nextGaussian()) : poisson(rate);
    if (calls <= 0) {
      calls = 0;
      return;
    }
    double growth = nature == Nature.DRIFT ? Math.pow(1.03, minute / 1440.0) : 1;
    double cold =
        nature == Nature.COLD_CACHE && sinceChange < COLD_MINUTES
            ? 1 - (double) sinceChange / COLD_MINUTES
            : 0;
    if (nature == Nature.WANDERING) {
      level = 0.99 * level + Math.sqrt(1 - 0.99 * 0.99) * 0.25 * random.nextGaussian();
    }
    double shape = meanOfDraws();
    double work = nature == Nature.BIMODAL || nature == Nature.HEAVY_TAILS ? shape : 1;
    double ripple = Math.exp(0.05 * random.nextGaussian());
    double dearerWork = effect == Effect.BLOCKS ? factor : 1;
    double blocks = calls * baseBlocks * growth * work * ripple * dearerWork;
    double readShare = 0.02 + 0.6 * cold;
    hit = Math.rint(blocks * (1 - readShare));
    read = Math.rint(blocks * readShare);
    temp = effect == Effect.TEMP && factor > 1 ? Math.rint(calls * baseBlocks * factor) : 0;
    rows = Math.rint(calls * 10 * growth);
    seconds =
        calls * baseTime * growth * shape * Math.exp(level) * (1 + tide) * (1 + 2 * cold) * factor;
  }

  /** One execution: seconds. */
  double execution(double factor) {
    calls = 1;
    return baseTime * draw() * factor;
  }

  private double meanOfDraws() {
    if (nature == Nature.BIMODAL || nature == Nature.HEAVY_TAILS || calls < 8) {
      int draws = (int) Math.min(calls, 16);
      double sum = 0;
      for (int i = 0; i < draws; i++) {
        sum += draw();
      }
      return sum / draws;
    }
    // The mean of many lognormal draws is nearly one itself, by its first two moments.
    double variance = Math.log1p(Math.expm1(0.25) / calls);
    return Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
  }

  /** One execution's time, of mean 1. */
  private double draw() {
    return switch (nature) {
      case HEAVY_TAILS -> Math.pow(1 - random.nextDouble(), -1 / 1.5) / 3;
      case BIMODAL ->
          (random.nextInt(10) == 0 ? 20 : 1) / 2.9 * Math.exp(0.2 * random.nextGaussian() - 0.02);
      default -> Math.exp(0.5 * random.nextGaussian() - 0.125);
    };
  }

  private long poisson(double mean) {
    double product = random.nextDouble();
    double limit = Math.exp(-mean);
    long count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
