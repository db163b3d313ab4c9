package io.dbintel.examples.springboot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** What a telemetry backend would receive: OTLP over HTTP, on this machine. */
final class OtlpSink implements AutoCloseable {
  private final HttpServer server;
  private final List<ResourceLogs> logs = new CopyOnWriteArrayList<>();
  private final List<ResourceMetrics> metrics = new CopyOnWriteArrayList<>();

  private OtlpSink(HttpServer server) {
    this.server = server;
  }

  static OtlpSink start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    OtlpSink sink = new OtlpSink(server);
    server.createContext("/v1/logs", sink::takeLogs);
    server.createContext("/v1/metrics", sink::takeMetrics);
    server.start();
    return sink;
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** All that came, each with the resource it came from. */
  List<ResourceLogs> logs() {
    return logs;
  }

  List<ResourceMetrics> metrics() {
    return metrics;
  }

  List<LogRecord> events(String name) {
    return logs.stream()
        .flatMap(from -> from.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .filter(event -> event.getEventName().equals(name))
        .toList();
  }

  List<String> metricNames() {
    return metrics.stream()
        .flatMap(from -> from.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .map(Metric::getName)
        .distinct()
        .toList();
  }

  private void takeLogs(HttpExchange exchange) throws IOException {
    logs.addAll(ExportLogsServiceRequest.parseFrom(body(exchange)).getResourceLogsList());
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private void takeMetrics(HttpExchange exchange) throws IOException {
    metrics.addAll(ExportMetricsServiceRequest.parseFrom(body(exchange)).getResourceMetricsList());
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream in =
        zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
