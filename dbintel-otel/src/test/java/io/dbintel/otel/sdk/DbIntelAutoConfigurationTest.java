package io.dbintel.otel.sdk;

import static io.dbintel.otel.testing.Toys.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two properties and no code, with the real auto-configuration. */
class DbIntelAutoConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PLAIN =
      """
      version: 1
      name: orders-service
      targets:
        orders: {type: pulse}
      """;

  @TempDir Path folder;
  private final OtlpSink sink;
  private final Logger dbintelLog = Logger.getLogger("io.dbintel");
  private final LogCapture log = new LogCapture();

  DbIntelAutoConfigurationTest() throws IOException {
    sink = OtlpSink.start();
  }

  @BeforeEach
  void listen() {
    dbintelLog.addHandler(log);
  }

  @AfterEach
  void close() {
    dbintelLog.removeHandler(log);
    sink.close();
  }

  private static final class LogCapture extends Handler {
    private final List<java.util.logging.LogRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public void publish(java.util.logging.LogRecord log) {
      records.add(log);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    List<String> errors() {
      return records.stream()
          .filter(log -> log.getLevel().equals(Level.SEVERE))
          .map(java.util.logging.LogRecord::getMessage)
          .toList();
    }
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("dbintel.yaml"), yaml);
  }

  /** What a host has anyway, and these. */
  private OpenTelemetrySdk configured(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.exporter.otlp.endpoint", sink.endpoint());
    properties.put("otel.exporter.otlp.protocol", "http/protobuf");
    properties.put("otel.service.name", "orders-service");
    properties.put("otel.metric.export.interval", "3600000");
    properties.put("otel.blrp.schedule.delay", "100");
    properties.putAll(more);
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesSupplier(() -> properties)
        .build()
        .getOpenTelemetrySdk();
  }

  private OpenTelemetrySdk enabled(Path file, String... more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("dbintel.enabled", "true");
    properties.put("dbintel.config", file.toString());
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return configured(properties);
  }

  private static void shutDown(OpenTelemetrySdk sdk) {
    assertThat(sdk.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dbintel-"))
        .toList();
  }

  @Test
  void twoPropertiesAreEnough() throws IOException {
    OpenTelemetrySdk sdk = enabled(file(PLAIN));
    await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
    shutDown(sdk);
    assertThat(sink.lastPoints("toy.calls")).hasSize(1);
    assertThat(log.errors()).isEmpty();
  }

  /** How many beats the last word tells of. */
  private long beats() {
    Map<String, Object> last =
        sink.logs("toy.sample").stream()
            .map(LogRecord::getAttributesList)
            .map(pairs -> attributes(pairs))
            .filter(attributes -> attributes.containsValue("last word"))
            .findFirst()
            .orElseThrow();
    return (Long) Objects.requireNonNull(last.get("toy.count"));
  }

  private static long calls(OtlpSink sink) {
    return sink.lastPoints("toy.calls").stream().mapToLong(NumberDataPoint::getAsInt).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"otlp", "none"})
  void itIsClosedBeforeTheSdkSoThatItsLastWordGoesOut(String traces) throws IOException {
    OpenTelemetrySdk sdk = enabled(file(PLAIN), "otel.traces.exporter", traces);
    await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
    shutDown(sdk);
    assertThat(sink.logs("toy.sample")).hasSize((int) beats() + 1);
    assertThat(calls(sink)).isEqualTo(beats());
    await().atMost(PATIENCE).until(() -> threads().isEmpty());
  }

  /** Metrics are read once an hour here: what arrives was read at the end. */
  @ParameterizedTest
  @ValueSource(strings = {"otlp", "none"})
  void gaugesAndItsOwnNumbersAreReadALastTime(String traces) throws IOException {
    OpenTelemetrySdk sdk = enabled(file(PLAIN), "otel.traces.exporter", traces);
    await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
    assertThat(sink.metrics("toy.backends")).isEmpty();
    shutDown(sdk);
    assertThat(sink.lastPoints("toy.backends"))
        .singleElement()
        .extracting(NumberDataPoint::getAsInt)
        .isEqualTo(7L);
    assertThat(sink.lastPoints("dbintel.lane.pending")).isNotEmpty();
    assertThat(sink.lastPoints("dbintel.exporter.exported")).isNotEmpty();
  }

  /** Only one of them once stood behind the closer, and the other missed the last word. */
  @ParameterizedTest
  @ValueSource(strings = {"otlp,second", "second,otlp"})
  void eachOfTwoReadersGetsTheLastWordWithoutTraces(String exporters) throws IOException {
    try (OtlpSink second = OtlpSink.start()) {
      OpenTelemetrySdk sdk =
          enabled(
              file(PLAIN),
              "otel.traces.exporter",
              "none",
              "otel.metrics.exporter",
              exporters,
              SecondMetrics.ENDPOINT,
              second.endpoint());
      await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
      shutDown(sdk);
      assertThat(calls(sink)).isEqualTo(beats());
      assertThat(calls(second)).isEqualTo(beats());
    }
  }

  @Test
  void withLogsAloneItsLastWordGoesOutToo() throws IOException {
    OpenTelemetrySdk sdk =
        enabled(file(PLAIN), "otel.traces.exporter", "none", "otel.metrics.exporter", "none");
    await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
    shutDown(sdk);
    assertThat(sink.logs("toy.sample"))
        .anyMatch(log -> attributes(log.getAttributesList()).containsValue("last word"));
    await().atMost(PATIENCE).until(() -> threads().isEmpty());
  }

  @Test
  void anSdkThatExportsNothingMeansNoDbintel() throws IOException {
    OpenTelemetrySdk sdk =
        enabled(
            file(PLAIN),
            "otel.traces.exporter",
            "none",
            "otel.metrics.exporter",
            "none",
            "otel.logs.exporter",
            "none");
    assertThat(threads()).isEmpty();
    assertThat(log.errors()).singleElement().asString().contains("exports no traces");
    shutDown(sdk);
  }

  @Test
  void aHostWithoutTracesStaysWithout() throws IOException {
    OpenTelemetrySdk sdk = enabled(file(PLAIN), "otel.traces.exporter", "none");
    Span span = sdk.getTracer("host").spanBuilder("request").startSpan();
    assertThat(span.isRecording()).isFalse();
    shutDown(sdk);
  }

  @Test
  void whatTheHostsExportersAreAnsweredIsHeard() throws IOException {
    OpenTelemetrySdk sdk = enabled(file(PLAIN));
    await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
    assertThat(sdk.getSdkLoggerProvider().toString()).contains("ObservedLogs");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              sdk.getSdkMeterProvider().forceFlush().join(30, TimeUnit.SECONDS);
              return sink.lastPoints("dbintel.export.answers").stream()
                  .map(NumberDataPoint::getAttributesList)
                  .map(pairs -> attributes(pairs))
                  .anyMatch(
                      labels ->
                          "logs".equals(labels.get("dbintel.export.signal"))
                              && "accepted".equals(labels.get("dbintel.outcome")));
            });
    shutDown(sdk);
  }

  @Test
  void theFileMaySayHowToExport() throws IOException {
    OpenTelemetrySdk sdk =
        enabled(
            file(
                PLAIN
                    + """
                    exporters:
                      mine: {type: opentelemetry, openTelemetry: {ref: otel}, maxSeries: 10}
                    """));
    await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
    sdk.getSdkMeterProvider().forceFlush().join(30, TimeUnit.SECONDS);
    shutDown(sdk);
    assertThat(log.errors()).isEmpty();
    assertThat(sink.lastPoints("dbintel.exporter.exported"))
        .extracting(point -> attributes(point.getAttributesList()).get("dbintel.exporter.name"))
        .containsExactly("mine");
    assertThat(sink.lastPoints("dbintel.export.answers")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"opentelemetry: {maxSeries: 10}", "mine: {type: opentelemetry, maxSeries: 10}"})
  void anExporterOfTheFileThatNamesNoOpenTelemetryGetsTheSdk(String exporter) throws IOException {
    OpenTelemetrySdk sdk = enabled(file(PLAIN + "exporters:\n  " + exporter + "\n"));
    assertThat(log.errors()).isEmpty();
    await().atMost(PATIENCE).until(() -> !sink.logs("toy.sample").isEmpty());
    shutDown(sdk);
    assertThat(sink.lastPoints("dbintel.exporter.exported")).hasSize(1);
    assertThat(sink.lastPoints("dbintel.export.answers")).isNotEmpty();
  }

  @Test
  void withoutThePropertyNothingHappens() {
    OpenTelemetrySdk sdk = configured(Map.of());
    assertThat(sdk.getSdkLoggerProvider().toString()).doesNotContain("Observed");
    assertThat(threads()).isEmpty();
    shutDown(sdk);
    assertThat(sink.logs()).isEmpty();
  }

  @Test
  void aDisabledSdkMeansNoDbintel() throws IOException {
    configured(
        Map.of(
            "dbintel.enabled",
            "true",
            "dbintel.config",
            file(PLAIN).toString(),
            "otel.sdk.disabled",
            "true"));
    assertThat(threads()).isEmpty();
  }

  @Test
  void everyProblemIsToldInOneRecordAndTheHostGoesOn() throws IOException {
    OpenTelemetrySdk sdk =
        enabled(
            file(
                """
                version: 1
                name: orders-service
                targets:
                  orders: {type: puls}
                engine: {overheadRation: 1%}
                """));
    assertThat(log.errors()).hasSize(1);
    assertThat(log.errors().get(0))
        .startsWith("dbintel was not started, and the service goes on without it: ")
        .contains("did you mean 'pulse'", "overheadRation", "overheadRatio");
    assertThat(threads()).isEmpty();
    sdk.getLogsBridge().get("host").logRecordBuilder().setBody("works").emit();
    shutDown(sdk);
    assertThat(sink.logRequests()).hasSize(1);
  }

  @Test
  void aMissingFileAndAMissingPropertyAreTold() {
    shutDown(enabled(folder.resolve("absent.yaml")));
    shutDown(configured(Map.of("dbintel.enabled", "true")));
    assertThat(log.errors()).hasSize(2);
    assertThat(log.errors().get(0)).contains("absent.yaml");
    assertThat(log.errors().get(1)).contains("dbintel.config does not name a file");
  }
}
