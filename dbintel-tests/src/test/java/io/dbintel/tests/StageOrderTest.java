package io.dbintel.tests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.DbIntel;
import io.dbintel.core.DbIntelBuilder;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.explain.ExplainProvider;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.processors.advice.PlanAdviceProvider;
import io.dbintel.processors.plan.PlanExtractorProvider;
import io.dbintel.processors.regression.PlanRegressionProvider;
import org.junit.jupiter.api.Test;

/** Stages in an order in which one of them would see nothing are refused, with the right order. */
class StageOrderTest {
  @Test
  void plansAreFollowedOnlyBehindTheStageThatReadsThem() {
    assertThatThrownBy(
            with(ExplainProvider.NAME, PlanRegressionProvider.NAME, PlanExtractorProvider.NAME)
                ::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "pipeline[0] 'plan-regression' requires dbintel.plan.fingerprint, which nothing before"
                + " it provides; 'plan-extractor' provides it and must stand before it");
  }

  @Test
  void adviceIsGivenOnlyBeforeTheStageThatReplacesPlans() {
    assertThatThrownBy(
            with(ExplainProvider.NAME, PlanExtractorProvider.NAME, PlanAdviceProvider.NAME)::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "pipeline[1] 'plan-advice' looks at a raw io.dbintel.core.event.RawPlan, which"
                + " 'plan-extractor' takes; it must stand before 'plan-extractor'");
  }

  @Test
  void adviceNeedsSomebodyWhoBringsPlans() {
    assertThatThrownBy(with("", PlanAdviceProvider.NAME, PlanExtractorProvider.NAME)::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("which nothing before it brings");
  }

  @Test
  void theRightOrderIsTaken() {
    with(
            ExplainProvider.NAME,
            PlanAdviceProvider.NAME,
            PlanExtractorProvider.NAME,
            PlanRegressionProvider.NAME)
        .build()
        .close();
  }

  private static DbIntelBuilder with(String collector, String... stages) {
    DbIntelBuilder builder =
        DbIntel.builder()
            .target(
                PostgresTarget.builder("shop")
                    .url("jdbc:postgresql://localhost/shop")
                    .user("dbintel")
                    .password(Secret.of("secret"))
                    .build())
            .exporter(InMemoryExporter.create())
            .pipeline(
                pipeline -> {
                  for (String stage : stages) {
                    pipeline.add(stage);
                  }
                });
    return collector.isEmpty() ? builder : builder.collector(collector);
  }
}
