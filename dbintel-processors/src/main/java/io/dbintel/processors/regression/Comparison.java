package io.dbintel.processors.regression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether a statement's plan costs more than the one it replaced.
 *
 * <p><b>Looks.</b> Evidence grows, and whoever looks at growing evidence often enough finds
 * something in noise. So there are few looks, each at half as many samples again as the one before
 * (8, 12, 18, 27, …), and the <i>k</i>-th may use 6/(π²k²) of the level: over all looks that adds
 * up to the level, however they depend on one another (Boole's inequality; spending by looks after
 * Lan and DeMets).
 *
 * <p><b>Level.</b> The false alarms wanted of a server are divided by the number of statements that
 * are tested and by the number of measures (Bonferroni). Welch's test must pass that. The rank test
 * must pass a level of its own: eight samples a side cannot give it a smaller one.
 *
 * <p><b>Independence.</b> Intervals resemble their neighbours: load has its tides. Each side counts
 * only as n(1−ρ)/(1+ρ) samples, where ρ is the correlation of neighbours (Bayley and Hammersley).
 *
 * <p>Immutable inputs, no state; thread-safe.
 *
 * @see <a href="https://doi.org/10.1093/biomet/70.3.659">K. K. G. Lan, D. L. DeMets, Discrete
 *     sequential boundaries for clinical trials, Biometrika 70 (1983)</a>
 * @see <a href="https://doi.org/10.2307/2983560">G. V. Bayley, J. M. Hammersley, The "effective"
 *     number of independent observations in an autocorrelated time series, Supplement to the
 *     Journal of the Royal Statistical Society 8 (1946)</a>
 */
final class Comparison {
  static final double RANK_LEVEL = 0.001;

  /** Below this, an increase of the part read from outside the cache is taken for noise. */
  static final double CACHE_MOVED = 0.1;

  /**
   * Time alone moves from hour to hour with whatever else the server does. A plan is held
   * responsible only for a move that is so many times the usual one.
   */
  private static final double UNUSUAL_STEPS = 3;

  private static final double SPENDING = 6 / (Math.PI * Math.PI);
  private static final double GROWTH = 1.5;
  private static final double CONFIDENCE = 0.95;
  private static final double MAX_CORRELATION = 0.98;

  /** However alike neighbours are, so many samples stand for themselves. */
  private static final double LEAST_INDEPENDENT = 4;

  private Comparison() {}

  /** What there is to say. */
  enum Outcome {
    WORSE,
    BETTER,
    UNDECIDED
  }

  /**
   * What a look found.
   *
   * @param measure what decided; the most telling one if nothing did
   * @param ratio the new plan's mean over the old plan's
   * @param low lower end of the 95 % confidence interval of the ratio
   * @param high its upper end
   * @param p p-value of Welch's test
   * @param rankP p-value of the rank test
   * @param level what {@code p} had to be below
   * @param loss database seconds a second that the new plan costs more than the old one
   */
  record Judgement(
      Outcome outcome,
      Measure measure,
      double ratio,
      double low,
      double high,
      double p,
      double rankP,
      double level,
      double loss) {}

  /** The number of samples at which the look after {@code samples} is due. */
  static int nextLook(int samples) {
    return (int) Math.ceil(samples * GROWTH);
  }

  /** The part of {@code level} that the k-th look may use, k from 1. */
  static double levelOf(int look, double level) {
    return level * SPENDING / ((double) look * look);
  }

  /**
   * Looks.
   *
   * @param level what may be used on this look, for all measures together
   * @param load how much the statement runs, where {@code after} holds but some executions; null if
   *     it holds all, or that is not known
   * @param usualStep by how much ln time moves in an hour by itself; 0 if that is not known
   * @return null if no measure is known of both
   */
  static @Nullable Judgement look(
      Evidence before,
      Evidence after,
      double level,
      double usualStep,
      Limits limits,
      StatementHistory.@Nullable Load load) {
    double loss = loss(before, after, load);
    Judgement telling = null;
    for (Measure measure : Measure.values()) {
      Judgement judgement =
          judge(measure, before, after, level / Measure.COUNT, loss, usualStep, limits);
      if (judgement == null) {
        continue;
      }
      if (judgement.outcome() != Outcome.UNDECIDED) {
        return judgement;
      }
      if (telling == null || judgement.p() < telling.p()) {
        telling = judgement;
      }
    }
    return telling;
  }

  /**
   * A log that shows one execution in ten shows a tenth of the loss, and one that shows only slow
   * ones a mean that is not that of all: so all are counted, and more than it takes is not lost.
   */
  private static double loss(
      Evidence before, Evidence after, StatementHistory.@Nullable Load load) {
    double more = after.meanTime() - before.meanTime();
    if (load == null) {
      return more * after.rate();
    }
    return Math.min(more * load.rate(), load.busy());
  }

  private static @Nullable Judgement judge(
      Measure measure,
      Evidence before,
      Evidence after,
      double level,
      double loss,
      double usualStep,
      Limits limits) {
    double[] first = before.latest(measure);
    double[] second = after.latest(measure);
    int needed = Math.min(limits.minSamples(), Evidence.RING);
    if (first.length < needed || second.length < needed) {
      return null;
    }
    Moments old = before.moments(measure);
    Moments now = after.moments(measure);
    double kept = independentPart(first, second);
    WelchComparison welch =
        WelchComparison.of(
            Math.max(LEAST_INDEPENDENT, old.count() * kept),
            old.mean(),
            old.variance(),
            Math.max(LEAST_INDEPENDENT, now.count() * kept),
            now.mean(),
            now.variance());
    double rankP = RankComparison.twoSided(first, second);
    double effect = welch.difference();
    boolean unusual = measure != Measure.TIME || Math.abs(effect) >= UNUSUAL_STEPS * usualStep;
    boolean significant = welch.p() <= level && rankP <= RANK_LEVEL && unusual;
    double threshold = Math.log(limits.minRatio());
    Outcome outcome = Outcome.UNDECIDED;
    if (significant && effect >= threshold && loss >= limits.minLoss()) {
      boolean moreRows = effect - Math.max(0, after.rows() - before.rows()) < threshold;
      boolean lasting = measure != Measure.TIME || lasts(before, after, threshold, limits);
      outcome = moreRows || !lasting ? Outcome.UNDECIDED : Outcome.WORSE;
    } else if (significant && effect <= -threshold && -loss >= limits.minLoss()) {
      boolean fewerRows = effect + Math.max(0, before.rows() - after.rows()) > -threshold;
      outcome = fewerRows ? Outcome.UNDECIDED : Outcome.BETTER;
    }
    double margin = welch.margin(CONFIDENCE);
    return new Judgement(
        outcome,
        measure,
        welch.ratio(),
        Math.exp(effect - margin),
        Math.exp(effect + margin),
        welch.p(),
        rankP,
        level,
        loss);
  }

  /**
   * Time alone says less than work, which no neighbour and no lock can move: the latest half must
   * be slow by itself.
   */
  private static boolean lasts(Evidence before, Evidence after, double threshold, Limits limits) {
    int half = Math.max(limits.minSamples() / 2, Math.min(after.samples(), Evidence.RING) / 2);
    double latest = after.latestMean(Measure.TIME, half);
    return latest - before.moments(Measure.TIME).mean() >= threshold;
  }

  /** (1−ρ)/(1+ρ) of the correlation of neighbours within the two samples, together. */
  static double independentPart(double[] first, double[] second) {
    double products = 0;
    double squares = 0;
    for (double[] side : new double[][] {first, second}) {
      double mean = Arrays.stream(side).average().orElse(0);
      for (int i = 0; i < side.length; i++) {
        double deviation = side[i] - mean;
        squares += deviation * deviation;
        if (i > 0) {
          products += deviation * (side[i - 1] - mean);
        }
      }
    }
    double correlation = squares > 0 ? products / squares : 0;
    double bounded = Math.min(MAX_CORRELATION, Math.max(0, correlation));
    return (1 - bounded) / (1 + bounded);
  }
}
