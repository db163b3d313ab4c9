package io.dbintel.otel;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.ExportFeedback;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@link OpenTelemetryExporter} hands events, and how many series it makes of them.
 *
 * @param openTelemetry the host's, borrowed; null for the one the host registers globally. Nothing
 *     is registered there by dbintel, and until the host does events wait and are tried again
 * @param feedback hears what the host's exporters are answered; null if nothing does
 * @param maxSeries how many label sets a metric may have, 1 to 1 000 000. Further ones of a counter
 *     go into one series with {@code otel.metric.overflow=true}; of a gauge they are dropped and
 *     counted. Keep it below half of the SDK's cardinality limit, which is 2 000 unless a view says
 *     otherwise: beyond that the SDK overflows by itself, gauges too, and it keeps the place of a
 *     series that vanished for one more reading
 * @param gaugeTimeToLive for how long the last value of a gauge is reported after it was last
 *     measured, 1 s to 1 day; one that is measured less often is reported for three times the
 *     distance between its readings, a day at most
 */
public record OpenTelemetryConfig(
    @Nullable OpenTelemetry openTelemetry,
    ExportFeedback.@Nullable Source feedback,
    int maxSeries,
    Duration gaugeTimeToLive) {
  /** Checks the ranges. */
  public OpenTelemetryConfig {
    new ConfigChecks(OpenTelemetryExporterProvider.NAME)
        .inRange("maxSeries", maxSeries, 1, 1_000_000)
        .inRange("gaugeTimeToLive", gaugeTimeToLive, Duration.ofSeconds(1), Duration.ofDays(1))
        .throwIfAny();
  }

  /** The globally registered one, 900 series a metric, three minutes. */
  public static OpenTelemetryConfig defaults() {
    return new OpenTelemetryConfig(null, null, 900, Duration.ofMinutes(3));
  }
}
