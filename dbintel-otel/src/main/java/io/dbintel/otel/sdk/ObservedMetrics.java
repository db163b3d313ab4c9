package io.dbintel.otel.sdk;

import io.dbintel.core.spi.ExportAnswer.Signal;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** A metric exporter that is heard. Thread-safe if its exporter is. */
final class ObservedMetrics implements MetricExporter {
  private final MetricExporter exporter;
  private final ExportObserver observer;

  ObservedMetrics(MetricExporter exporter, ExportObserver observer) {
    this.exporter = exporter;
    this.observer = observer;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    // Counted now: in the reusable memory mode the data is another's after the export.
    int ours = 0;
    for (MetricData metric : metrics) {
      if (ExportObserver.isOurs(metric.getInstrumentationScopeInfo())) {
        ours += metric.getData().getPoints().size();
      }
    }
    CompletableResultCode result;
    try {
      result = exporter.export(metrics);
    } catch (RuntimeException failure) {
      observer.threw(Signal.METRICS, ours, failure);
      throw failure;
    }
    return observer.hear(Signal.METRICS, ours, result);
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return exporter.getAggregationTemporality(instrument);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType instrument) {
    return exporter.getDefaultAggregation(instrument);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return exporter.getMemoryMode();
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  @Override
  public void close() {
    exporter.close();
  }

  @Override
  public String toString() {
    return "ObservedMetrics{" + exporter + "}";
  }
}
