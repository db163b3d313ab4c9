package io.dbintel.bench;

import io.dbintel.core.DbIntel;
import io.dbintel.core.spi.ExportResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What dbintel costs a server under full load, and the process it is in: throughput with it and
 * without, in turns, so that what else the machine does meets both. Server, clients and dbintel
 * share the machine's processors, so all that dbintel does anywhere takes from the load: what comes
 * out is more than what it costs a server on a machine of its own.
 */
final class ServerCost {
  private static final double GOAL = 0.005;
  private static final int CLIENTS = 4;
  private static final int SETTLE_SECONDS = 3;

  private final PerformancePage page;
  private final int pairs = Integer.parseInt(Bench.property("bench.pairs"));
  private final int seconds = Bench.seconds(20);

  ServerCost(PerformancePage page) {
    this.page = page;
  }

  /**
   * One run.
   *
   * @param transactions how many a second
   * @param meter the server's time by dbintel's own account, over wall time
   * @param backends the CPU time of the server's processes that worked for dbintel, likewise
   * @param threads the CPU time of dbintel's threads, likewise
   */
  private record Run(double transactions, double meter, double backends, double threads) {
    static final Run NOTHING = new Run(0, 0, 0, 0);

    Run plus(Run more) {
      return new Run(
          transactions + more.transactions,
          meter + more.meter,
          backends + more.backends,
          threads + more.threads);
    }
  }

  void run() throws Exception {
    StringBuilder table =
        new StringBuilder(
            """
            | load | without, per s | with, per s | cost | 95 % interval | one pair varies by | ≤ 0.5 % | our meter | CPU, server | CPU, process |
            | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |
            """);
    double before = Machine.load();
    try (BenchServer server = BenchServer.start("cost", "256MB")) {
      Load.prepare(server);
      for (Load.Kind kind : Load.Kind.values()) {
        table.append(measure(server, kind));
      }
    }
    Bench.say(table.toString());
    page.write("server-cost", head(before) + "\n\n" + table);
  }

  private String measure(BenchServer server, Load.Kind kind) throws Exception {
    List<PairedRatio.Pair> rates = new ArrayList<>();
    Run without = Run.NOTHING;
    Run with = Run.NOTHING;
    try (Load load = Load.start(server, kind, CLIENTS)) {
      Run warm = with(server, load);
      Bench.say(kind.label() + ", not counted: " + warm);
      for (int i = 0; i < pairs; i++) {
        boolean first = i % 2 == 0;
        Run before = first ? without(load) : with(server, load);
        Run after = first ? with(server, load) : without(load);
        Run plain = first ? before : after;
        Run watched = first ? after : before;
        rates.add(new PairedRatio.Pair(plain.transactions(), watched.transactions()));
        without = without.plus(plain);
        with = with.plus(watched);
        Bench.say(kind.label() + ": " + rates.get(i));
      }
    }
    PairedRatio ratio = PairedRatio.of(rates);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
        kind.label(),
        BenchmarkTable.number(without.transactions() / pairs),
        BenchmarkTable.number(with.transactions() / pairs),
        ratio.cost(),
        ratio.interval(),
        PairedRatio.percent(ratio.deviation()),
        ratio.verdict(GOAL),
        PairedRatio.percent(with.meter() / pairs),
        PairedRatio.percent(with.backends() / pairs),
        PairedRatio.percent(with.threads() / pairs));
  }

  private Run without(Load load) throws InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    return new Run(rate(load, new OwnThreads()), 0, 0, 0);
  }

  private Run with(BenchServer server, Load load) throws InterruptedException, SQLException {
    try (DbIntel dbintel =
        DbIntel.builder()
            .name("cost")
            .target(server.target("cost"))
            .exporter((events, timeout) -> ExportResult.exported())
            .build()) {
      dbintel.start();
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      OwnThreads threads = new OwnThreads();
      threads.look();
      double cpu = threads.cpuSeconds();
      double spent = new Numbers(dbintel.metrics()).serverSeconds();
      Map<Long, Double> backends = server.ownBackends();
      double rate = rate(load, threads);
      double backendSeconds = 0;
      for (Map.Entry<Long, Double> backend : server.ownBackends().entrySet()) {
        backendSeconds += backend.getValue() - backends.getOrDefault(backend.getKey(), 0.0);
      }
      return new Run(
          rate,
          (new Numbers(dbintel.metrics()).serverSeconds() - spent) / seconds,
          backendSeconds / seconds,
          (threads.cpuSeconds() - cpu) / seconds);
    }
  }

  private double rate(Load load, OwnThreads threads) throws InterruptedException {
    long done = load.transactions();
    long began = System.nanoTime();
    for (int i = 0; i < seconds; i++) {
      TimeUnit.SECONDS.sleep(1);
      threads.look();
    }
    return (load.transactions() - done) / ((System.nanoTime() - began) / 1e9);
  }

  private String head(double loadBefore) {
    return String.format(
        Locale.ROOT,
        """
        PostgreSQL 18, %d clients without pause, 1 000 000 accounts in memory, no fsync; all collectors with
        their defaults, events thrown away. %d pairs of runs of %d s each, in turns, each %d s after dbintel
        started or ended. %s; server, clients and dbintel share it. Load average before: %.1f.""",
        CLIENTS,
        pairs,
        seconds,
        SETTLE_SECONDS,
        Machine.describe(),
        loadBefore);
  }
}
