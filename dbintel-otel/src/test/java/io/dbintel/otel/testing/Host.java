package io.dbintel.otel.testing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A service with an SDK of its own, which exports by OTLP over HTTP when the test says so. */
public final class Host implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final OpenTelemetrySdk sdk;

  private Host(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  public static Host exportingTo(String endpoint) {
    return exportingTo(endpoint, AggregationTemporalitySelector.alwaysCumulative());
  }

  public static Host exportingTo(String endpoint, AggregationTemporalitySelector temporality) {
    return exportingTo(endpoint, temporality, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** With exporters that something stands before, and that try once. */
  public static Host exportingTo(
      String endpoint,
      AggregationTemporalitySelector temporality,
      UnaryOperator<LogRecordExporter> logs,
      UnaryOperator<MetricExporter> metrics) {
    return exportingTo(endpoint, temporality, logs, metrics, null);
  }

  /** With exporters that something stands before, and that try again as they are told. */
  public static Host exportingTo(
      String endpoint,
      AggregationTemporalitySelector temporality,
      UnaryOperator<LogRecordExporter> logs,
      UnaryOperator<MetricExporter> metrics,
      @Nullable RetryPolicy retries) {
    return exportingTo(
        endpoint, temporality, logs, metrics, retries, meters -> {}, (context, log) -> {});
  }

  /** With a provider of meters as the test wants it. */
  public static Host metering(
      String endpoint,
      AggregationTemporalitySelector temporality,
      Consumer<SdkMeterProviderBuilder> meters) {
    return exportingTo(
        endpoint,
        temporality,
        UnaryOperator.identity(),
        UnaryOperator.identity(),
        null,
        meters,
        (context, log) -> {});
  }

  /** With a processor of log records before the one that exports. */
  public static Host processing(String endpoint, LogRecordProcessor processor) {
    return exportingTo(
        endpoint,
        AggregationTemporalitySelector.alwaysCumulative(),
        UnaryOperator.identity(),
        UnaryOperator.identity(),
        null,
        meters -> {},
        processor);
  }

  private static Host exportingTo(
      String endpoint,
      AggregationTemporalitySelector temporality,
      UnaryOperator<LogRecordExporter> logs,
      UnaryOperator<MetricExporter> metrics,
      @Nullable RetryPolicy retries,
      Consumer<SdkMeterProviderBuilder> meters,
      LogRecordProcessor processor) {
    LogRecordExporter logExporter =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(endpoint + "/v1/logs")
            .setTimeout(Duration.ofSeconds(2))
            .setRetryPolicy(retries)
            .build();
    MetricExporter metricExporter =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(endpoint + "/v1/metrics")
            .setTimeout(Duration.ofSeconds(2))
            .setRetryPolicy(retries)
            .setAggregationTemporalitySelector(temporality)
            .build();
    Resource resource =
        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "orders-service"));
    SdkMeterProviderBuilder meterProvider =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(
                PeriodicMetricReader.builder(metrics.apply(metricExporter))
                    .setInterval(Duration.ofHours(1))
                    .build());
    meters.accept(meterProvider);
    return new Host(
        OpenTelemetrySdk.builder()
            .setLoggerProvider(
                SdkLoggerProvider.builder()
                    .setResource(resource)
                    .addLogRecordProcessor(processor)
                    .addLogRecordProcessor(
                        BatchLogRecordProcessor.builder(logs.apply(logExporter))
                            .setScheduleDelay(Duration.ofHours(1))
                            .setMaxQueueSize(100_000)
                            .build())
                    .build())
            .setMeterProvider(meterProvider.build())
            .build());
  }

  public OpenTelemetrySdk sdk() {
    return sdk;
  }

  /**
   * Exports what there is, and waits until that ended. The SDK does not say whether it went out: a
   * flush succeeds whatever the exports are answered.
   */
  public void flush() {
    flushLogs();
    flushMetrics();
  }

  public void flushLogs() {
    ended(sdk.getSdkLoggerProvider().forceFlush());
  }

  public void flushMetrics() {
    ended(sdk.getSdkMeterProvider().forceFlush());
  }

  private static void ended(CompletableResultCode flush) {
    if (!flush.join(PATIENCE_SECONDS, TimeUnit.SECONDS).isDone()) {
      throw new AssertionError("a flush did not end in " + PATIENCE_SECONDS + " s");
    }
  }

  @Override
  public void close() {
    sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
