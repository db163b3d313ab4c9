package io.dbintel.processors.regression;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import io.dbintel.core.event.AttrKey;
import java.util.List;

/** What findings on plans carry beside the names of statements and plans. */
public final class RegressionAttributes {
  private RegressionAttributes() {}

  /** The plan before. */
  public static final AttrKey<String> PREVIOUS_FINGERPRINT =
      AttrKey.ofString(
          "dbintel.plan.previous.fingerprint",
          DEVELOPMENT,
          "Fingerprint of the plan it is compared with.");

  /** The shape of the plan before. */
  public static final AttrKey<String> PREVIOUS_SHAPE =
      AttrKey.ofString(
          "dbintel.plan.previous.shape", DEVELOPMENT, "Shape of the plan it is compared with.");

  /** In what the plans differ. */
  public static final AttrKey<String> DIFFERENCE =
      AttrKey.ofString(
          "dbintel.plan.difference", DEVELOPMENT, "In what the two plans differ, in words.");

  /** {@code blocks}, {@code temp} or {@code time}. */
  public static final AttrKey<String> MEASURE =
      AttrKey.ofString(
          "dbintel.regression.measure", DEVELOPMENT, "What decided: blocks, temp or time.");

  /** What an execution costs, as a multiple. */
  public static final AttrKey<Double> RATIO =
      AttrKey.ofDouble(
          "dbintel.regression.ratio",
          "1",
          DEVELOPMENT,
          "What an execution costs over what it cost before: a ratio of geometric means.");

  /** Lower end of the interval of the ratio. */
  public static final AttrKey<Double> RATIO_LOW =
      AttrKey.ofDouble(
          "dbintel.regression.ratio_low",
          "1",
          DEVELOPMENT,
          "Lower end of the 95 % confidence interval of the ratio.");

  /** Upper end of the interval of the ratio. */
  public static final AttrKey<Double> RATIO_HIGH =
      AttrKey.ofDouble(
          "dbintel.regression.ratio_high",
          "1",
          DEVELOPMENT,
          "Upper end of the 95 % confidence interval of the ratio.");

  /** By Welch's test; of an hour, by its place among the hours before. */
  public static final AttrKey<Double> P_VALUE =
      AttrKey.ofDouble(
          "dbintel.regression.p_value",
          "1",
          DEVELOPMENT,
          "How probable such a difference is by chance: Welch's t-test on logarithms.");

  /** By ranks. */
  public static final AttrKey<Double> P_VALUE_RANK =
      AttrKey.ofDouble(
          "dbintel.regression.p_value_rank",
          "1",
          DEVELOPMENT,
          "The same by ranks alone: the test of Mann, Whitney and Wilcoxon.");

  /** What the p-value had to be below. */
  public static final AttrKey<Double> LEVEL =
      AttrKey.ofDouble(
          "dbintel.regression.level",
          "1",
          DEVELOPMENT,
          "What the p-value had to be below, corrected for all that is tested.");

  /** For how many statements the level is corrected. */
  public static final AttrKey<Long> TESTS =
      AttrKey.ofLong(
          "dbintel.regression.tests",
          "{statement}",
          DEVELOPMENT,
          "For how many statements the level is corrected.");

  /** Whether the plan of the evidence is inferred. */
  public static final AttrKey<Boolean> INFERRED =
      AttrKey.ofBoolean(
          "dbintel.regression.inferred",
          DEVELOPMENT,
          "True if intervals are attributed to the plan explained before and after them;"
              + " false if each execution came with its plan.");

  /** Samples before. */
  public static final AttrKey<Long> SAMPLES_BEFORE =
      samples("dbintel.regression.samples_before", "Intervals or executions before.");

  /** Samples after. */
  public static final AttrKey<Long> SAMPLES_AFTER =
      samples("dbintel.regression.samples_after", "Intervals or executions after.");

  /** Executions before. */
  public static final AttrKey<Long> EXECUTIONS_BEFORE =
      AttrKey.ofLong(
          "dbintel.regression.executions_before",
          "{execution}",
          DEVELOPMENT,
          "Executions before; older ones weigh less.");

  /** Executions after. */
  public static final AttrKey<Long> EXECUTIONS_AFTER =
      AttrKey.ofLong(
          "dbintel.regression.executions_after",
          "{execution}",
          DEVELOPMENT,
          "Executions after; older ones weigh less.");

  /** Mean time before. */
  public static final AttrKey<Double> TIME_BEFORE =
      AttrKey.ofDouble(
          "dbintel.regression.time_before", "s", DEVELOPMENT, "Mean time of an execution before.");

  /** Mean time after. */
  public static final AttrKey<Double> TIME_AFTER =
      AttrKey.ofDouble(
          "dbintel.regression.time_after", "s", DEVELOPMENT, "Mean time of an execution after.");

  /** What is lost. */
  public static final AttrKey<Double> LOSS =
      AttrKey.ofDouble(
          "dbintel.regression.loss",
          "1",
          DEVELOPMENT,
          "Database seconds a second that it costs more; negative if it costs less.");

  /** Since when. */
  public static final AttrKey<Long> SINCE =
      AttrKey.ofLong(
          "dbintel.regression.since", "s", DEVELOPMENT, "Since when, in seconds since 1970.");

  /** What moved. */
  public static final AttrKey<List<String>> MOVED =
      AttrKey.ofStrings(
          "dbintel.regression.moved",
          DEVELOPMENT,
          "What moved with the time: rows, blocks, temp, cache, or waits if none of these.");

  private static AttrKey<Long> samples(String name, String description) {
    return AttrKey.ofLong(name, "{sample}", DEVELOPMENT, description);
  }

  /** All of the above, in this order. */
  public static List<AttrKey<?>> all() {
    return List.of(
        PREVIOUS_FINGERPRINT,
        PREVIOUS_SHAPE,
        DIFFERENCE,
        MEASURE,
        RATIO,
        RATIO_LOW,
        RATIO_HIGH,
        P_VALUE,
        P_VALUE_RANK,
        LEVEL,
        TESTS,
        INFERRED,
        SAMPLES_BEFORE,
        SAMPLES_AFTER,
        EXECUTIONS_BEFORE,
        EXECUTIONS_AFTER,
        TIME_BEFORE,
        TIME_AFTER,
        LOSS,
        SINCE,
        MOVED);
  }
}
