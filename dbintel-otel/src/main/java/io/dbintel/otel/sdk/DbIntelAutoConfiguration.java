package io.dbintel.otel.sdk;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.config.ConfigException;
import io.dbintel.otel.OpenTelemetryConfig;
import io.dbintel.otel.OpenTelemetryExporterProvider;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts dbintel with the host's auto-configured SDK, for hosts that want two properties and no
 * code:
 *
 * <pre>{@code
 * dbintel.enabled=true                      # or DBINTEL_ENABLED
 * dbintel.config=/etc/orders/dbintel.yaml   # or DBINTEL_CONFIG
 * }</pre>
 *
 * <p>An exporter of type {@code opentelemetry} in the file gets the SDK if it names no other; if
 * the file has none, one with default bounds is added, unless the file refers to the SDK by itself,
 * as <code>{ref: otel}</code>. What the host's log and metric exporters are answered is heard.
 * dbintel is closed when the SDK is shut down, before its metrics and logs are, and after gauges
 * were read for the last time, so that what was collected still goes out; the thread that shuts
 * down waits for it, at most for dbintel's closing deadline and ten seconds.
 *
 * <p>Whatever is wrong with the configuration is told in one log record, and the host goes on
 * without dbintel. With {@code otel.sdk.disabled=true} dbintel is not started either.
 *
 * <p>It has no effect with declarative configuration ({@code otel.config.file}), which asks no
 * customizer.
 *
 * <p>Made by {@link java.util.ServiceLoader}, once for each SDK that is configured; used by the
 * thread that configures. The service file is in {@code dbintel-otel-autoconfigure} alone: it is
 * loaded by every host that has it, and this class needs an auto-configuration that has listeners.
 */
public final class DbIntelAutoConfiguration
    implements AutoConfigurationCustomizerProvider, AutoConfigureListener {
  static final String ENABLED = "dbintel.enabled";
  static final String CONFIG = "dbintel.config";
  private static final String REFERENCE = "otel";
  private static final String EXPORTER = "opentelemetry";

  private final System.Logger log = System.getLogger("io.dbintel");
  private final ExportObserver observer = ExportObserver.create();
  private final ClosesDbIntel closer = new ClosesDbIntel();
  private @Nullable ConfigProperties properties;
  private boolean isPut;

  /** For {@link java.util.ServiceLoader}. */
  public DbIntelAutoConfiguration() {}

  @Override
  public void customize(AutoConfigurationCustomizer sdk) {
    sdk.addPropertiesCustomizer(
        found -> {
          properties = found;
          return Map.of();
        });
    sdk.addLogRecordExporterCustomizer(
        (exporter, found) -> isEnabled(found) ? observer.observe(exporter) : exporter);
    sdk.addMetricExporterCustomizer(
        (exporter, found) -> isEnabled(found) ? observer.observe(exporter) : exporter);
    putCloserFirst(sdk);
  }

  /**
   * The SDK shuts traces down first, then metrics, then logs, and dbintel must be closed before
   * metrics and logs are. So the closer stands before the first span processor. Where there are no
   * traces, one would make the SDK record spans for nobody: there the closer stands before each
   * metric reader, whichever is shut down first, and without metrics before the logs.
   */
  private void putCloserFirst(AutoConfigurationCustomizer sdk) {
    sdk.addMetricReaderCustomizer(
        (reader, found) -> {
          if (!isEnabled(found) || !isWithoutTraces(found)) {
            return reader;
          }
          isPut = true;
          return new ClosingReader(reader, closer);
        });
    sdk.addSpanProcessorCustomizer(
        (processor, found) ->
            isEnabled(found) && takesFirstPlace()
                ? SpanProcessor.composite(closer, processor)
                : processor);
    sdk.addLogRecordProcessorCustomizer(
        (processor, found) ->
            isEnabled(found) && takesFirstPlace()
                ? LogRecordProcessor.composite(closer, processor)
                : processor);
  }

  private boolean takesFirstPlace() {
    boolean first = !isPut;
    isPut = true;
    return first;
  }

  private static boolean isWithoutTraces(ConfigProperties properties) {
    return properties.getList("otel.traces.exporter").equals(List.of("none"));
  }

  private static boolean isEnabled(ConfigProperties properties) {
    return properties.getBoolean(ENABLED, false)
        && !properties.getBoolean("otel.sdk.disabled", false);
  }

  @Override
  public void afterAutoConfigure(OpenTelemetrySdk sdk) {
    ConfigProperties found = properties;
    if (found == null || !isEnabled(found)) {
      return;
    }
    if (!isPut) {
      refuse("the SDK exports no traces, no metrics and no logs");
      return;
    }
    String file = found.getString(CONFIG);
    if (file == null || file.isEmpty()) {
      refuse(ENABLED + " is true but " + CONFIG + " does not name a file");
      return;
    }
    try {
      closer.closes(start(Path.of(file), sdk), sdk.getSdkMeterProvider());
    } catch (InvalidPathException wrong) {
      refuse(CONFIG + " is not a path");
    } catch (ConfigException wrong) {
      refuse(wrong.getMessage());
    } catch (IllegalStateException failed) {
      // What start() throws is fit to be read.
      refuse(failed.getMessage());
    } catch (RuntimeException | LinkageError failed) {
      refuse(
          failed.getClass().getName() + " while it was built; is all it needs on the class path?");
    }
  }

  private DbIntel start(Path file, OpenTelemetrySdk sdk) {
    OpenTelemetry host = new ObservedOpenTelemetry(sdk, observer);
    DbIntelBuilder builder =
        DbIntel.builder().config(file).register(OpenTelemetryExporterProvider.lending(host));
    FileMentions mentions = FileMentions.in(file);
    if (mentions.references().contains(REFERENCE)) {
      builder.bind(REFERENCE, OpenTelemetry.class, host);
    } else if (!mentions.exporterTypes().contains(EXPORTER)) {
      builder.exporter(EXPORTER, OpenTelemetryConfig.defaults());
    }
    return builder.build().start();
  }

  private void refuse(@Nullable String why) {
    log.log(
        System.Logger.Level.ERROR,
        () -> "dbintel was not started, and the service goes on without it: " + why);
  }
}
