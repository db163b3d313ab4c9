package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import java.util.Set;

/**
 * Makes the collector that reads plans of auto_explain out of the log of a PostgreSQL server. A
 * stage that understands {@link RawPlan} must be in the pipeline. Stateless and thread-safe.
 */
public final class LogsProvider implements CollectorProvider<LogsConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "logs";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<LogsConfig> configType() {
    return LogsConfig.class;
  }

  @Override
  public LogsConfig defaults() {
    return LogsConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return PostgresAttributes.all();
  }

  @Override
  public Set<EventType> eventTypes() {
    return Set.of();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(PostgresTarget.TYPE);
  }

  @Override
  public Schedule schedule(LogsConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(LogsConfig config) {
    return Contract.none()
        .providing(
            PlanAttributes.PLAN_SOURCE,
            PlanAttributes.PLAN_PROVENANCE,
            PlanAttributes.PLAN_EXECUTION_DURATION,
            Attributes.SESSION_ID,
            StatementAttributes.QUERYID)
        .emitting(EventTypes.QUERY_PLAN)
        .attaching(RawPlan.class);
  }

  @Override
  public Collector create(LogsConfig config, Target target, ComponentContext context) {
    if (!(target instanceof PostgresTarget postgres)) {
      throw new IllegalArgumentException(
          "target '" + target.id() + "' is no PostgresTarget but a " + target.getClass().getName());
    }
    return new LogsCollector(config, postgres, context);
  }
}
