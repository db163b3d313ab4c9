package io.dbintel.core.engine;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The engine's own numbers, read off its parts. */
final class EngineMetrics {
  private static final String TARGET = Attributes.TARGET_ID.name();
  private static final String EXPORTER = Attributes.EXPORTER_NAME.name();
  private static final String STAGE = Attributes.STAGE_NAME.name();
  private static final String OUTCOME = Attributes.OUTCOME.name();
  private static final String REASON = Attributes.REASON.name();
  private static final String TURN = Attributes.TURN.name();

  private final List<SelfMetric> metrics;

  /** Adds to {@code metrics}. */
  EngineMetrics(List<SelfMetric> metrics) {
    this.metrics = metrics;
  }

  void addLedger(Ledger ledger) {
    ledger.lanes().forEach(this::addLane);
    ledger.exporters().forEach(this::addExporter);
  }

  private void addLane(Ledger.LanePage page) {
    addEvents("collected", page.lane(), page.collected());
    addEvents("created", page.lane(), page.created());
    addEvents("handed_over", page.lane(), page.handedOver());
    addEvents("merged", page.lane(), page.merged());
    add(SelfMetricTypes.LANE_PENDING, Map.of(TARGET, page.lane()), page.pending());
    page.dropped()
        .forEach(
            (stageAndReason, count) -> {
              int slash = stageAndReason.indexOf('/');
              String stage = slash < 0 ? "" : stageAndReason.substring(0, slash);
              String reason = stageAndReason.substring(slash + 1);
              add(
                  SelfMetricTypes.LANE_DROPPED,
                  Map.of(TARGET, page.lane(), STAGE, stage, REASON, reason),
                  count);
            });
  }

  private void addEvents(String outcome, String lane, long count) {
    add(SelfMetricTypes.LANE_EVENTS, Map.of(TARGET, lane, OUTCOME, outcome), count);
  }

  private void addExporter(Ledger.ExporterPage page) {
    add(SelfMetricTypes.EXPORTER_EXPORTED, Map.of(EXPORTER, page.exporter()), page.exported());
    page.dropped()
        .forEach(
            (reason, count) ->
                add(
                    SelfMetricTypes.EXPORTER_DROPPED,
                    Map.of(EXPORTER, page.exporter(), REASON, reason),
                    count));
  }

  void addQueue(ExportQueue queue) {
    Map<String, String> labels = Map.of(EXPORTER, queue.page().exporter());
    add(SelfMetricTypes.EXPORTER_QUEUE_SIZE, labels, queue.size());
    add(SelfMetricTypes.EXPORTER_QUEUE_BYTES, labels, queue.bytes());
  }

  void addTarget(TargetRuntime runtime, OverheadBudget budget, long now) {
    String target = runtime.target().id();
    for (Turn turn : Turn.values()) {
      Map<String, String> labels =
          Map.of(TARGET, target, TURN, turn.name().toLowerCase(Locale.ROOT));
      add(SelfMetricTypes.TARGET_SERVER_TIME, labels, budget.spentSeconds(target, turn));
      add(SelfMetricTypes.TARGET_OVERHEAD, labels, budget.recentRatio(target, turn, now));
    }
    runtime
        .collectors()
        .forEach(collector -> collector.task().meter.addTo(metrics, collector.isActive()));
    for (Stage stage : runtime.lane().stages()) {
      add(
          SelfMetricTypes.STAGE_FAILURES,
          Map.of(TARGET, target, STAGE, stage.name()),
          stage.failures());
    }
  }

  private void add(EventType type, Map<String, String> labels, long value) {
    add(type, labels, (double) value);
  }

  private void add(EventType type, Map<String, String> labels, double value) {
    metrics.add(new SelfMetric(type, labels, value));
  }
}
