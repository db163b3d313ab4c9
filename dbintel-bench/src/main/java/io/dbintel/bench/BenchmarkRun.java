package io.dbintel.bench;

import io.dbintel.core.engine.ExportQueueBenchmark;
import io.dbintel.core.engine.LaneBooksBenchmark;
import io.dbintel.core.engine.PipelineBenchmark;
import io.dbintel.core.export.EventLinesBenchmark;
import io.dbintel.jdbc.observe.StatementDeltasBenchmark;
import io.dbintel.jdbc.postgresql.SessionEventsBenchmark;
import io.dbintel.processors.plan.PlanBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Version;

/** Runs the benchmarks under JMH and writes their table. */
final class BenchmarkRun {
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final PerformancePage page;
  private final Pattern only = Pattern.compile(Bench.property("bench.only"));
  private final Effort effort =
      Effort.valueOf(Bench.property("bench.mode").toUpperCase(Locale.ROOT));

  /** How long each benchmark runs. */
  private enum Effort {
    /** Only to see that everything runs; its figures are worth nothing. */
    SMOKE(1, 1, 1, 100),
    SHORT(1, 5, 10, 400),
    LONG(3, 5, 10, 1_000);

    private final int forks;
    private final int warmUps;
    private final int iterations;
    private final int millis;

    Effort(int forks, int warmUps, int iterations, int millis) {
      this.forks = forks;
      this.warmUps = warmUps;
      this.iterations = iterations;
      this.millis = millis;
    }

    @Override
    public String toString() {
      return "%d fork%s of %d warm-ups and %d iterations of %d ms"
          .formatted(forks, forks == 1 ? "" : "s", warmUps, iterations, millis);
    }
  }

  BenchmarkRun(PerformancePage page) {
    this.page = page;
  }

  /** What the table shows, in this order. */
  static List<Comparison> comparisons() {
    List<Comparison> all = new ArrayList<>();
    all.addAll(Comparison.of(AttributesBenchmark.class, List.of("readEvent", "writeEvent")));
    all.addAll(Comparison.of(PipelineBenchmark.class, List.of("emptyPipeline", "sixStages")));
    all.addAll(Comparison.of(LaneBooksBenchmark.class, List.of("move")));
    all.addAll(Comparison.of(ExportQueueBenchmark.class, List.of("exportQueue")));
    all.addAll(Comparison.of(StatementDeltasBenchmark.class, List.of("compare")));
    all.addAll(Comparison.of(SessionEventsBenchmark.class, List.of("sample")));
    all.addAll(Comparison.of(EventLinesBenchmark.class, List.of("eventLine")));
    all.addAll(Comparison.of(OpenTelemetryBenchmark.class, List.of("exporter")));
    all.addAll(Comparison.of(SqlBenchmark.class, List.of("summarize", "normalize")));
    all.addAll(Comparison.of(PlanBenchmark.class, List.of("readAll", "read")));
    return all;
  }

  void run() throws RunnerException, IOException {
    double load = Machine.load();
    List<Measured> measured = new ArrayList<>();
    Collection<RunResult> results = new Runner(options()).run();
    for (RunResult result : results) {
      measured.add(measured(result));
    }
    String table = BenchmarkTable.of(comparisons(), measured);
    Bench.say(table);
    if (only.pattern().isEmpty() && effort != Effort.SMOKE) {
      page.write("benchmarks", head(load) + "\n\n" + table);
    }
  }

  private Options options() {
    OptionsBuilder options = new OptionsBuilder();
    for (String benchmark : benchmarks()) {
      if (only.matcher(benchmark).find()) {
        options.include("^" + Pattern.quote(benchmark) + "$");
      }
    }
    return options
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(effort.forks)
        .warmupIterations(effort.warmUps)
        .warmupTime(TimeValue.milliseconds(effort.millis))
        .measurementIterations(effort.iterations)
        .measurementTime(TimeValue.milliseconds(effort.millis))
        // On a busy machine the compiler's threads get no turn: without this a warm-up warms
        // nothing.
        .jvmArgs("-Xmx1g", "-Xbatch")
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .build();
  }

  /** Each side of each comparison once. */
  private static List<String> benchmarks() {
    List<String> all = new ArrayList<>();
    for (Comparison comparison : comparisons()) {
      all.add(comparison.ours());
      all.add(comparison.peer());
    }
    return all.stream().distinct().toList();
  }

  private static Measured measured(RunResult result) {
    StringJoiner parameters = new StringJoiner(", ");
    for (String key : result.getParams().getParamsKeys()) {
      parameters.add(result.getParams().getParam(key) + ' ' + key);
    }
    Result<?> time = result.getPrimaryResult();
    Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
    if (allocation == null) {
      throw new IllegalStateException("JMH reports no " + ALLOCATION);
    }
    return new Measured(
        result.getParams().getBenchmark(),
        parameters.toString(),
        time.getStatistics().getMin(),
        time.getScore(),
        allocation.getScore());
  }

  private String head(double load) {
    return String.format(
        Locale.ROOT,
        """
        %s, `-Xbatch`. JMH %s, %s. Times are those of the fastest iteration, because what else a machine does
        only adds, and in brackets the mean; the ratio is our fastest over the other's. The load average was
        %.1f when the run began and %.1f when it ended, the benchmarks' own included.\
        """,
        Machine.describe(),
        Version.getPlainVersion(),
        effort,
        load,
        Machine.load());
  }
}
