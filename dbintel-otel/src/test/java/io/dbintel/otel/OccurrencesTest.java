package io.dbintel.otel;

import static io.dbintel.otel.testing.Toys.COUNT;
import static io.dbintel.otel.testing.Toys.COUNTS;
import static io.dbintel.otel.testing.Toys.FLAG;
import static io.dbintel.otel.testing.Toys.NAME;
import static io.dbintel.otel.testing.Toys.NAMES;
import static io.dbintel.otel.testing.Toys.SAMPLE;
import static io.dbintel.otel.testing.Toys.SHARE;
import static io.dbintel.otel.testing.Toys.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.Priority;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.otel.testing.Feed;
import io.dbintel.otel.testing.Host;
import io.dbintel.otel.testing.OlderLogs;
import io.dbintel.otel.testing.OtlpSink;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Occurrences, through the real SDK and OTLP over HTTP. */
class OccurrencesTest {
  private final OtlpSink sink;
  private final Host host;
  private final Feed feed;

  OccurrencesTest() throws IOException {
    sink = OtlpSink.start();
    host = Host.exportingTo(sink.endpoint());
    feed = Feed.into(OpenTelemetryExporter.create(host.sdk()));
  }

  @BeforeEach
  void isConnected() {
    assertThat(feed.dbintel().health().toString()).doesNotContain("DOWN");
  }

  @AfterEach
  void close() {
    feed.close();
    host.close();
    sink.close();
  }

  private List<LogRecord> arrive(Consumer<CollectionContext> body) {
    feed.collect(body);
    host.flush();
    return sink.logs();
  }

  @Test
  void arriveUnderTheirNameAtTheirTime() {
    long observed = feed.clock.epochNanos();
    List<LogRecord> logs = arrive(out -> out.emit(SAMPLE, 1_700_000_000_123_456_789L));
    assertThat(logs).hasSize(1);
    assertThat(logs.get(0).getEventName()).isEqualTo("toy.sample");
    assertThat(logs.get(0).getTimeUnixNano()).isEqualTo(1_700_000_000_123_456_789L);
    assertThat(logs.get(0).getObservedTimeUnixNano()).isBetween(observed, feed.clock.epochNanos());
  }

  @Test
  void everyTypeOfAttributeArrivesAsItIs() {
    LogRecord log =
        arrive(
                out ->
                    out.emit(SAMPLE)
                        .set(NAME, "größe")
                        .set(COUNT, Long.MAX_VALUE)
                        .set(SHARE, 0.25)
                        .set(FLAG, true)
                        .setTexts(NAMES, List.of("a", "b"))
                        .setLongs(COUNTS, List.of(1L, -1L)))
            .get(0);
    assertThat(attributes(log.getAttributesList()))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("toy.name", "größe"),
                Map.entry("toy.count", Long.MAX_VALUE),
                Map.entry("toy.share", 0.25),
                Map.entry("toy.flag", true),
                Map.entry("toy.names", List.of("a", "b")),
                Map.entry("toy.counts", List.of(1L, -1L)),
                Map.entry("server.address", "db.example.org"),
                Map.entry("server.port", 5432L),
                Map.entry("dbintel.target.id", "orders"),
                Map.entry("dbintel.sampling.weight", 1.0)));
    assertThat(log.getDroppedAttributesCount()).isZero();
  }

  @Test
  void theDatabaseIsToldUnlessTheEventTellsItBetter() {
    List<LogRecord> logs =
        arrive(
            out -> {
              out.emit(SAMPLE).database("shop");
              out.emit(SAMPLE).database("shop").set(Attributes.DB_NAMESPACE, "shop|public");
            });
    assertThat(logs)
        .extracting(log -> attributes(log.getAttributesList()).get("db.namespace"))
        .containsExactly("shop", "shop|public");
  }

  @Test
  void severityFollowsPriority() {
    List<LogRecord> logs =
        arrive(
            out -> {
              for (Priority priority : Priority.values()) {
                out.emit(SAMPLE).priority(priority).set(NAME, priority.name());
              }
            });
    assertThat(logs)
        .extracting(LogRecord::getSeverityNumber)
        .containsExactly(
            SeverityNumber.SEVERITY_NUMBER_WARN,
            SeverityNumber.SEVERITY_NUMBER_INFO2,
            SeverityNumber.SEVERITY_NUMBER_INFO,
            SeverityNumber.SEVERITY_NUMBER_DEBUG);
    assertThat(logs)
        .extracting(LogRecord::getSeverityText)
        .containsExactly("WARN", "INFO2", "INFO", "DEBUG");
  }

  @Test
  void onlyAFindingHasABody() {
    List<LogRecord> logs =
        arrive(
            out -> {
              out.emit(EventTypes.FINDING).set(Attributes.FINDING_MESSAGE, "Something is wrong.");
              out.emit(SAMPLE);
            });
    assertThat(logs.get(0).getBody().getStringValue()).isEqualTo("Something is wrong.");
    assertThat(logs.get(1).hasBody()).isFalse();
  }

  @Test
  void scopeIsOursWithTheVersionOfTheBuildAndTheResourceIsTheHosts() throws IOException {
    arrive(out -> out.emit(SAMPLE));
    Properties built = new Properties();
    built.load(LibraryVersion.class.getResourceAsStream("version.properties"));
    assertThat(built.getProperty("version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(sink.scopes())
        .filteredOn(scope -> scope.getName().equals("io.dbintel"))
        .isNotEmpty()
        .extracting(InstrumentationScope::getVersion)
        .containsOnly(built.getProperty("version"));
    assertThat(sink.resources())
        .extracting(Resource::getAttributesList)
        .allSatisfy(
            pairs -> assertThat(attributes(pairs)).containsEntry("service.name", "orders-service"));
  }

  @Test
  void belongToNoTraceWhateverIsCurrent() {
    Span request =
        Span.wrap(
            SpanContext.create(
                "0123456789abcdef0123456789abcdef",
                "0123456789abcdef",
                TraceFlags.getSampled(),
                TraceState.getDefault()));
    try (Feed traced = Feed.into(new Traced(OpenTelemetryExporter.create(host.sdk()), request))) {
      traced.collect(out -> out.emit(SAMPLE));
      host.flush();
      LogRecord log = sink.logs().get(0);
      assertThat(log.getTraceId().isEmpty()).isTrue();
      assertThat(log.getSpanId().isEmpty()).isTrue();
    }
  }

  /** Exports while a span is current, as instrumentation of the host's could have it. */
  private record Traced(Exporter exporter, Span span) implements Exporter {
    @Override
    public void open(ComponentContext context) throws Exception {
      exporter.open(context);
    }

    @Override
    public ExportResult export(List<DbEvent> events, Duration timeout) throws Exception {
      return Context.root().with(span).wrap(() -> exporter.export(events, timeout)).call();
    }

    @Override
    public void close() {
      exporter.close();
    }
  }

  @Test
  void allAreBookedAsHandedOn() {
    arrive(
        out -> {
          for (int i = 0; i < 5_000; i++) {
            out.emit(SAMPLE).set(COUNT, i);
          }
        });
    Ledger ledger = feed.closed();
    assertThat(sink.logs()).hasSize(5_000);
    assertThat(ledger.exporters().get(0).exported()).isEqualTo(5_000);
  }

  @Test
  void anSdkThatDropsTheirNamesGetsThemAsAnAttributeAndIsTold() {
    try (Feed older = Feed.into(OpenTelemetryExporter.create(new OlderLogs(host.sdk())))) {
      older.collect(out -> out.emit(SAMPLE));
      host.flush();
      ComponentHealth health =
          Objects.requireNonNull(
              older.dbintel().health().component("exporter/opentelemetry"), "exporter");
      assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
      assertThat(health.reason()).isEqualTo("event_names_lost");
      assertThat(health.remedy()).contains("opentelemetry-bom");
    }
    LogRecord log = sink.logs().get(0);
    assertThat(log.getEventName()).isEmpty();
    assertThat(attributes(log.getAttributesList())).containsEntry("event.name", "toy.sample");
  }

  @Test
  void anSdkThatKeepsTheirNamesGetsThemOnce() {
    LogRecord log = arrive(out -> out.emit(SAMPLE)).get(0);
    assertThat(log.getEventName()).isEqualTo("toy.sample");
    assertThat(attributes(log.getAttributesList())).doesNotContainKey("event.name");
    assertThat(feed.dbintel().health().toString()).doesNotContain("DEGRADED");
  }
}
