package io.dbintel.otel.sdk;

import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportAnswer.Signal;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.otel.OpenTelemetryExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the host's exporters and tells dbintel what they are answered:
 *
 * <pre>{@code
 * ExportObserver observer = ExportObserver.create();
 * BatchLogRecordProcessor.builder(observer.observe(logExporter)) …
 * PeriodicMetricReader.builder(observer.observe(metricExporter)) …
 * OpenTelemetryExporter.builder(openTelemetry).feedback(observer).build()
 * }</pre>
 *
 * <p><b>What can be seen.</b> Whether an export that held something of dbintel's succeeded, after
 * whatever retries the exporter makes by itself; and of OTLP exporters why it failed: the HTTP
 * status, the gRPC status, or that there was no connection or no answer in time. Of other exporters
 * only what exception they fail with, if any; of an SDK that does not tell statuses, only that it
 * failed.
 *
 * <p><b>What cannot be seen</b>, because the SDK does not show it: a partial success, which the
 * OTLP exporters call a success; a {@code Retry-After}, because no header is shown; what a batch
 * processor drops because its own queue is full; attempts that were retried and then succeeded.
 *
 * <p>Thread-safe. It adds a pass over the scopes of a batch, changes neither the batch, the answer,
 * the temporality, the aggregation nor the memory mode, and whatever goes wrong in it stays in it.
 */
public final class ExportObserver implements ExportFeedback.Source {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private ExportObserver() {}

  /** One that nobody listens to yet. */
  public static ExportObserver create() {
    return new ExportObserver();
  }

  /** An exporter that does what {@code exporter} does, and is heard. */
  public LogRecordExporter observe(LogRecordExporter exporter) {
    return new ObservedLogs(Objects.requireNonNull(exporter, "exporter"), this);
  }

  /** An exporter that does what {@code exporter} does, and is heard. */
  public MetricExporter observe(MetricExporter exporter) {
    return new ObservedMetrics(Objects.requireNonNull(exporter, "exporter"), this);
  }

  @Override
  public ExportFeedback.Connection connect(Consumer<ExportAnswer> listener) {
    Listener one = new Listener(Objects.requireNonNull(listener, "listener"));
    listeners.add(one);
    return () -> listeners.remove(one);
  }

  /** Told apart by identity: an instance that connects twice hears twice. */
  private static final class Listener {
    private final Consumer<ExportAnswer> action;

    private Listener(Consumer<ExportAnswer> action) {
      this.action = action;
    }
  }

  static boolean isOurs(InstrumentationScopeInfo scope) {
    return scope.getName().equals(OpenTelemetryExporter.SCOPE);
  }

  /** Tells when it is known, if any of it was ours. */
  CompletableResultCode hear(Signal signal, int ours, CompletableResultCode result) {
    if (ours > 0) {
      result.whenComplete(() -> tell(() -> ended(signal, ours, result)));
    }
    return result;
  }

  private static ExportAnswer ended(Signal signal, int ours, CompletableResultCode result) {
    return result.isSuccess()
        ? ExportAnswer.accepted(signal, ours)
        : why(signal, ours, () -> result.getFailureThrowable());
  }

  /**
   * Why it failed, with what newer SDKs show: an older one lacks the types that tell statuses, or
   * the way to ask.
   */
  private static ExportAnswer why(Signal signal, int ours, Supplier<@Nullable Throwable> failure) {
    try {
      return FailedExport.answer(signal, ours, failure.get());
    } catch (LinkageError older) {
      return ExportAnswer.unavailable(
          signal, ours, "export_failed", Duration.ZERO, "The SDK's log says why.");
    }
  }

  /** Tells that the exporter threw, which it should not. */
  void threw(Signal signal, int ours, Throwable failure) {
    if (ours > 0) {
      tell(() -> why(signal, ours, () -> failure));
    }
  }

  /** On a thread of the host's exporter, which would be stuck if anything came out of here. */
  private void tell(Supplier<ExportAnswer> answer) {
    try {
      ExportAnswer told = answer.get();
      listeners.forEach(listener -> tell(listener, told));
    } catch (Throwable ignored) {
      // The exporter has its answer; only we do not hear it.
    }
  }

  private static void tell(Listener listener, ExportAnswer answer) {
    try {
      listener.action.accept(answer);
    } catch (Throwable ignored) {
      // The other listeners hear it all the same.
    }
  }
}
