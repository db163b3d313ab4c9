package io.dbintel.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.export.JsonLinesExporter;
import io.dbintel.core.state.FileStateStore;
import io.dbintel.jdbc.explain.ExplainConfig;
import io.dbintel.jdbc.explain.ExplainProvider;
import io.dbintel.jdbc.postgresql.LogsConfig;
import io.dbintel.jdbc.postgresql.LogsProvider;
import io.dbintel.jdbc.postgresql.StatementsConfig;
import io.dbintel.jdbc.postgresql.StatementsProvider;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.EveryLog;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.Watching;
import io.dbintel.processors.advice.PlanAdviceConfig;
import io.dbintel.processors.advice.PlanAdviceProvider;
import io.dbintel.processors.plan.PlanExtractorProvider;
import io.dbintel.processors.regression.PlanRegressionProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Literals of every form in statements whose plans the server logs, with all collectors and stages
 * of plans at work: none of them comes out anywhere.
 */
class PlanCanaryIT {
  /** Stands in every literal that is planted, and in nothing else. */
  private static final String CANARY = "kestrel";

  private static final String NUMBER = "271828183";

  private static final List<String> STATEMENTS =
      List.of(
          "select count(*) from orders where note = 'kestrel plain'",
          "select count(*) from orders where note = E'kestrel \\'escaped\\\\'",
          "select count(*) from orders where note = $q$kestrel 'dollar$q$",
          "select count(*) from orders where note = U&'kestrel \\0041'",
          "select count(*) from orders where note = 'O''kestrel'",
          "select count(*) from orders where note like '%kestrel%' or id = 271828183",
          "select count(*) from orders where note ~ 'kestrel\\d+' and id < 271828183.5",
          "select count(*) from orders where note in ('kestrel 1', 'kestrel, 2')",
          "select count(*) from orders where note = any (array['{kestrel}', '\"kestrel\"'])",
          "select count(*) from orders where lower(note) = 'kestrel\nFilter: (kestrel = 1)'",
          "select note || 'kestrel' from orders where id = 1 order by note || 'kestrel sort'",
          "select '{\"k\": \"kestrel\"}'::jsonb -> 'kestrel' from orders where id = 2",
          "with x as materialized (select 'kestrel cte'::text as a)"
              + " select count(*) from orders, x where note = a",
          "select count(*) from orders where customer_id ="
              + " (select count(*) from customers where name = 'kestrel sub')",
          "/* kestrel */ select count(*) from orders -- kestrel\n where note > 'kestrel'",
          "update orders set note = 'kestrel' where id = -271828183");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final Map<String, String> output = new TreeMap<>();

  static Stream<TestDatabase> oldestAndNewest() {
    return PlanRegressionIT.oldestAndNewest();
  }

  @ParameterizedTest
  @MethodSource("oldestAndNewest")
  void noLiteralOfAPlanComesOut(TestDatabase like) throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(like);
    try (EveryLog log = EveryLog.open()) {
      server.run("alter system set logging_collector = on");
      server.run("alter system set log_destination = 'csvlog'");
      server.restart();
      try (IndexedShop shop = IndexedShop.open(server)) {
        for (String setting :
            List.of("min_duration = 0", "analyze = on", "verbose = on", "format = 'json'")) {
          shop.run("alter database " + shop.database() + " set auto_explain.log_" + setting);
        }
        try (Watching watching =
            Watching.start("canary", instance(shop, server.data().resolve("log") + "/*.csv"))) {
          watching.until(() -> plan(server, shop, watching));
          output.put("events", watching.events().toString());
          output.put("health", watching.dbintel().health().toString());
          output.put("metrics", watching.dbintel().metrics().toString());
          output.put("ledger", watching.dbintel().ledger().toString());
          watching.closeAndAssertNothingIsLeft();
          output.put("health at the end", watching.dbintel().health().toString());
        }
      }
      output.put("log", log.lines("io.dbintel", Level.ALL).toString());
      assertThat(written(server)).as("what there was to leak").contains(CANARY, NUMBER);
    } finally {
      server.remove();
    }
    files();

    assertThat(output.get("file events.jsonl"))
        .contains("db.server.query_plan", "postgresql.query_plan", "missing_index", "note = ?");
    assertThat(output.keySet()).as("what is searched").anyMatch(name -> name.contains("state"));
    assertThat(output)
        .allSatisfy(
            (name, text) -> assertThat(where(text.toLowerCase(Locale.ROOT))).as(name).isEmpty());
  }

  private DbIntelBuilder instance(IndexedShop shop, String log) throws IOException {
    Duration second = Duration.ofSeconds(1);
    Duration look = Duration.ofSeconds(10);
    ExplainConfig explain = ExplainConfig.defaults();
    return DbIntel.builder()
        .target(shop.target())
        .settings(EngineSettings.defaults().overhead(1))
        .exporter(JsonLinesExporter.toFile(folder.resolve("events.jsonl")).build())
        .stateStore(FileStateStore.in(folder.resolve("state")))
        .collector(StatementsProvider.NAME, StatementsConfig.defaults().withInterval(second))
        .collector(LogsProvider.NAME, new LogsConfig(second, look, log, 4L << 20, 256L << 20))
        .collector(
            ExplainProvider.NAME,
            new ExplainConfig(
                look,
                Duration.ofMinutes(1),
                100,
                explain.again(),
                explain.repeat(),
                explain.planTimeout(),
                0.01,
                explain.trustedSchemas(),
                explain.helper()))
        .pipeline(
            stages ->
                stages
                    .add(
                        PlanAdviceProvider.NAME,
                        new PlanAdviceConfig(look, Duration.ofHours(24), 0.0, 100))
                    .add(PlanExtractorProvider.NAME)
                    .add(PlanRegressionProvider.NAME));
  }

  /** Runs each statement once more; true when every path was gone. */
  private static boolean plan(EmbeddedServer server, IndexedShop shop, Watching watching)
      throws SQLException {
    try (Connection connection = server.connect(shop.database());
        Statement statement = connection.createStatement();
        PreparedStatement prepared =
            connection.prepareStatement("select count(*) from orders where note = ? or id = ?")) {
      statement.execute("set standard_conforming_strings = on");
      for (String sql : STATEMENTS) {
        statement.execute(sql);
      }
      prepared.setString(1, "kestrel parameter");
      prepared.setInt(2, Integer.parseInt(NUMBER));
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
    }
    List<DbEvent> events = watching.events();
    long executed = events.stream().filter(event -> isPlan(event, "executed")).count();
    boolean explained = events.stream().anyMatch(event -> isPlan(event, "generic"));
    boolean advised =
        events.stream()
            .anyMatch(event -> "missing_index".equals(event.get(Attributes.FINDING_CODE)));
    return executed > STATEMENTS.size() && explained && advised;
  }

  private static boolean isPlan(DbEvent event, String provenance) {
    return event.type().equals(EventTypes.QUERY_PLAN)
        && provenance.equals(event.get(PlanAttributes.PLAN_PROVENANCE))
        && event.has(PlanAttributes.PLAN_FINGERPRINT);
  }

  private static String written(EmbeddedServer server) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> all = Files.list(server.data().resolve("log"))) {
      for (Path file : all.toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private void files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        // Bytes of state need not be text; each is one character here.
        output.put(
            "file " + folder.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** What stands around what should not be there. */
  private static List<String> where(String text) {
    List<String> found = new ArrayList<>();
    for (String planted : List.of(CANARY, NUMBER)) {
      int at = text.indexOf(planted);
      if (at >= 0) {
        found.add(text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 50)));
      }
    }
    return found;
  }
}
