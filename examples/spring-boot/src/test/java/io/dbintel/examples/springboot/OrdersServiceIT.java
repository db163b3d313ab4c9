package io.dbintel.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.dbintel.core.DbIntel;
import io.dbintel.core.report.Ledger;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as it is, a real server, and a telemetry backend that listens. */
class OrdersServiceIT {
  private static final String PASSWORD = "only-on-this-machine";

  /**
   * Texts of statements are asked for once a minute; the first time may be before the first order.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;
  private static OtlpSink sink;

  @BeforeAll
  static void start() throws Exception {
    sink = OtlpSink.start();
    postgres =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(folder.resolve("postgres").toFile())
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .setServerConfig("compute_query_id", "on")
            .start();
    try (Connection admin = DriverManager.getConnection(url("postgres"), "postgres", "");
        Statement sql = admin.createStatement()) {
      sql.execute("CREATE ROLE orders LOGIN PASSWORD '" + PASSWORD + "'");
      sql.execute("GRANT pg_monitor TO orders");
      sql.execute("CREATE DATABASE orders OWNER orders");
    }
    try (Connection admin = DriverManager.getConnection(url("orders"), "postgres", "");
        Statement sql = admin.createStatement()) {
      sql.execute("CREATE EXTENSION pg_stat_statements");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
    sink.close();
  }

  @Test
  void theServicesTelemetryTellsOfItsDatabase() throws Exception {
    try (ConfigurableApplicationContext service = service()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                order(service, "a book for jane.doe@example.com");
                assertThat(sink.events("db.server.top_query"))
                    .extracting(event -> attribute(event, "db.query.text"))
                    .contains("INSERT INTO orders (item) VALUES (?)");
                assertThat(sink.metricNames())
                    .contains("dbintel.session.average", "postgresql.backends");
              });

      assertThat(sink.metrics())
          .allSatisfy(
              from -> {
                assertThat(from.getResource().toString()).contains("orders-service");
                assertThat(from.getScopeMetricsList())
                    .extracting(scope -> scope.getScope().getName())
                    .contains("io.dbintel");
              });
      assertThat(sink.logs().toString() + sink.metrics()).doesNotContain("jane.doe", PASSWORD);
    }
  }

  @Test
  void closesDbIntelBeforeWhatItBorrowed() {
    List<String> closed = new CopyOnWriteArrayList<>();
    ConfigurableApplicationContext service = service(new InOrderOfClosing(closed));
    DbIntel dbintel = service.getBean(DbIntel.class);
    HikariDataSource pool = service.getBean(HikariDataSource.class);
    await().atMost(PATIENCE).until(() -> collected(dbintel) > 0);

    service.close();

    assertThat(closed).containsSubsequence("dbintel", "dataSource");
    assertThat(closed).containsSubsequence("dbintel", "openTelemetry");
    assertThat(pool.isClosed()).isTrue();
    assertThat(dbintel.health().state()).isEqualTo("CLOSED");
    Ledger ledger = dbintel.ledger();
    assertThat(ledger.isBalanced()).as("%s", ledger).isTrue();
    assertThat(ledger.pending()).as("%s", ledger).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("dbintel-"));
  }

  @Test
  void theHealthEndpointSaysHowDbIntelIs() throws Exception {
    try (ConfigurableApplicationContext service = service()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(get(service, "/actuator/health"))
                      .contains("orders/sessions", "UP orders")
                      .doesNotContain(PASSWORD));
    }
  }

  private static long collected(DbIntel dbintel) {
    return dbintel.ledger().lanes().stream().mapToLong(Ledger.LanePage::collected).sum();
  }

  private static String url(String database) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database;
  }

  private static ConfigurableApplicationContext service(
      DestructionAwareBeanPostProcessor... watchers) {
    SpringApplication application = new SpringApplication(OrdersService.class);
    application.addInitializers(
        context -> {
          for (DestructionAwareBeanPostProcessor watcher : watchers) {
            context.getBeanFactory().addBeanPostProcessor(watcher);
          }
        });
    application.setDefaultProperties(Map.of("spring.main.banner-mode", "off"));
    return application.run(
        "--server.port=0",
        "--spring.datasource.url=" + url("orders"),
        "--spring.datasource.password=" + PASSWORD,
        "--otel.exporter.otlp.endpoint=" + sink.endpoint(),
        "--otel.metric.export.interval=1000");
  }

  private static void order(ConfigurableApplicationContext service, String item) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(service, "/orders?item=" + item.replace(' ', '+')))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(send(request).statusCode()).isEqualTo(200);
  }

  private static String get(ConfigurableApplicationContext service, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(service, path)).build()).body();
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(ConfigurableApplicationContext service, String path) {
    int port = ((ServletWebServerApplicationContext) service).getWebServer().getPort();
    return URI.create("http://localhost:" + port + path);
  }

  private static String attribute(LogRecord event, String name) {
    return event.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  /** Notes the names of what is closed, in order. */
  private record InOrderOfClosing(List<String> closed)
      implements DestructionAwareBeanPostProcessor {
    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
      closed.add(name);
    }

    @Override
    public boolean requiresDestruction(Object bean) {
      return bean instanceof DbIntel
          || bean instanceof HikariDataSource
          || bean instanceof OpenTelemetrySdk;
    }
  }
}
