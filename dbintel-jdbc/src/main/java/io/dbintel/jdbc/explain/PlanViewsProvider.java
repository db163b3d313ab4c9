package io.dbintel.jdbc.explain;

import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.postgresql.PostgresTarget;
import java.util.Set;

/**
 * Makes the collector that reads plans which an extension of PostgreSQL keeps. Not on by default,
 * as {@link ExplainProvider}. Stateless and thread-safe.
 */
public final class PlanViewsProvider implements CollectorProvider<PlanViewsConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "plan-views";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<PlanViewsConfig> configType() {
    return PlanViewsConfig.class;
  }

  @Override
  public PlanViewsConfig defaults() {
    return PlanViewsConfig.defaults();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(PostgresTarget.TYPE);
  }

  @Override
  public Schedule schedule(PlanViewsConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(PlanViewsConfig config) {
    return Contract.none()
        .providing(
            PlanAttributes.PLAN_SOURCE, PlanAttributes.PLAN_PROVENANCE, PlanAttributes.PLAN_REPEAT)
        .emitting(EventTypes.QUERY_PLAN)
        .attaching(RawPlan.class);
  }

  @Override
  public Collector create(PlanViewsConfig config, Target target, ComponentContext context) {
    if (!(target instanceof PostgresTarget postgres)) {
      throw new IllegalArgumentException(
          "target '" + target.id() + "' is no PostgresTarget but a " + target.getClass().getName());
    }
    return new PlanViewsCollector(config, postgres, context);
  }
}
