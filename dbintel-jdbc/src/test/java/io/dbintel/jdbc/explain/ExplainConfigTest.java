package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.core.DbIntel;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"explain", "plan-views"})
  void collectorOfRawPlansWithoutAStageThatTakesThemIsRefusedAndBothAreNamed(String collector) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                DbIntel.builder()
                    .name("orders")
                    .target(
                        PostgresTarget.builder("orders")
                            .url("jdbc:postgresql://localhost/orders")
                            .build())
                    .collector(collector)
                    .exporter(InMemoryExporter.create())
                    .build());
    assertThat(refused)
        .hasMessageContaining("collector '" + collector + "'")
        .hasMessageContaining(RawPlan.class.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain", "a.b.c", "a.b;", "A.b", "a.", ".b", "a.b(1)", "a. b"})
  void helperThatIsNoQualifiedNameIsRefused(String helper) {
    assertThat(
            catchThrowableOfType(
                ConfigException.class, () -> ExplainConfig.defaults().withHelper(helper)))
        .hasMessageContaining("helper");
  }

  @Test
  void budgetIsAShareOfTheTimeOfWhichAnHourIsSaved() {
    TimeBudget budget = new TimeBudget(0.0005, 0);
    assertThat(budget.isLeft(0)).isTrue();
    budget.spend(1_800_000_000L);
    assertThat(budget.isLeft(0)).isFalse();
    assertThat(budget.isLeft(1_000_000_000L)).isTrue();
    budget.spend(500_000L);
    assertThat(budget.isLeft(1_000_000_000L)).isFalse();
    assertThat(budget.isLeft(100_000L * 1_000_000_000L)).isTrue();
    budget.spend(1_800_000_000L);
    assertThat(budget.isLeft(100_000L * 1_000_000_000L)).as("no more than an hour").isFalse();
    assertThat(budget.spentSeconds()).isEqualTo(3.6005);
  }
}
