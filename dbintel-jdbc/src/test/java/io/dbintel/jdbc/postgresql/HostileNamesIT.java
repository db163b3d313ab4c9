package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.export.JsonLinesExporter;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.ShiftedClock;
import io.dbintel.jdbc.testing.TestContext;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that nobody in their right mind gives, in each place where a server has names. */
final class HostileNamesIT {
  private static final String VERSIONS = "io.dbintel.jdbc.testing.TestDatabase#versions";
  private static final String PASSWORD = "it-only";

  /** Of a structure that nothing else has: the server keeps one text for all that are alike. */
  private static final String EXECUTED = "select 1.5, 'a', 2 as executed";

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final List<String> COLLECTORS =
      List.of(
          SessionsProvider.NAME,
          StatementsProvider.NAME,
          ServerProvider.NAME,
          RelationsProvider.NAME);

  /** Quotes, line breaks, controls, bidi, and what is cut at 63 bytes within a character. */
  private static final List<String> HOSTILE =
      List.of(
          "it's \"quoted\" \\ $$ ; --",
          "line\nbreak\r\n\ttab",
          "bell\u0007 \u001b[31mred\u001b[0m \u007f",
          "bidi \u202egnp.exe\u2066 \u200f \ufeff",
          "\u00e9".repeat(40),
          "\ud83d\ude00".repeat(20),
          "{\"json\": [1, 2]}\u2028\u2029\u0085",
          "${env:HOME} %s %n {0} {schema}",
          "pipe | question ? :name");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @ParameterizedTest
  @MethodSource(VERSIONS)
  void hostileNamesBreakNothingAndStayInTheirLine(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try {
      for (String name : HOSTILE) {
        plant(server, name);
      }
      server.run("drop extension pg_stat_statements");
      server.run("create extension pg_stat_statements schema " + quoted(HOSTILE.get(1)));
      Role ours = role(HOSTILE.get(0) + " us");
      server.run("create role " + quoted(ours.name()) + " login password '" + PASSWORD + "'");
      server.run("grant pg_monitor to " + quoted(ours.name()));
      server.run("grant usage on schema " + quoted(HOSTILE.get(1)) + " to " + quoted(ours.name()));
      Path file = folder.resolve("events.jsonl");
      ShiftedClock clock = new ShiftedClock();
      Map<String, Set<String>> expected;
      try (Clients clients = new Clients(server)) {
        for (String name : HOSTILE) {
          use(clients, server, name);
        }
        expected = expected(server);
        try (Watching watching =
            Watching.start("hostile", instance(server, ours, file).clock(clock))) {
          awaitTurn(watching);
          // Texts are asked for once a minute.
          clock.advance(Duration.ofMinutes(2));
          awaitTurn(watching);
          awaitTurn(watching);
          for (String collector : COLLECTORS) {
            watching.awaitUp("orders/" + collector);
          }
          for (ComponentHealth health : watching.dbintel().health().components()) {
            assertThat(isName(health.toString())).as(health.toString()).isTrue();
          }
          watching.assertLedgerIsTrue();
          watching.closeAndAssertNothingIsLeft();
        }
      }
      Map<String, Set<String>> told = namesOfLines(file);
      expected.forEach(
          (field, names) -> assertThat(told.get(field)).as(field).isNotNull().containsAll(names));
    } finally {
      server.remove();
    }
  }

  /** What the operator is told to run is in one line, and helps. */
  @ParameterizedTest
  @MethodSource(VERSIONS)
  void extensionIsReadInAnySchemaAndItsRemedyCanBeRun(int major) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(major);
    try {
      server.run("drop extension pg_stat_statements");
      for (String name : HOSTILE) {
        Role role = role(truncated(name));
        server.run("create role " + quoted(name) + " login password '" + PASSWORD + "'");
        server.run("grant pg_monitor to " + quoted(name));
        server.run("create schema " + quoted(name));
        server.run("create extension pg_stat_statements schema " + quoted(name));
        try (Statements statements =
            new Statements(server, role, StatementsConfig.defaults().withTopN(1_000))) {
          statements.read();
          TestContext.Said said = statements.context().said("availability");
          assertThat(said.reason()).as(name).isEqualTo("statements_forbidden");
          assertThat(isName(said.remedy())).as(said.remedy()).isTrue();

          server.run(said.remedy());
          server.run(EXECUTED);
          statements.pass(Duration.ofMinutes(1));
          assertThat(statements.readUntilGood()).isTrue();
          assertThat(statements.context().said("availability").status()).isEqualTo(HealthStatus.UP);
          server.run(EXECUTED);
          statements.pass(Duration.ofMinutes(1));
          statements.read();
          assertThat(statements.calls("executed")).as(name).isEqualTo(1);
        }
        server.run("drop extension pg_stat_statements");
      }
    } finally {
      server.remove();
    }
  }

  private static void plant(EmbeddedServer server, String name) throws Exception {
    String quoted = quoted(name);
    server.run("create role " + quoted + " login password '" + PASSWORD + "'");
    server.run("create database " + quoted + " owner " + quoted);
    server.run("create publication " + quoted);
    server.run(
        "create subscription "
            + quoted
            + " connection 'host=127.0.0.1' publication p with (connect = false, slot_name = none)");
    try (Connection there = server.connect("postgres")) {
      Clients.run(there, "set allow_in_place_tablespaces = on");
      Clients.run(there, "create tablespace " + quoted + " location ''");
    }
    for (String database : List.of("postgres", truncated(name))) {
      try (Connection there = server.connect(database)) {
        Clients.run(there, "create schema " + quoted);
        Clients.run(there, "set search_path = " + quoted);
        Clients.run(there, "create table " + quoted + " (" + quoted + " int)");
        Clients.run(there, "insert into " + quoted + " select generate_series(1, 1000)");
        for (String index : List.of("1", "2")) {
          Clients.run(
              there,
              "create index " + quoted(index + name) + " on " + quoted + " (" + quoted + ")");
        }
        Clients.run(there, "create table " + quoted("locked " + name) + " (n int)");
        Clients.run(there, "vacuum analyze " + quoted);
      }
    }
  }

  /** A session that has these names, one that holds a lock on what is called so, and who waits. */
  private static void use(Clients clients, EmbeddedServer server, String name) throws Exception {
    Connection named = clients.adopt(server.connect(truncated(name), role(truncated(name))));
    try (PreparedStatement set =
        named.prepareStatement("select set_config('application_name', ?, false)")) {
      set.setString(1, name);
      set.execute();
    }
    clients.start(named, "select pg_sleep(600) as " + quoted(name));
    String locked = quoted(name) + '.' + quoted("locked " + name);
    Connection holder = clients.open();
    Clients.run(holder, "begin; lock table " + locked);
    clients.start(clients.open(), "select * from " + locked + " as " + quoted(name));
  }

  private static DbIntelBuilder instance(EmbeddedServer server, Role ours, Path file) {
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url())
            .user(ours.name())
            .password(Secret.of(ours.password()))
            .tls(Tls.DISABLED)
            .build();
    RelationsConfig relations = RelationsConfig.defaults();
    ServerConfig vitals = ServerConfig.defaults();
    return DbIntel.builder()
        .target(target)
        .settings(EngineSettings.defaults().overhead(1))
        .collector(SessionsProvider.NAME, Sampling.toldAtOnce(SECOND))
        .collector(
            StatementsProvider.NAME,
            StatementsConfig.defaults().withInterval(SECOND.multipliedBy(3)).withTopN(1_000))
        .collector(
            ServerProvider.NAME,
            new ServerConfig(SECOND.multipliedBy(3), vitals.timeout(), vitals.topDatabases()))
        .collector(
            RelationsProvider.NAME,
            new RelationsConfig(
                SECOND.multipliedBy(10),
                relations.timeout(),
                relations.topTables(),
                relations.topIndexes(),
                relations.maxRelations(),
                relations.exactSizes(),
                relations.maxDatabases()))
        .exporter(JsonLinesExporter.toFile(file).build());
  }

  private static void awaitTurn(Watching watching) {
    for (String collector : COLLECTORS) {
      Map<String, String> labels =
          Map.of("dbintel.collector.name", collector, "dbintel.outcome", "succeeded");
      double before = watching.metric("dbintel.collection.count", labels);
      watching.until(() -> watching.metric("dbintel.collection.count", labels) > before);
    }
  }

  /** What must be told of what was planted, field by field, as the server spells it. */
  private static Map<String, Set<String>> expected(EmbeddedServer server) throws Exception {
    String sleeping = " from pg_stat_activity where wait_event = 'PgSleep'";
    String locked = " from pg_locks where not granted and relation is not null";
    String users = " from pg_stat_user_indexes where relid in (select indrelid from pg_index)";
    return Map.of(
        "user.name", names(server, "select usename" + sleeping),
        "db.namespace", names(server, "select datname" + sleeping),
        "postgresql.application_name", names(server, "select application_name" + sleeping),
        "postgresql.blocking.lock.relation",
            names(server, "select relation::regclass::text" + locked),
        "db.collection.name", names(server, "select relname" + users),
        "postgresql.index.name", names(server, "select indexrelname" + users));
  }

  private static Set<String> names(EmbeddedServer server, String sql) throws Exception {
    Set<String> names = new TreeSet<>();
    Callable<Integer> found =
        () -> {
          names.clear();
          try (Connection connection = server.connect("postgres");
              Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            for (; rows.next(); count++) {
              boolean unusedNew = names.add(SafeName.of(rows.getString(1)));
            }
            return count;
          }
        };
    await().atMost(Watching.PATIENCE).until(found, count -> count >= HOSTILE.size());
    return names;
  }

  private static Role role(String name) {
    return new Role(name, PASSWORD);
  }

  /**
   * The texts of each field. Each line is an event, and nothing in it but the text of a statement
   * has what nobody sees.
   */
  private static Map<String, Set<String>> namesOfLines(Path file) throws Exception {
    ObjectMapper json = new ObjectMapper();
    String all = Files.readString(file);
    assertThat(all).endsWith("\n");
    Map<String, Set<String>> names = new HashMap<>();
    List<String> lines = List.of(all.split("\n", -1));
    for (String line : lines.subList(0, lines.size() - 1)) {
      assertThat(line.chars().allMatch(c -> c >= ' ' && c != '\u007f')).as(line).isTrue();
      JsonNode event = json.readTree(line);
      assertThat(event.isObject()).as(line).isTrue();
      gather("", event, names);
    }
    names.forEach(
        (field, values) -> {
          if (!field.equals("db.query.text")) {
            assertThat(values).as(field).allMatch(HostileNamesIT::isName);
          }
        });
    return names;
  }

  private static void gather(String field, JsonNode node, Map<String, Set<String>> names) {
    node.properties().forEach(entry -> gather(entry.getKey(), entry.getValue(), names));
    if (node.isArray()) {
      node.forEach(one -> gather(field, one, names));
    }
    if (node.isTextual()) {
      boolean unusedNew =
          names.computeIfAbsent(field, unused -> new TreeSet<>()).add(node.textValue());
    }
  }

  private static boolean isName(String text) {
    return text.codePoints()
        .map(Character::getType)
        .noneMatch(
            type ->
                type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR);
  }

  /** As the server does it: whole characters within 63 bytes. */
  private static String truncated(String name) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > 63) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
