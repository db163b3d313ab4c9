package io.dbintel.otel.sdk;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.io.IOException;

/** A metric reader that has dbintel closed before it reads for the last time. */
final class ClosingReader implements MetricReader {
  private final MetricReader reader;
  private final ClosesDbIntel closer;

  ClosingReader(MetricReader reader, ClosesDbIntel closer) {
    this.reader = reader;
    this.closer = closer;
  }

  @Override
  public void register(CollectionRegistration registration) {
    reader.register(registration);
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return reader.getAggregationTemporality(instrument);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType instrument) {
    return reader.getDefaultAggregation(instrument);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return reader.getMemoryMode();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return reader.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    closer.shutdown();
    return reader.shutdown();
  }

  @Override
  public void close() throws IOException {
    closer.shutdown();
    reader.close();
  }

  @Override
  public String toString() {
    return "ClosingReader{" + reader + "}";
  }
}
