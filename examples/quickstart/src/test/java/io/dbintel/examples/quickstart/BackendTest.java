package io.dbintel.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dbintel.core.DbIntel;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.Stability;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.spi.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendTest {
  private static final EventType SAMPLE =
      EventType.occurrence("toy.sample", Priority.NORMAL, Stability.DEVELOPMENT, "A sample.");
  private static final EventType CALLS =
      EventType.measurement(
          "toy.calls",
          new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.LONG, "{call}"),
          Stability.DEVELOPMENT,
          "Calls.");

  private final Map<String, StringBuffer> received = new ConcurrentHashMap<>();
  private HttpServer sink;

  @BeforeEach
  void listen() throws IOException {
    sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext("/", this::take);
    sink.start();
  }

  @AfterEach
  void stop() {
    sink.stop(0);
  }

  private String endpoint() {
    return "http://127.0.0.1:" + sink.getAddress().getPort();
  }

  /** Names are texts in what comes, so they can be found without decoding it. */
  private void take(HttpExchange exchange) throws IOException {
    received
        .computeIfAbsent(exchange.getRequestURI().getPath(), path -> new StringBuffer())
        .append(new String(body(exchange), StandardCharsets.ISO_8859_1));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream raw = exchange.getRequestBody();
    return (zipped ? new GZIPInputStream(raw) : raw).readAllBytes();
  }

  /** Collects once, as the quickstart does it, and closes in its order. */
  private static void watch(Backend backend) throws InterruptedException {
    CountDownLatch collected = new CountDownLatch(1);
    try (DbIntel dbintel =
        DbIntel.builder()
            .target(new Nowhere())
            .register(new Once(collected))
            .exporter(backend.exporter())
            .build()) {
      dbintel.start();
      assertThat(collected.await(30, TimeUnit.SECONDS)).isTrue();
      backend.flush();
    }
    backend.flush();
  }

  @Test
  void tellsWhatWentThere() throws InterruptedException {
    try (Backend backend = new Backend(endpoint())) {
      watch(backend);
      assertThat(backend.summary())
          .startsWith("1 events and ")
          .endsWith(" metric points went to " + endpoint() + ", which answered.");
    }
    assertThat(received.get("/v1/logs")).containsOnlyOnce("toy.sample");
    assertThat(received.get("/v1/metrics")).contains("toy.calls", "dbintel.lane.events");
  }

  @Test
  void tellsThatNobodyAnswers() throws InterruptedException {
    sink.stop(0);
    try (Backend backend = new Backend(endpoint())) {
      watch(backend);
      assertThat(backend.summary())
          .isEqualTo(endpoint() + " did not take anything: connection_refused.");
    }
  }

  @Test
  void showsNoPasswordThatStandsInTheEndpoint() throws InterruptedException {
    try (Backend backend = new Backend(endpoint().replace("//", "//shop:s3cret@"))) {
      watch(backend);
      assertThat(backend.summary()).contains(endpoint()).doesNotContain("s3cret", "shop");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:pw@host:4318/otlp, https://host:4318/otlp",
    "https://token@host, https://host",
    "https://user:p@w@host, https://host",
    "https://user:p/w@host/v1, https://host/v1",
    "https://user:p?w#@host, https://host",
    "user:pw@host:4318, host:4318",
    "https://host/v1?key=pw, https://host/v1",
    "http://localhost:4318, http://localhost:4318"
  })
  void showsAnEndpointWithoutUserAndQuery(String endpoint, String shown) {
    assertThat(Backend.shown(endpoint)).isEqualTo(shown);
  }

  private static final class Nowhere implements Target {
    @Override
    public String id() {
      return "nowhere";
    }

    @Override
    public String type() {
      return "toy";
    }

    @Override
    public void open(ComponentContext context) {}

    @Override
    public TargetIdentity identify() {
      return new TargetIdentity("nowhere", "run");
    }

    @Override
    public List<String> databases() {
      return List.of();
    }

    @Override
    public boolean isConnectionLoss(Throwable failure) {
      return false;
    }

    @Override
    public void close() {}
  }

  private record Once(CountDownLatch collected) implements CollectorProvider<Once.None> {
    record None() {}

    @Override
    public String name() {
      return "once";
    }

    @Override
    public Class<None> configType() {
      return None.class;
    }

    @Override
    public None defaults() {
      return new None();
    }

    @Override
    public Set<String> targetTypes() {
      return Set.of("toy");
    }

    @Override
    public Scope scope() {
      return Scope.SERVER;
    }

    @Override
    public Turn turn() {
      return Turn.GENERAL;
    }

    @Override
    public boolean onByDefault() {
      return true;
    }

    @Override
    public Schedule schedule(None config) {
      return new Schedule(Duration.ofMillis(100), Duration.ofSeconds(10));
    }

    @Override
    public Contract contract(None config) {
      return Contract.none();
    }

    @Override
    public Collector create(None config, Target target, ComponentContext context) {
      return out -> {
        if (collected.getCount() > 0) {
          out.emit(SAMPLE);
          out.emit(CALLS).value(1);
          collected.countDown();
        }
      };
    }
  }
}
