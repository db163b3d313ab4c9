package io.dbintel.jdbc.explain;

import io.dbintel.core.event.Attributes;
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
 * Makes the collector that asks PostgreSQL for plans. Not on by default: what it emits needs a
 * stage that understands plans, without which an instance is not built. Stateless and thread-safe.
 */
public final class ExplainProvider implements CollectorProvider<ExplainConfig> {
  /** What {@link #name()} says, and what the source of the plans is called. */
  public static final String NAME = "explain";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<ExplainConfig> configType() {
    return ExplainConfig.class;
  }

  @Override
  public ExplainConfig defaults() {
    return ExplainConfig.defaults();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(PostgresTarget.TYPE);
  }

  @Override
  public Schedule schedule(ExplainConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(ExplainConfig config) {
    return Contract.none()
        .providing(
            Attributes.DB_QUERY_TEXT,
            Attributes.QUERY_FINGERPRINT,
            PlanAttributes.PLAN_SOURCE,
            PlanAttributes.PLAN_PROVENANCE,
            PlanAttributes.PLAN_RECHECK,
            PlanAttributes.PLAN_REPEAT,
            PlanAttributes.INDEX_RELATION,
            PlanAttributes.INDEX_COLUMNS,
            PlanAttributes.INDEX_COST_BEFORE,
            PlanAttributes.INDEX_COST_AFTER)
        .emitting(EventTypes.QUERY_PLAN)
        .attaching(RawPlan.class);
  }

  @Override
  public Collector create(ExplainConfig config, Target target, ComponentContext context) {
    if (!(target instanceof PostgresTarget postgres)) {
      throw new IllegalArgumentException(
          "target '" + target.id() + "' is no PostgresTarget but a " + target.getClass().getName());
    }
    return new ExplainCollector(config, postgres, context);
  }
}
