package io.dbintel.otel;

import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.testkit.ExporterContract;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** The SDK's own destination is a count of log records. */
class OpenTelemetryExporterContractTest extends ExporterContract<OpenTelemetryConfig> {
  private final AtomicLong records = new AtomicLong();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setLoggerProvider(
              SdkLoggerProvider.builder()
                  .addLogRecordProcessor((context, record) -> records.incrementAndGet())
                  .build())
          .setMeterProvider(SdkMeterProvider.builder().build())
          .build();

  @AfterEach
  void closeTheSdk() {
    sdk.close();
  }

  @Override
  protected ExporterProvider<OpenTelemetryConfig> provider() {
    return new OpenTelemetryExporterProvider();
  }

  @Override
  protected OpenTelemetryConfig config() {
    OpenTelemetryConfig defaults = OpenTelemetryConfig.defaults();
    return new OpenTelemetryConfig(
        sdk, listener -> () -> {}, defaults.maxSeries(), defaults.gaugeTimeToLive());
  }

  @Override
  protected long arrived(Exporter exporter) {
    return records.get();
  }
}
