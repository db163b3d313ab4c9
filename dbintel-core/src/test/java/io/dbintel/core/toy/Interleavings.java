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

  /** What one thread does before others come. */
  private static final int BEFORE = 5;

  private Interleavings() {}

  /** Goes through orders of two threads' steps, one after the other. */
  public static void model(Class<?> test) {
    model(test, BEFORE);
  }

  /** The same of what happens once, and so must not have happened before others come. */
  public static void modelOfOnce(Class<?> test) {
    model(test, 0);
  }

  private static void model(Class<?> test, int before) {
    new ModelCheckingOptions()
        .actorsBefore(before)
        .threads(2)
        .actorsPerThread(ACTORS)
        .iterations(SCENARIOS)
        .invocationsPerIteration(100)
        .check(test);
  }

  /** Lets three threads run into one another. */
  public static void stress(Class<?> test) {
    stress(test, BEFORE);
  }

  /** The same of what happens once. */
  public static void stressOfOnce(Class<?> test) {
    stress(test, 0);
  }

  private static void stress(Class<?> test, int before) {
    new StressOptions()
        .actorsBefore(before)
        .threads(3)
        .actorsPerThread(ACTORS)
        .iterations(SCENARIOS)
        .invocationsPerIteration(500)
        .check(test);
  }
}
