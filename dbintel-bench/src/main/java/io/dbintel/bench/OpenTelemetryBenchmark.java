package io.dbintel.bench;

import io.dbintel.core.engine.BenchComponents;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.otel.OpenTelemetryExporter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An event into OpenTelemetry's SDK, whose exporter does nothing. */
@State(Scope.Thread)
public class OpenTelemetryBenchmark {
  private static final int EVENTS = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final AttributeKey<String> TARGET = AttributeKey.stringKey("dbintel.target.id");
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
  private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
  private static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
  private static final AttributeKey<String> FINGERPRINT = AttributeKey.stringKey("a.fingerprint");
  private static final AttributeKey<String> BY = AttributeKey.stringKey("a.identified_by");
  private static final AttributeKey<Boolean> TRUNCATED = AttributeKey.booleanKey("a.truncated");
  private static final AttributeKey<String> USER = AttributeKey.stringKey("a.user");
  private static final AttributeKey<String> SESSION = AttributeKey.stringKey("a.session");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("a.state");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("a.kind");
  private static final AttributeKey<Double> DURATION = AttributeKey.doubleKey("a.duration");
  private static final AttributeKey<Long> SAMPLES = AttributeKey.longKey("a.samples");
  private static final AttributeKey<Boolean> CONTINUED = AttributeKey.booleanKey("a.continued");
  private static final AttributeKey<String> WAIT_CLASS = AttributeKey.stringKey("a.wait.class");
  private static final AttributeKey<String> WAIT_EVENT = AttributeKey.stringKey("a.wait.event");
  private static final AttributeKey<Double> TRANSACTION = AttributeKey.doubleKey("a.transaction");
  private static final AttributeKey<Double> QUERY = AttributeKey.doubleKey("a.query");
  private static final AttributeKey<Double> WEIGHT =
      AttributeKey.doubleKey("dbintel.sampling.weight");

  private final List<DbEvent> events = SampleEvents.frozen(EVENTS);
  private final SampleRecord record = SampleRecord.sample();
  private final OpenTelemetryExporter exporter;
  private final Logger logger;

  /** Sets up the SDK and opens our exporter to it. */
  public OpenTelemetryBenchmark() {
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setLoggerProvider(
                SdkLoggerProvider.builder()
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(new Nowhere()))
                    .build())
            .build();
    exporter = OpenTelemetryExporter.create(sdk);
    exporter.open(BenchComponents.context("opentelemetry"));
    logger = sdk.getLogsBridge().loggerBuilder("floor").build();
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  @Row(value = "an event to OpenTelemetry's SDK", beside = "sdkAlone")
  public ExportResult exporter() {
    return exporter.export(events, TIMEOUT);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  @Row("the SDK's log record builder, the same attributes")
  public void sdkAlone() {
    for (int i = 0; i < EVENTS; i++) {
      logger
          .logRecordBuilder()
          .setContext(Context.root())
          .setEventName("db.server.query_sample")
          .setTimestamp(SampleEvents.EPOCH_NANOS, TimeUnit.NANOSECONDS)
          .setSeverity(Severity.INFO)
          .setSeverityText("INFO")
          .setAllAttributes(attributes())
          .emit();
    }
  }

  private Attributes attributes() {
    return Attributes.builder()
        .put(TARGET, "orders")
        .put(SYSTEM, record.system())
        .put(NAMESPACE, record.namespace())
        .put(ADDRESS, record.address())
        .put(PORT, record.port())
        .put(TEXT, record.text())
        .put(SUMMARY, record.summary())
        .put(FINGERPRINT, record.fingerprint())
        .put(BY, record.identifiedBy())
        .put(TRUNCATED, record.truncated())
        .put(USER, record.user())
        .put(SESSION, record.session())
        .put(STATE, record.state())
        .put(KIND, record.kind())
        .put(DURATION, record.duration())
        .put(SAMPLES, record.samples())
        .put(CONTINUED, record.continued())
        .put(WAIT_CLASS, record.waitClass())
        .put(WAIT_EVENT, record.waitEvent())
        .put(TRANSACTION, record.transactionAge())
        .put(QUERY, record.queryAge())
        .put(WEIGHT, 1.0)
        .build();
  }

  private static final class Nowhere implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
