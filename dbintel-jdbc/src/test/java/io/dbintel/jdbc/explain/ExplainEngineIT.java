package io.dbintel.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.DbIntel;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.Secret;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import io.dbintel.jdbc.postgresql.StatementsConfig;
import io.dbintel.jdbc.postgresql.StatementsProvider;
import io.dbintel.jdbc.postgresql.Tls;
import io.dbintel.jdbc.testing.TestDatabase;
import io.dbintel.jdbc.testing.TestDatabase.Role;
import io.dbintel.jdbc.testing.Watching;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The explain collector as a host gets it: found by its name, run by the engine. */
final class ExplainEngineIT {
  private static final String ALL = "io.dbintel.jdbc.testing.TestDatabase#all";

  /** No options. */
  record Nothing() {}

  /** In the place of the stage that understands plans: says how long each is. */
  record Taking() implements ProcessorProvider<Nothing> {
    @Override
    public String name() {
      return "taking";
    }

    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Nothing defaults() {
      return new Nothing();
    }

    @Override
    public Contract contract(Nothing config) {
      return Contract.none().taking(RawPlan.class);
    }

    @Override
    public Processor create(Nothing config, ComponentContext context) {
      return batch ->
          batch.forEach(
              event -> {
                RawPlan plan = event.takePayload(RawPlan.class);
                if (plan != null) {
                  event.set(Attributes.FINDING_MESSAGE, plan.toString());
                }
              });
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void plansComeOutOfTheExporterAndTheBooksBalance(TestDatabase server) throws Exception {
    String database =
        Explains.database(
            server,
            "create table orders (id int primary key)",
            "insert into orders select generate_series(1, 1000)");
    Role role = server.createRole("pg_monitor");
    Explains.run(server, database, server.superuser(), "grant select on orders to " + role.name());
    PostgresTarget target =
        PostgresTarget.builder("orders")
            .url(server.url(database))
            .user(role.name())
            .password(Secret.of(role.password()))
            .tls(Tls.DISABLED)
            .build();
    ExplainConfig defaults = ExplainConfig.defaults();
    ExplainConfig often =
        new ExplainConfig(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            200,
            defaults.again(),
            defaults.repeat(),
            defaults.planTimeout(),
            defaults.maxShare(),
            defaults.trustedSchemas(),
            defaults.helper());
    try (Connection load = server.connect(database);
        Statement statement = load.createStatement();
        Watching watching =
            Watching.start(
                "explain",
                DbIntel.builder()
                    .target(target)
                    .settings(EngineSettings.defaults().overhead(1))
                    .register(new Taking())
                    .pipeline(stages -> stages.add("taking"))
                    .collector(
                        StatementsProvider.NAME,
                        StatementsConfig.defaults().withInterval(Duration.ofSeconds(1)))
                    .collector(ExplainProvider.NAME, often))) {
      watching.until(
          () -> {
            statement.execute("select count(*) from orders where id > 5");
            return watching.events().stream().anyMatch(ExplainEngineIT::isPlan);
          });
      DbEvent plan =
          watching.events().stream().filter(ExplainEngineIT::isPlan).findFirst().orElseThrow();
      assertThat(plan.get(Attributes.FINDING_MESSAGE)).startsWith("RawPlan[postgresql, JSON");
      assertThat(plan.database()).isEqualTo(database);
      watching.assertLedgerIsTrue();
      watching.closeAndAssertNothingIsLeft();
    }
  }

  private static boolean isPlan(DbEvent event) {
    return event.type().equals(EventTypes.QUERY_PLAN);
  }
}
