package io.dbintel.otel.sdk;

import io.dbintel.core.DbIntel;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Closes dbintel when the tracer provider is shut down, which the SDK does before it shuts down
 * metrics and logs. It wants to see no span, so it costs none anything. Thread-safe.
 */
final class ClosesDbIntel implements SpanProcessor {
  private volatile @Nullable DbIntel dbintel;

  void closes(DbIntel instance) {
    dbintel = instance;
  }

  @Override
  public CompletableResultCode shutdown() {
    DbIntel instance = dbintel;
    if (instance != null) {
      instance.close();
    }
    return CompletableResultCode.ofSuccess();
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
}
