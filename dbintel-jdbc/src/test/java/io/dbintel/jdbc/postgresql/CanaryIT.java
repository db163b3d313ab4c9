package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.export.JsonLinesExporter;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.state.FileStateStore;
import io.dbintel.jdbc.observe.Dimension;
import io.dbintel.jdbc.observe.SessionScope;
import io.dbintel.jdbc.observe.TimeWindow;
import io.dbintel.jdbc.testing.Canaries;
import io.dbintel.jdbc.testing.EveryLog;
import io.dbintel.jdbc.testing.Output;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Nothing of what an operator configures in confidence or a query holds comes out of a running
 * instance: personal data and secrets are put wherever one could be, and then looked for in
 * everything that came out.
 */
final class CanaryIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";
  private static final TimeWindow ALWAYS = new TimeWindow(Instant.MIN, Instant.MAX);

  private final Canaries canaries = new Canaries();
  private final Output output = new Output();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeEach
  void listenToErrors() {
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreErrors() {
    System.setErr(before);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void nothingPlantedComesOut(TestDatabase server) throws Exception {
    Role ours = new Role("svc_" + canaries.word("our role"), canaries.token("our password"));
    server.run("create role " + ours.name() + " login password '" + ours.password() + "'");
    server.run("grant pg_monitor to " + ours.name());
    PostgresTarget orders = orders(server, ours);
    try (EveryLog log = EveryLog.open();
        PlantedSessions planted = new PlantedSessions(server, canaries);
        Watching watching = Watching.start("canary", instance(server, ours, orders))) {
      planted.plant();
      // The first to reach a server keeps it, so the second comes when that is settled.
      watching.awaitUp("orders");
      watching.dbintel().add(borrowed("borrowed", server, ours.name(), ours.password()));
      awaitTroubles(watching);
      awaitStatements(watching, planted.expected());
      awaitNames(watching);
      watching.closeAndAssertNothingIsLeft();
      output.look(watching.dbintel());
      collect(watching, orders, log);
    } finally {
      server.run("drop role " + ours.name());
    }
    assertThat(output.has("logs", "[canary / orders/fails] a batch failed")).isTrue();
    assertThat(output.has("logs", "dbintel-canary-orders - ")).as("the pool's log").isTrue();
    assertThat(output.has("files", "planted_plain")).as("events.jsonl").isTrue();
    assertThat(output.has("files", "kept after")).as("a state file").isTrue();
    assertThat(output.has("history", "planted_plain")).isTrue();
    assertThat(output.has("threads", "dbintel-canary-lane-0")).isTrue();
    assertThat(output.leaks(canaries)).isEmpty();
  }

  @Test
  void onlyTheMissingGrantNamesOurRole() throws Exception {
    TestDatabase server = TestDatabase.newest();
    Role ours = new Role("svc_" + canaries.word("our role"), canaries.token("our password"));
    server.run("create role " + ours.name() + " login password '" + ours.password() + "'");
    PostgresTarget orders = orders(server, ours);
    try (EveryLog log = EveryLog.open();
        Clients clients = new Clients(server);
        Watching watching =
            Watching.start("canary", DbIntel.builder().target(orders).settings(unlimited()))) {
      clients.start(clients.open(), "select pg_sleep(600)");
      String remedy =
          watching.awaitReason("orders/sessions/visibility", "insufficient_privilege").remedy();
      assertThat(remedy).isEqualTo("GRANT pg_monitor TO \"" + ours.name() + "\";");
      output.add("health", watching.dbintel().health().toString().replace(remedy, ""));
      watching.closeAndAssertNothingIsLeft();
      collect(watching, orders, log);
    } finally {
      server.run("drop role " + ours.name());
    }
    assertThat(output.leaks(canaries)).isEmpty();
  }

  @Test
  void whatCannotBeBuiltOrStartedTellsNothing() throws Exception {
    String word = canaries.word("URL");
    for (String url :
        List.of(
            "postgresql://" + word + ':' + canaries.token("URL") + "@db/" + word,
            "jdbc:postgresql://" + word + ':' + word + "@db.example/" + word,
            "jdbc:postgresql://db/x?password=" + canaries.token("parameter") + "&sslmode=disable",
            "jdbc:postgresql://db/x?user=" + canaries.mail("parameter") + "&ssl=false")) {
      refused(() -> PostgresTarget.builder("orders").url(url).build());
    }
    try (EveryLog log = EveryLog.open()) {
      CanaryPlugins.Processing processor = CanaryPlugins.unmakeable(canaries);
      startRefused(
          builder -> builder.register(processor).pipeline(stages -> stages.add(processor.name())));
      CanaryPlugins.Collecting collector = CanaryPlugins.unmakeableCollector(canaries);
      startRefused(builder -> builder.register(collector));
      startRefused(builder -> builder.exporter(new Unopenable(canaries.token("exporter"))));
      addLog(log);
    }
    assertThat(output.has("exceptions", "could not start")).isTrue();
    assertThat(output.leaks(canaries)).isEmpty();
  }

  private DbIntelBuilder instance(TestDatabase server, Role ours, PostgresTarget orders) {
    String secret = canaries.token("exporter");
    DbIntelBuilder builder =
        DbIntel.builder()
            .settings(unlimited())
            .stateStore(FileStateStore.in(folder.resolve("state")))
            .exporter(JsonLinesExporter.toFile(folder.resolve("events.jsonl")).build())
            .exporter(
                "fails",
                (events, timeout) -> {
                  throw new IOException(secret);
                },
                ExportSettings.defaults().patience(Duration.ofSeconds(1), Duration.ZERO))
            .collector(SessionsProvider.NAME, Sampling.toldAtOnce(Duration.ofMillis(250)))
            .target(orders)
            .target(borrowed("borrowed-refused", server, ours.name(), canaries.token("wrong")))
            .target(
                own("wrong-password", server.url(), ours.name(), canaries.token("wrong password")))
            .target(own("wrong-user", server.url(), canaries.mail("wrong user"), "x"))
            .target(
                own(
                    "wrong-database",
                    server.url(canaries.word("database")) + parameters(),
                    ours.name(),
                    ours.password()))
            .target(unreachable("unknown-host", canaries.word("host") + ".invalid"))
            .target(unreachable("closed-port", "127.0.0.1:1"));
    CanaryPlugins.collectors(canaries).forEach(builder::register);
    for (CanaryPlugins.Processing processor : CanaryPlugins.processors(canaries)) {
      builder.register(processor).pipeline(stages -> stages.add(processor.name()));
    }
    return builder;
  }

  private PostgresTarget orders(TestDatabase server, Role ours) {
    return own("orders", server.url() + parameters(), ours.name(), ours.password());
  }

  private PostgresTarget unreachable(String id, String host) {
    return own(
        id,
        "jdbc:postgresql://" + host + '/' + canaries.word(id) + parameters(),
        canaries.mail(id + "'s user"),
        canaries.token(id + "'s password"));
  }

  private static PostgresTarget own(String id, String url, String user, String password) {
    return PostgresTarget.builder(id)
        .url(url)
        .user(user)
        .password(Secret.of(password))
        .tls(Tls.DISABLED)
        .build();
  }

  private static PostgresTarget borrowed(
      String id, TestDatabase server, String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.url());
    source.setUser(user);
    source.setPassword(password);
    return PostgresTarget.builder(id).dataSource(source).build();
  }

  private String parameters() {
    String options = "-c planted.tenant=" + canaries.token("options").replace("!", "");
    return "?currentSchema="
        + canaries.word("currentSchema")
        + "&options="
        + URLEncoder.encode(options, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static EngineSettings unlimited() {
    return EngineSettings.defaults().overhead(1);
  }

  /** Every trouble was met, so health and logs had their occasion to tell too much. */
  private void awaitTroubles(Watching watching) {
    Map.ofEntries(
            Map.entry("borrowed", "duplicate_target"),
            Map.entry("borrowed-refused", "authentication"),
            Map.entry("wrong-password", "authentication"),
            Map.entry("wrong-user", "authentication"),
            Map.entry("wrong-database", "missing_object"),
            Map.entry("unknown-host", "connection_lost"),
            Map.entry("closed-port", "connection_lost"),
            Map.entry("orders/fails", "processor_failed"),
            Map.entry("orders/throws", "collection_failed"),
            Map.entry("orders/fails-on-the-server", "other"),
            Map.entry("orders/fails-in-jdbc", "other"))
        .forEach(
            (component, reason) -> {
              watching.awaitReason(component, reason);
              output.look(watching.dbintel());
            });
  }

  /** What was planted was seen, or it would be no wonder that nothing of it came out. */
  private void awaitStatements(Watching watching, List<String> statements) {
    Set<String> missing = new TreeSet<>(statements);
    await()
        .atMost(Watching.PATIENCE)
        .untilAsserted(
            () -> {
              output.look(watching.dbintel());
              Set<String> seen = new TreeSet<>();
              watching.events().forEach(event -> seen.add(text(event)));
              missing.removeIf(part -> seen.stream().anyMatch(text -> text.contains(part)));
              assertThat(missing).as("not among %s", seen).isEmpty();
            });
  }

  /** What clients call themselves came out as far as it may. */
  private static void awaitNames(Watching watching) {
    watching.awaitEvent(event -> "?".equals(event.get(PostgresAttributes.APPLICATION_NAME)));
    watching.awaitEvent(
        event -> "billing ?".equals(event.get(PostgresAttributes.APPLICATION_NAME)));
    watching.awaitEvent(
        event ->
            "?".equals(event.get(Attributes.USER_NAME)) && event.database().equals("tenant ?"));
    watching.awaitEvent(
        event ->
            event.type().equals(EventTypes.SESSION_BLOCKING)
                && Boolean.TRUE.equals(event.get(Attributes.BLOCKING_ROOT_PREPARED)));
  }

  private void collect(Watching watching, PostgresTarget orders, EveryLog log) throws IOException {
    watching.events().forEach(event -> output.add("events", event));
    for (Dimension dimension : Dimension.values()) {
      orders
          .sessions()
          .top(dimension, ALWAYS, SessionScope.ALL, 10_000)
          .forEach(time -> output.add("history", time.toString()));
    }
    output.addFiles(folder);
    addLog(log);
  }

  private void addLog(EveryLog log) {
    log.lines().forEach(line -> output.add("logs", line.text()));
    output.add("standard error", errors.toString(StandardCharsets.UTF_8));
  }

  private void startRefused(Consumer<DbIntelBuilder> change) {
    PostgresTarget target =
        own("orders", "jdbc:postgresql://127.0.0.1:1/x" + parameters(), "x", "x");
    DbIntelBuilder builder =
        DbIntel.builder().name("canary").target(target).exporter(InMemoryExporter.create());
    change.accept(builder);
    DbIntel dbintel = builder.build();
    refused(dbintel::start);
    output.look(dbintel);
  }

  private void refused(ThrowingCallable call) {
    Throwable refusal = catchThrowable(call);
    assertThat(refusal).isNotNull();
    output.add("exceptions", refusal);
  }

  private static String text(DbEvent event) {
    String text = event.get(Attributes.DB_QUERY_TEXT);
    return text == null ? "" : text;
  }

  /** Fails when it is opened. */
  private record Unopenable(String secret) implements Exporter {
    @Override
    public void open(ComponentContext context) throws SQLException {
      throw new SQLException(secret, secret);
    }

    @Override
    public ExportResult export(List<DbEvent> events, Duration timeout) {
      return ExportResult.exported();
    }
  }
}
