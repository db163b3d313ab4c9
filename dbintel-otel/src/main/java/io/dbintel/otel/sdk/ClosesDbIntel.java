package io.dbintel.otel.sdk;

import io.dbintel.core.DbIntel;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Closes dbintel when what it was put before is shut down. As a processor it looks at nothing, so
 * that it costs spans and log records nothing. Thread-safe.
 */
final class ClosesDbIntel implements SpanProcessor, LogRecordProcessor {
  private volatile @Nullable DbIntel dbintel;

  void closes(DbIntel instance) {
    dbintel = instance;
  }

  /** Waits for dbintel to close, at most for its closing deadline. Idempotent; never throws. */
  @Override
  public CompletableResultCode shutdown() {
    DbIntel instance = dbintel;
    if (instance != null) {
      instance.close();
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
