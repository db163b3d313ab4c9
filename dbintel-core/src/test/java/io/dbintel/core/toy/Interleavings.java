package io.dbintel.core.toy;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How what threads share is checked for linearizability: each result that threads see together must
 * be one that some order of their operations gives.
 */
public final class Interleavings {
  private static final int SCENARIOS = 10;
  private static final int ACTORS = 3;

  private Interleavings() {}

  /** Goes through orders of two threads' steps, one after the other. */
  public static void model(Class<?> test) {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(ACTORS)
        .iterations(SCENARIOS)
        .invocationsPerIteration(100)
        .check(test);
  }

  /** Lets three threads run into one another. */
  public static void stress(Class<?> test) {
    new StressOptions()
        .threads(3)
        .actorsPerThread(ACTORS)
        .iterations(SCENARIOS)
        .invocationsPerIteration(500)
        .check(test);
  }
}
