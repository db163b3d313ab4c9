package io.dbintel.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.jdbc.explain.ExplainConfig;
import io.dbintel.jdbc.explain.ExplainProvider;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.postgresql.LogsConfig;
import io.dbintel.jdbc.postgresql.LogsProvider;
import io.dbintel.jdbc.postgresql.SessionsConfig;
import io.dbintel.jdbc.postgresql.SessionsProvider;
import io.dbintel.jdbc.postgresql.StatementsConfig;
import io.dbintel.jdbc.postgresql.StatementsProvider;
import io.dbintel.jdbc.testing.EmbeddedServer;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.Watching;
import io.dbintel.processors.advice.PlanAdviceConfig;
import io.dbintel.processors.advice.PlanAdviceProvider;
import io.dbintel.processors.plan.PlanExtractorProvider;
import io.dbintel.processors.regression.PlanRegressionConfig;
import io.dbintel.processors.regression.PlanRegressionProvider;
import io.dbintel.processors.regression.RegressionAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An index is dropped under a load and made again: what a whole instance tells of it, on the oldest
 * and the newest server of the build.
 */
class PlanRegressionIT {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration AGAIN = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** More than AGAIN and LOOK together, as it must be. */
  private static final Duration ATTRIBUTION = Duration.ofSeconds(75);

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SAMPLES = 12;

  private static final Set<String> VERDICTS =
      Set.of(
          "plan_regression",
          "plan_recovered",
          "plan_improvement",
          "same_plan_slower",
          "plan_flapping",
          "insufficient_data");

  static Stream<TestDatabase> oldestAndNewest() {
    List<TestDatabase> all = TestDatabase.all();
    return Stream.of(all.get(all.size() - 1), all.get(0)).distinct();
  }

  @ParameterizedTest
  @MethodSource("oldestAndNewest")
  void explainedPlansShowADroppedIndexAsOneRegressionAndItsReturnAsRecovered(TestDatabase server)
      throws Exception {
    try (IndexedShop shop = IndexedShop.open(server);
        HurriedClock time = new HurriedClock()) {
      shop.work(10);
      DbIntelBuilder builder =
          instance(shop)
              .clock(time.clock())
              .collector(
                  StatementsProvider.NAME,
                  new StatementsConfig(INTERVAL, LONG, 20, LONG, 8L << 20, 20_000))
              .collector(ExplainProvider.NAME, explain())
              .pipeline(
                  stages ->
                      stages
                          .add(PlanAdviceProvider.NAME)
                          .add(PlanExtractorProvider.NAME)
                          .add(
                              PlanRegressionProvider.NAME,
                              regression(INTERVAL.dividedBy(2), ATTRIBUTION)));
      try (Watching watching = Watching.start("regression", builder)) {
        String id = shop.queryId();
        watching.until(() -> !plans(watching, id).isEmpty());
        awaitIntervals(watching, id);

        long dropped = time.epochSeconds();
        shop.dropIndex();
        watching.until(() -> !findings(watching, "plan_regression").isEmpty());
        DbEvent worse = findings(watching, "plan_regression").get(0);
        assertThat(worse.getLong(RegressionAttributes.SINCE, 0))
            .isBetween(dropped, dropped + AGAIN.plus(LOOK).plus(LOOK).toSeconds());
        assertThat(worse.getBoolean(RegressionAttributes.INFERRED, false)).isTrue();

        shop.createIndex();
        watching.until(() -> !findings(watching, "plan_recovered").isEmpty());
        awaitIntervals(watching, id);
        assertThat(plans(watching, id)).hasSize(3);
        assertTheStory(watching, shop, id, "generic");
        assertThat(component(watching, "shop/plan-regression/looks")).isEqualTo("UP");
        watching.closeAndAssertNothingIsLeft();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oldestAndNewest")
  void loggedExecutionsShowADroppedIndexAsOneRegressionAndItsReturnAsRecovered(TestDatabase like)
      throws Exception {
    EmbeddedServer server = TestDatabase.startFresh(like);
    try {
      boolean json = server.major() >= 15;
      server.run("alter system set logging_collector = on");
      server.run("alter system set log_destination = '" + (json ? "jsonlog" : "csvlog") + "'");
      server.restart();
      try (IndexedShop shop = IndexedShop.open(server)) {
        for (String setting :
            List.of("min_duration = 0", "analyze = on", "buffers = on", "format = 'json'")) {
          shop.run("alter database " + shop.database() + " set auto_explain.log_" + setting);
        }
        shop.work(40);
        String log = server.data().resolve("log") + (json ? "/*.json" : "/*.csv");
        Duration second = Duration.ofSeconds(1);
        DbIntelBuilder builder =
            instance(shop)
                .collector(
                    StatementsProvider.NAME, StatementsConfig.defaults().withInterval(second))
                .collector(
                    LogsProvider.NAME,
                    new LogsConfig(second, Duration.ofSeconds(10), log, 4L << 20, 256L << 20))
                .pipeline(
                    stages ->
                        stages
                            .add(
                                PlanAdviceProvider.NAME,
                                new PlanAdviceConfig(
                                    Duration.ofSeconds(10), Duration.ofHours(24), 0.1, 100))
                            .add(PlanExtractorProvider.NAME)
                            .add(PlanRegressionProvider.NAME, regression(second, second)));
        try (Watching watching = Watching.start("logged", builder)) {
          watching.until(() -> executions(watching, shop.queryId()) >= 60);
          shop.dropIndex();
          watching.until(() -> !findings(watching, "plan_regression").isEmpty());
          watching.until(() -> !findings(watching, "missing_index").isEmpty());
          String id = shop.queryId();
          assertThat(findings(watching, "plan_regression").get(0))
              .extracting(worse -> worse.getBoolean(RegressionAttributes.INFERRED, true))
              .isEqualTo(false);

          shop.createIndex();
          watching.until(() -> !findings(watching, "plan_recovered").isEmpty());
          int until = executions(watching, id) + 100;
          watching.until(() -> executions(watching, id) >= until);
          assertTheStory(watching, shop, id, "executed");
          List<DbEvent> advice = findings(watching, "missing_index");
          assertThat(advice).hasSize(1);
          assertThat(advice.get(0).get(StatementAttributes.QUERYID)).isEqualTo(id);
          assertThat(advice.get(0).get(Attributes.FINDING_MESSAGE)).contains("orders");
          watching.closeAndAssertNothingIsLeft();
        }
      }
    } finally {
      server.remove();
    }
  }

  private static DbIntelBuilder instance(IndexedShop shop) {
    return DbIntel.builder()
        .target(shop.target())
        .settings(EngineSettings.defaults().overhead(1))
        .collector(
            SessionsProvider.NAME,
            new SessionsConfig(
                LOOK,
                LONG,
                LONG,
                LONG,
                10_000,
                4L << 20,
                SessionHistory.DEFAULT_RETENTION,
                SessionHistory.DEFAULT_MAX_BYTES,
                false))
        .withoutCollector("server")
        .withoutCollector("relations")
        .withoutCollector("waits");
  }

  private static ExplainConfig explain() {
    ExplainConfig defaults = ExplainConfig.defaults();
    return new ExplainConfig(
        LOOK,
        Duration.ofMinutes(5),
        defaults.topN(),
        AGAIN,
        defaults.repeat(),
        defaults.planTimeout(),
        0.01,
        defaults.trustedSchemas(),
        defaults.helper());
  }

  /** What must be lost is less: the clients do little, and by a clock that runs fast still less. */
  private static PlanRegressionConfig regression(Duration sample, Duration attribution) {
    PlanRegressionConfig defaults = PlanRegressionConfig.defaults();
    return new PlanRegressionConfig(
        defaults.maxStatements(),
        defaults.plansPerStatement(),
        defaults.retention(),
        sample,
        attribution,
        defaults.minSamples(),
        defaults.minExecutions(),
        defaults.minRatio(),
        Duration.ofSeconds(1),
        defaults.falseAlarms(),
        defaults.coolDown());
  }

  /** So many that enough of them count, those that still wait apart. */
  private static void awaitIntervals(Watching watching, String id) {
    long wait = ATTRIBUTION.toSeconds() / INTERVAL.toSeconds() + SAMPLES;
    long before = intervals(watching, id);
    watching.until(() -> intervals(watching, id) >= before + wait);
  }

  private static long intervals(Watching watching, String id) {
    return of(watching, EventTypes.TOP_QUERY.name(), id).count();
  }

  private static int executions(Watching watching, String id) {
    return plans(watching, id).size();
  }

  private static List<DbEvent> plans(Watching watching, String id) {
    return of(watching, EventTypes.QUERY_PLAN.name(), id).toList();
  }

  private static Stream<DbEvent> of(Watching watching, String type, String id) {
    return watching.events().stream()
        .filter(event -> event.type().name().equals(type))
        .filter(event -> id.equals(event.get(StatementAttributes.QUERYID)));
  }

  private static List<DbEvent> findings(Watching watching, String code) {
    return watching.events().stream()
        .filter(event -> code.equals(event.get(Attributes.FINDING_CODE)))
        .toList();
  }

  private static String component(Watching watching, String name) {
    return Objects.requireNonNull(watching.dbintel().health().component(name)).status().name();
  }

  /** One regression and one end of it, of this statement, and nothing of any other. */
  private static void assertTheStory(
      Watching watching, IndexedShop shop, String id, String provenance) {
    shop.assertNobodyFailed();
    List<DbEvent> verdicts =
        watching.events().stream()
            .filter(event -> VERDICTS.contains(text(event, Attributes.FINDING_CODE)))
            .toList();
    assertThat(verdicts)
        .extracting(event -> text(event, Attributes.FINDING_CODE))
        .containsExactly("plan_regression", "plan_recovered");
    assertThat(verdicts)
        .allSatisfy(
            event -> {
              assertThat(event.get(StatementAttributes.QUERYID)).isEqualTo(id);
              assertThat(event.database()).isEqualTo(shop.database());
              assertThat(event.get(PlanAttributes.PLAN_PROVENANCE)).isEqualTo(provenance);
              assertThat(event.priority()).isEqualTo(Priority.FINDING);
            });
    List<DbEvent> plans = plans(watching, id);
    String good = text(plans.get(0), PlanAttributes.PLAN_FINGERPRINT);
    List<String> others =
        plans.stream()
            .map(plan -> text(plan, PlanAttributes.PLAN_FINGERPRINT))
            .filter(fingerprint -> !fingerprint.equals(good))
            .distinct()
            .toList();
    assertThat(others).as("plans without the index").hasSize(1);
    DbEvent worse = verdicts.get(0);
    assertThat(text(worse, PlanAttributes.PLAN_FINGERPRINT)).isEqualTo(others.get(0));
    assertThat(text(worse, RegressionAttributes.PREVIOUS_FINGERPRINT)).isEqualTo(good);
    assertThat(text(worse, RegressionAttributes.DIFFERENCE))
        .contains("orders_customer", "Seq Scan on ", "orders");
    assertThat(text(worse, RegressionAttributes.MEASURE)).isEqualTo("blocks");
    double ratio = worse.getDouble(RegressionAttributes.RATIO, 0);
    assertThat(ratio).isGreaterThan(5);
    assertThat(worse.getDouble(RegressionAttributes.RATIO_LOW, 0)).isBetween(5.0, ratio);
    assertThat(worse.getDouble(RegressionAttributes.RATIO_HIGH, 0)).isGreaterThanOrEqualTo(ratio);
    assertThat(worse.getDouble(RegressionAttributes.P_VALUE, 1))
        .isLessThanOrEqualTo(worse.getDouble(RegressionAttributes.LEVEL, 0));
    assertThat(worse.getLong(RegressionAttributes.SAMPLES_BEFORE, 0)).isGreaterThanOrEqualTo(8);
    assertThat(worse.getLong(RegressionAttributes.SAMPLES_AFTER, 0)).isGreaterThanOrEqualTo(8);
    assertThat(worse.getLong(RegressionAttributes.SINCE, 0)).isPositive();
    DbEvent better = verdicts.get(1);
    assertThat(text(better, PlanAttributes.PLAN_FINGERPRINT)).isEqualTo(good);
    System.out.println(
        "PostgreSQL, " + provenance + " plans: " + text(worse, Attributes.FINDING_MESSAGE));
  }

  private static String text(DbEvent event, AttrKey<String> key) {
    return Objects.requireNonNullElse(event.get(key), "");
  }
}
