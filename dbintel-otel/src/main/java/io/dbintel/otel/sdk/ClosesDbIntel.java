package io.dbintel.otel.sdk;

import io.dbintel.core.DbIntel;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes dbintel when what it was put before is shut down. As a processor it looks at nothing, so
 * that it costs spans and log records nothing. Thread-safe.
 */
final class ClosesDbIntel implements SpanProcessor, LogRecordProcessor {
  private static final long READING_SECONDS = 10;

  private record Closing(DbIntel dbintel, SdkMeterProvider meters) {
    /** Gauges are read while they are there; what closing brings is read when metrics shut down. */
    private void run() {
      meters.forceFlush().join(READING_SECONDS, TimeUnit.SECONDS);
      dbintel.close();
    }
  }

  private final AtomicReference<@Nullable Closing> closing = new AtomicReference<>();

  void closes(DbIntel dbintel, SdkMeterProvider meters) {
    closing.set(new Closing(dbintel, meters));
  }

  /**
   * Waits for the last reading of metrics, ten seconds at most, and for dbintel to close, at most
   * for its closing deadline. Idempotent; never throws.
   */
  @Override
  public CompletableResultCode shutdown() {
    Closing once = closing.getAndSet(null);
    if (once != null) {
      once.run();
    }
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public void close() {
    shutdown();
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public void onEmit(Context context, ReadWriteLogRecord log) {}
}
