package io.dbintel.otel;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.HealthStatus;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the OpenTelemetry of the host, which is borrowed and never shut down. All of it
 * is under one scope, {@value #SCOPE}, with the version of this library.
 *
 * <ul>
 *   <li>An <b>occurrence</b> becomes a log record with an event name, its time, a severity by its
 *       priority (finding WARN, important INFO2, normal INFO, bulk DEBUG) and all its attributes
 *       with their types, with {@code dbintel.target.id} and {@code dbintel.sampling.weight}. Only
 *       a finding has a body, its message: elsewhere a body would say again what attributes say. It
 *       belongs to no trace.
 *   <li>A <b>measurement</b> becomes a metric. Counters are added to, so the sum of what arrives is
 *       the sum of what was measured, whichever temporality the host chose. Gauges and up-down
 *       counters are read from the last values, which go when they were not measured again for a
 *       while. Its labels are the attributes it carries, and the target.
 *   <li><b>dbintel's own numbers</b> are read when OpenTelemetry asks; their totals are added to
 *       counters too, and go on in an instance that is built after this one.
 * </ul>
 *
 * <p>{@linkplain ExportResult.Exported Exported} means: handed to the host's OpenTelemetry, whose
 * API does not answer. What its exporters are answered can be heard with {@link
 * Builder#feedback(ExportFeedback.Source)}. An event is handed on once: nothing is retried after
 * any of a batch went in.
 *
 * <p>Thread-safe; exports take turns.
 */
public final class OpenTelemetryExporter implements Exporter {
  /** The instrumentation scope of all that is handed on. */
  public static final String SCOPE = "io.dbintel";

  private static final Duration OVERFLOW_MEMORY = Duration.ofMinutes(5);

  private final OpenTelemetryConfig config;
  private final Object lock = new Object();
  private @Nullable ComponentContext context;
  private @Nullable Connected connected;
  private ExportFeedback.@Nullable Connection feedback;
  private boolean overflowTold;
  private long overflowedAt;
  private boolean closed;

  OpenTelemetryExporter(OpenTelemetryConfig config) {
    this.config = config;
  }

  /** An exporter to the host's OpenTelemetry, with the default bounds. */
  public static OpenTelemetryExporter create(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Begins an exporter to the host's OpenTelemetry. */
  public static Builder builder(OpenTelemetry openTelemetry) {
    return new Builder(Objects.requireNonNull(openTelemetry, "openTelemetry"));
  }

  /** What was made of an OpenTelemetry. */
  private record Connected(Occurrences occurrences, Measurements measurements, OwnNumbers own) {
    static Connected to(
        OpenTelemetry openTelemetry, OpenTelemetryConfig config, ComponentContext context) {
      String version = LibraryVersion.read();
      Logger logger =
          openTelemetry
              .getLogsBridge()
              .loggerBuilder(SCOPE)
              .setInstrumentationVersion(version)
              .build();
      Meter meter = openTelemetry.meterBuilder(SCOPE).setInstrumentationVersion(version).build();
      Labels labels = new Labels();
      return new Connected(
          new Occurrences(logger, labels, context.clock()),
          new Measurements(meter, labels, config, context),
          new OwnNumbers(meter, context, config.maxSeries()));
    }

    /** Calls what older APIs lack. */
    void probe() {
      occurrences.areTaken();
      Measurements.probe();
    }

    void close() {
      own.close();
      measurements.close();
    }
  }

  @Override
  public void open(ComponentContext given) {
    synchronized (lock) {
      context = given;
      try {
        Connected now = connect(given);
        if (now != null) {
          now.probe();
        }
      } catch (LinkageError tooOld) {
        throw new Unusable(tooOld);
      }
      ExportFeedback.Source source = source();
      if (source != null) {
        feedback = source.connect(given.exportFeedback()::answered);
      }
    }
  }

  /** What was configured, or what is an OpenTelemetry and a source in one. */
  private ExportFeedback.@Nullable Source source() {
    if (config.feedback() != null) {
      return config.feedback();
    }
    return config.openTelemetry() instanceof ExportFeedback.Source source ? source : null;
  }

  /** Connects if it can; the global one may be registered later than we start. */
  private @Nullable Connected connect(ComponentContext given) {
    if (connected == null) {
      OpenTelemetry host = config.openTelemetry();
      // To get it while it is not set would set it for good, to one that does nothing.
      if (host == null && GlobalOpenTelemetry.isSet()) {
        host = GlobalOpenTelemetry.get();
      }
      if (host != null) {
        connected = Connected.to(host, config, given);
      }
    }
    return connected;
  }

  @Override
  public ExportResult export(List<DbEvent> events, Duration timeout) {
    synchronized (lock) {
      ComponentContext given = context;
      if (closed || given == null) {
        return ExportResult.refused("closed");
      }
      Connected to = connect(given);
      if (to == null) {
        given
            .health()
            .report(
                HealthStatus.DOWN,
                "no_opentelemetry",
                "no OpenTelemetry was given and none is registered globally",
                "Give it: OpenTelemetryExporter.create(openTelemetry); or register one with"
                    + " GlobalOpenTelemetry.set.");
        return ExportResult.retry("no_opentelemetry", Duration.ZERO);
      }
      Refusals refusals = handOn(events, to, given);
      report(to, given);
      return refusals.result();
    }
  }

  /** Nothing comes out of here once an event went in: the batch would be tried again. */
  private static Refusals handOn(List<DbEvent> events, Connected to, ComponentContext given) {
    Refusals refusals = new Refusals();
    boolean logs = to.occurrences().areTaken();
    boolean metrics = to.measurements().areTaken();
    for (int i = 0; i < events.size(); i++) {
      try {
        String refusal = handOn(events.get(i), to, logs, metrics);
        if (refusal != null) {
          refusals.add(refusal);
        }
      } catch (VirtualMachineError | ThreadDeath fatal) {
        // To go on would make it worse, and to try again would add counters twice.
        refusals.add(Refusals.FAILED, events.size() - i);
        log(given, "the rest of a batch was not taken", fatal);
        break;
      } catch (Throwable failure) {
        // Whatever the host plugged in there, and whatever it lacks.
        refusals.add(Refusals.FAILED);
        log(given, "an event was not taken", failure);
      }
    }
    return refusals;
  }

  /** Why it was refused; null if it was not. */
  private static @Nullable String handOn(
      DbEvent event, Connected to, boolean logs, boolean metrics) {
    if (event.type().isMeasurement()) {
      return metrics ? to.measurements().record(event) : Refusals.METRICS_DISABLED;
    }
    if (!logs) {
      return Refusals.LOGS_DISABLED;
    }
    to.occurrences().emit(event);
    return null;
  }

  private static void log(ComponentContext given, String what, Throwable failure) {
    given.logger().log(System.Logger.Level.WARNING, what, failure);
  }

  private void report(Connected to, ComponentContext given) {
    Clock clock = given.clock();
    String overflowing = to.measurements().takeOverflowing();
    if (!overflowing.isEmpty()) {
      overflowTold = true;
      overflowedAt = clock.nanoTime();
      given
          .health()
          .report(
              HealthStatus.DEGRADED,
              Refusals.SERIES_LIMIT,
              overflowing + " has more than " + config.maxSeries() + " label sets",
              "Find the label that grows, or raise maxSeries, and the SDK's cardinality limit with"
                  + " it.");
    } else if (!overflowTold || clock.nanoTime() - overflowedAt >= OVERFLOW_MEMORY.toNanos()) {
      overflowTold = false;
      reportNames(to, given);
    }
  }

  private static void reportNames(Connected to, ComponentContext given) {
    if (to.occurrences().areTaken() && to.occurrences().losesNames()) {
      given
          .health()
          .report(
              HealthStatus.DEGRADED,
              "event_names_lost",
              "the OpenTelemetry SDK is older than the API and drops the names of events; they are"
                  + " in the attribute event.name",
              "Manage io.opentelemetry:opentelemetry-bom, so that SDK and API are of one version,"
                  + " 1.50 or newer.");
    } else {
      given.health().up();
    }
  }

  /**
   * Takes no more events and stops reporting gauges: who wants a last reading of them has metrics
   * flushed before. The OpenTelemetry it borrowed lives on.
   */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (feedback != null) {
        feedback.close();
        feedback = null;
      }
      if (connected != null) {
        connected.close();
        connected = null;
      }
    }
  }

  /** Says how many series, for how long, and who hears the answers. Not thread-safe. */
  public static final class Builder {
    private OpenTelemetryConfig config;

    private Builder(OpenTelemetry openTelemetry) {
      OpenTelemetryConfig defaults = OpenTelemetryConfig.defaults();
      config =
          new OpenTelemetryConfig(
              openTelemetry, null, defaults.maxSeries(), defaults.gaugeTimeToLive());
    }

    /**
     * How many label sets a metric may have, 1 to 1 000 000; 900 unless said otherwise. Keep it
     * below half of the SDK's cardinality limit.
     *
     * @throws io.dbintel.core.config.ConfigException if it is out of range
     */
    public Builder maxSeries(int series) {
      config =
          new OpenTelemetryConfig(
              config.openTelemetry(), config.feedback(), series, config.gaugeTimeToLive());
      return this;
    }

    /**
     * For how long a gauge is reported after it was last measured, 1 s to 1 day; three minutes
     * unless said otherwise. One that is measured less often is reported for three times the
     * distance between its readings.
     *
     * @throws io.dbintel.core.config.ConfigException if it is out of range
     */
    public Builder gaugeTimeToLive(Duration time) {
      config =
          new OpenTelemetryConfig(
              config.openTelemetry(), config.feedback(), config.maxSeries(), time);
      return this;
    }

    /** Listens to what the host's exporters are answered, while the exporter is open. */
    public Builder feedback(ExportFeedback.Source source) {
      config =
          new OpenTelemetryConfig(
              config.openTelemetry(),
              Objects.requireNonNull(source, "source"),
              config.maxSeries(),
              config.gaugeTimeToLive());
      return this;
    }

    /** The exporter. Nothing is registered yet. */
    public OpenTelemetryExporter build() {
      return new OpenTelemetryExporter(config);
    }
  }
}
