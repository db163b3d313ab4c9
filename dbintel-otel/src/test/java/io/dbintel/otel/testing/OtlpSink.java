package io.dbintel.otel.testing;

import com.google.protobuf.MessageLite;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A destination for OTLP over HTTP: decodes what comes, and answers as it is told. */
public final class OtlpSink implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<ExportLogsServiceRequest> logs = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private volatile Answer answer = Answer.OK;
  private volatile CountDownLatch hanging = new CountDownLatch(0);

  /**
   * What the sink answers; what it does not accept with 200 it forgets.
   *
   * @param retryAfter seconds, or null for no header
   * @param rejected how many items a partial success refuses
   */
  public record Answer(int status, @Nullable String retryAfter, long rejected) {
    public static final Answer OK = new Answer(200, null, 0);

    public static Answer status(int status) {
      return new Answer(status, null, 0);
    }
  }

  private OtlpSink(HttpServer server) {
    this.server = server;
  }

  public static OtlpSink start() throws IOException {
    return start(0);
  }

  /** On a port that was free before. */
  public static OtlpSink start(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    OtlpSink sink = new OtlpSink(server);
    server.setExecutor(sink.threads);
    server.createContext("/v1/logs", sink::takeLogs);
    server.createContext("/v1/metrics", sink::takeMetrics);
    server.createContext("/v1/traces", exchange -> sink.reply(exchange, Answer.OK, new byte[0]));
    server.start();
    return sink;
  }

  public String endpoint() {
    return "http://" + server.getAddress().getHostString() + ":" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public void answer(Answer next) {
    answer = next;
  }

  /** Answers so many requests this way, and then as before. */
  public void answer(Answer next, int times) {
    for (int i = 0; i < times; i++) {
      script.add(next);
    }
  }

  /** Takes requests and does not answer, until {@link #goOn}. */
  public void hang() {
    hanging = new CountDownLatch(1);
  }

  public void goOn() {
    hanging.countDown();
  }

  /** How many requests came, whatever was answered. */
  public int requests() {
    return requests.get();
  }

  private void takeLogs(HttpExchange exchange) throws IOException {
    ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(body(exchange));
    Answer now = next();
    if (now.status() == 200) {
      logs.add(request);
    }
    ExportLogsServiceResponse.Builder response = ExportLogsServiceResponse.newBuilder();
    if (now.rejected() > 0) {
      response.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(now.rejected())
              .setErrorMessage("some were refused"));
    }
    reply(exchange, now, bytes(response.build()));
  }

  private void takeMetrics(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(body(exchange));
    Answer now = next();
    if (now.status() == 200) {
      metrics.add(request);
    }
    reply(exchange, now, bytes(ExportMetricsServiceResponse.getDefaultInstance()));
  }

  private Answer next() {
    requests.incrementAndGet();
    try {
      hanging.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
    Answer scripted = script.poll();
    return scripted == null ? answer : scripted;
  }

  private static byte[] bytes(MessageLite message) {
    return message.toByteArray();
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    try (InputStream raw = exchange.getRequestBody();
        InputStream in = "gzip".equals(encoding) ? new GZIPInputStream(raw) : raw) {
      return in.readAllBytes();
    }
  }

  private void reply(HttpExchange exchange, Answer now, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    if (now.retryAfter() != null) {
      exchange.getResponseHeaders().set("Retry-After", now.retryAfter());
    }
    exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  // --- what came

  /** Log records of dbintel's scope. */
  public List<LogRecord> logs() {
    List<LogRecord> all = new ArrayList<>();
    for (ExportLogsServiceRequest request : logs) {
      request
          .getResourceLogsList()
          .forEach(
              resource ->
                  resource.getScopeLogsList().stream()
                      .filter(scope -> scope.getScope().getName().equals("io.dbintel"))
                      .forEach(scope -> all.addAll(scope.getLogRecordsList())));
    }
    return all;
  }

  public List<LogRecord> logs(String eventName) {
    return logs().stream().filter(log -> log.getEventName().equals(eventName)).toList();
  }

  public List<ExportLogsServiceRequest> logRequests() {
    return logs;
  }

  public List<ExportMetricsServiceRequest> metricRequests() {
    return metrics;
  }

  /** Resource and scope of everything that came under dbintel's name. */
  public List<Resource> resources() {
    List<Resource> all = new ArrayList<>();
    logs.forEach(r -> r.getResourceLogsList().forEach(one -> all.add(one.getResource())));
    metrics.forEach(r -> r.getResourceMetricsList().forEach(one -> all.add(one.getResource())));
    return all;
  }

  public List<InstrumentationScope> scopes() {
    List<InstrumentationScope> all = new ArrayList<>();
    logs.forEach(
        r ->
            r.getResourceLogsList()
                .forEach(one -> one.getScopeLogsList().forEach(s -> all.add(s.getScope()))));
    metrics.forEach(
        r ->
            r.getResourceMetricsList()
                .forEach(one -> one.getScopeMetricsList().forEach(s -> all.add(s.getScope()))));
    return all;
  }

  /** Every report of a metric, one a request it came in. */
  public List<Metric> metrics(String name) {
    List<Metric> found = new ArrayList<>();
    for (ExportMetricsServiceRequest request : metrics) {
      request
          .getResourceMetricsList()
          .forEach(
              resource ->
                  resource
                      .getScopeMetricsList()
                      .forEach(
                          scope ->
                              scope.getMetricsList().stream()
                                  .filter(metric -> metric.getName().equals(name))
                                  .forEach(found::add)));
    }
    return found;
  }

  /** The points of a metric in its last report. */
  public List<NumberDataPoint> lastPoints(String name) {
    List<Metric> reports = metrics(name);
    return reports.isEmpty() ? List.of() : points(reports.get(reports.size() - 1));
  }

  /** All points of a metric, of all reports. */
  public List<NumberDataPoint> allPoints(String name) {
    return metrics(name).stream().flatMap(metric -> points(metric).stream()).toList();
  }

  public static List<NumberDataPoint> points(Metric metric) {
    return metric.hasGauge()
        ? metric.getGauge().getDataPointsList()
        : metric.getSum().getDataPointsList();
  }

  @Override
  public void close() {
    goOn();
    server.stop(0);
    threads.shutdownNow();
  }
}
