package io.dbintel.bench;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.spi.ExportResult;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What many targets cost the process: 100 databases on three servers, and then 1 000 targets that
 * are nothing but a collector of ten events a second.
 */
final class ManyTargets {
  private static final int SERVERS = 3;
  private static final int DATABASES = 100;
  private static final int TABLES = 20;
  private static final int TOYS = 1_000;

  private final PerformancePage page;
  private final int seconds = Bench.seconds(180);

  ManyTargets(PerformancePage page) {
    this.page = page;
  }

  void run() throws Exception {
    StringBuilder text = new StringBuilder();
    double load = Machine.load();
    text.append(databases()).append('\n').append(toys());
    Bench.say(text.toString());
    page.write(
        "many-targets",
        String.format(
                Locale.ROOT,
                "%s; %d s each. Load average before: %.1f.%n%n",
                Machine.describe(),
                seconds,
                load)
            + text);
  }

  private String databases() throws Exception {
    List<BenchServer> servers = new ArrayList<>();
    try {
      DbIntelBuilder builder = DbIntel.builder().name("many");
      for (int i = 0; i < SERVERS; i++) {
        BenchServer server = BenchServer.start("many-" + i, "32MB");
        servers.add(server);
        // The one called postgres counts too.
        int more = DATABASES / SERVERS + (i < DATABASES % SERVERS ? 1 : 0) - 1;
        server.run("postgres", createDatabases(more));
        builder.target(server.target("server-" + i));
      }
      return measure(DATABASES + " databases on " + SERVERS + " servers", builder);
    } finally {
      for (BenchServer server : servers) {
        server.close();
      }
    }
  }

  private static String[] createDatabases(int count) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      statements.add(
          "CREATE TABLE t" + i + " AS SELECT n AS id, n::text AS s FROM generate_series(1, 100) n");
      statements.add("CREATE INDEX ON t" + i + " (id)");
    }
    for (int i = 0; i < count; i++) {
      statements.add("CREATE DATABASE app_" + i + " STRATEGY file_copy");
    }
    return statements.toArray(new String[0]);
  }

  private String toys() throws Exception {
    DbIntelBuilder builder = DbIntel.builder().name("many").register(new ToyCollectors());
    for (int i = 0; i < TOYS; i++) {
      builder.target(new ToyTarget("toy-" + i));
    }
    return measure(TOYS + " toy targets", builder);
  }

  private String measure(String name, DbIntelBuilder builder) throws InterruptedException {
    LongAdder exported = new LongAdder();
    long heapBefore = heap();
    try (DbIntel dbintel =
        builder
            .exporter(
                (events, timeout) -> {
                  exported.add(events.size());
                  return ExportResult.exported();
                })
            .build()) {
      double cpu = processSeconds();
      long began = System.nanoTime();
      dbintel.start();
      OwnThreads threads = new OwnThreads();
      for (int i = 0; i < seconds; i++) {
        TimeUnit.SECONDS.sleep(1);
        threads.look();
      }
      double wall = (System.nanoTime() - began) / 1e9;
      double busy = processSeconds() - cpu;
      Numbers numbers = new Numbers(dbintel.metrics());
      long heap = heap() - heapBefore;
      return String.format(
              Locale.ROOT,
              "**%s**: %d threads at most, %.1f MB of heap retained after a collection, %.1f %% of one"
                  + " core for the whole process, %.0f events a second exported, %s.%n%n",
              name,
              threads.most(),
              heap / 1e6,
              100 * busy / wall,
              exported.sum() / wall,
              dropped(dbintel))
          + collectors(numbers);
    }
  }

  private static String dropped(DbIntel dbintel) {
    double dropped =
        new Numbers(dbintel.metrics()).sum(SelfMetricTypes.LANE_DROPPED)
            + new Numbers(dbintel.metrics()).sum(SelfMetricTypes.EXPORTER_DROPPED);
    return String.format(Locale.ROOT, "%.0f dropped", dropped);
  }

  private static String collectors(Numbers numbers) {
    String label = Attributes.COLLECTOR_NAME.name();
    Map<String, Double> count = numbers.by(SelfMetricTypes.COLLECTION_COUNT, label);
    Map<String, Double> late = numbers.by(SelfMetricTypes.COLLECTION_LATENESS, label);
    Map<String, Double> took = numbers.by(SelfMetricTypes.COLLECTION_DURATION, label);
    Map<String, Double> longest = numbers.most(SelfMetricTypes.COLLECTION_DURATION_MAX);
    Map<String, Double> skipped = numbers.by(SelfMetricTypes.COLLECTION_SKIPPED, label);
    StringBuilder table =
        new StringBuilder(
            """
            | collector | collections | skipped | late, mean ms | took, mean ms | at most, ms |
            | --- | ---: | ---: | ---: | ---: | ---: |
            """);
    count.forEach(
        (collector, times) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.1f | %.1f | %.0f |%n",
                    collector,
                    times,
                    skipped.getOrDefault(collector, 0.0),
                    1e3 * late.getOrDefault(collector, 0.0) / times,
                    1e3 * took.getOrDefault(collector, 0.0) / times,
                    1e3 * longest.getOrDefault(collector, 0.0))));
    return table.toString();
  }

  private static double processSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /**
   * What is in use after a full collection; the least of a few, since others allocate meanwhile.
   */
  private static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
