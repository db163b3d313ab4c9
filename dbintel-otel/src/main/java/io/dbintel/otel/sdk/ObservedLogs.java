package io.dbintel.otel.sdk;

import io.dbintel.core.spi.ExportAnswer.Signal;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/** A log exporter that is heard. Thread-safe if its exporter is. */
final class ObservedLogs implements LogRecordExporter {
  private final LogRecordExporter exporter;
  private final ExportObserver observer;

  ObservedLogs(LogRecordExporter exporter, ExportObserver observer) {
    this.exporter = exporter;
    this.observer = observer;
  }

  @Override
  public CompletableResultCode export(Collection<LogRecordData> logs) {
    int ours = 0;
    for (LogRecordData log : logs) {
      if (ExportObserver.isOurs(log.getInstrumentationScopeInfo())) {
        ours++;
      }
    }
    CompletableResultCode result;
    try {
      result = exporter.export(logs);
    } catch (RuntimeException failure) {
      observer.threw(Signal.LOGS, ours, failure);
      throw failure;
    }
    return observer.hear(Signal.LOGS, ours, result);
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
    return "ObservedLogs{" + exporter + "}";
  }
}
