package io.dbintel.core.engine;

import io.dbintel.core.event.Instrument;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.report.SelfMetric;
import io.dbintel.core.spi.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The engine's own numbers, read off its parts. */
final class EngineMetrics {
  private static final Instrument EVENTS = counter("{event}");
  private static final Instrument QUEUED =
      new Instrument(Instrument.Kind.UP_DOWN_COUNTER, Instrument.ValueType.LONG, "{event}");
  private static final Instrument QUEUED_BYTES =
      new Instrument(Instrument.Kind.UP_DOWN_COUNTER, Instrument.ValueType.LONG, "By");
  private static final Instrument FAILURES = counter("{failure}");
  private static final Instrument SECONDS =
      new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.DOUBLE, "s");

  private EngineMetrics() {}

  static void add(
      List<SelfMetric> metrics,
      List<TargetUnit> units,
      Ledger ledger,
      List<ExportWorker> workers,
      OverheadBudget budget) {
    ledger.lanes().forEach(page -> addLane(metrics, page));
    ledger.exporters().forEach(page -> addExporter(metrics, page));
    for (ExportWorker worker : workers) {
      Map<String, String> labels = Map.of("exporter", worker.queue().page().exporter());
      metrics.add(
          metric("dbintel.exporter.queue.size", labels, QUEUED, (double) worker.queue().size()));
      metrics.add(
          metric(
              "dbintel.exporter.queue.bytes",
              labels,
              QUEUED_BYTES,
              (double) worker.queue().bytes()));
    }
    for (TargetUnit unit : units) {
      addTarget(metrics, unit.runtime(), budget);
    }
  }

  private static void addLane(List<SelfMetric> metrics, Ledger.LanePage page) {
    addEvents(metrics, "collected", page.lane(), page.collected());
    addEvents(metrics, "created", page.lane(), page.created());
    addEvents(metrics, "handed_over", page.lane(), page.handedOver());
    addEvents(metrics, "merged", page.lane(), page.merged());
    metrics.add(
        metric(
            "dbintel.lane.pending",
            Map.of("target", page.lane()),
            QUEUED,
            (double) page.pending()));
    page.dropped()
        .forEach(
            (stageAndReason, count) -> {
              int slash = stageAndReason.indexOf('/');
              String stage = slash < 0 ? "" : stageAndReason.substring(0, slash);
              metrics.add(
                  metric(
                      "dbintel.lane.dropped",
                      Map.of(
                          "target",
                          page.lane(),
                          "stage",
                          stage,
                          "reason",
                          stageAndReason.substring(slash + 1)),
                      EVENTS,
                      count.doubleValue()));
            });
  }

  private static void addEvents(List<SelfMetric> metrics, String outcome, String lane, long count) {
    metrics.add(
        metric(
            "dbintel.lane.events",
            Map.of("target", lane, "outcome", outcome),
            EVENTS,
            (double) count));
  }

  private static void addExporter(List<SelfMetric> metrics, Ledger.ExporterPage page) {
    metrics.add(
        metric(
            "dbintel.exporter.exported",
            Map.of("exporter", page.exporter()),
            EVENTS,
            (double) page.exported()));
    page.dropped()
        .forEach(
            (reason, count) ->
                metrics.add(
                    metric(
                        "dbintel.exporter.dropped",
                        Map.of("exporter", page.exporter(), "reason", reason),
                        EVENTS,
                        count.doubleValue())));
  }

  private static void addTarget(
      List<SelfMetric> metrics, TargetRuntime runtime, OverheadBudget budget) {
    String target = runtime.target().id();
    for (Turn turn : Turn.values()) {
      metrics.add(
          metric(
              "dbintel.target.server_time",
              Map.of("target", target, "turn", turn.name().toLowerCase(Locale.ROOT)),
              SECONDS,
              budget.spentSeconds(target, turn)));
    }
    runtime.tasks().forEach(task -> task.meter.addTo(metrics));
    for (Stage stage : runtime.lane().stages()) {
      metrics.add(
          metric(
              "dbintel.stage.failures",
              Map.of("target", target, "stage", stage.name()),
              FAILURES,
              (double) stage.failures()));
    }
  }

  private static SelfMetric metric(
      String name, Map<String, String> labels, Instrument instrument, double value) {
    return new SelfMetric(name, labels, instrument, value);
  }

  private static Instrument counter(String unit) {
    return new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.LONG, unit);
  }
}
