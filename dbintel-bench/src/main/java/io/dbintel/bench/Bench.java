package io.dbintel.bench;

import java.nio.file.Path;

/** Runs what its argument names: {@code benchmarks}, {@code server-cost}, {@code many-targets}. */
public final class Bench {
  private Bench() {}

  /** Runs it and writes its section of the page. */
  public static void main(String[] arguments) throws Exception {
    String run = arguments.length == 1 ? arguments[0] : "";
    PerformancePage page = new PerformancePage(Path.of(property("bench.page")));
    switch (run) {
      case "benchmarks" -> new BenchmarkRun(page).run();
      case "server-cost" -> new ServerCost(page).run();
      case "many-targets" -> new ManyTargets(page).run();
      default ->
          throw new IllegalArgumentException(
              "bench.run must be benchmarks, server-cost or many-targets");
    }
  }

  /**
   * A property of the command.
   *
   * @throws IllegalStateException if it is missing
   */
  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("-D" + name + " is missing: run the command of pom.xml");
    }
    return value;
  }

  /** How long a run is, in seconds: what the command says, or else its own default. */
  static int seconds(int otherwise) {
    String value = property("bench.seconds");
    return value.isEmpty() ? otherwise : Integer.parseInt(value);
  }

  @SuppressWarnings("SystemOut") // A program that people run and look at.
  static void say(String line) {
    System.out.println(line);
  }
}
