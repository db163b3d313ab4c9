package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.Turn;
import io.dbintel.jdbc.observe.StatementMeasurements;
import java.util.Set;

/** Makes the statement collector of PostgreSQL targets. Stateless and thread-safe. */
public final class StatementsProvider implements CollectorProvider<StatementsConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "statements";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<StatementsConfig> configType() {
    return StatementsConfig.class;
  }

  @Override
  public StatementsConfig defaults() {
    return StatementsConfig.defaults();
  }

  @Override
  public Set<EventType> eventTypes() {
    return StatementMeasurements.all();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(PostgresTarget.TYPE);
  }

  @Override
  public Turn turn() {
    return Turn.GENERAL;
  }

  @Override
  public boolean onByDefault() {
    return true;
  }

  @Override
  public Schedule schedule(StatementsConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(StatementsConfig config) {
    return Contract.none()
        .providing(Attributes.DB_QUERY_TEXT, Attributes.QUERY_FINGERPRINT)
        .emitting(
            EventTypes.TOP_QUERY,
            StatementMeasurements.ENTRIES,
            StatementMeasurements.MAX,
            StatementMeasurements.DEALLOCATIONS);
  }

  @Override
  public Collector create(StatementsConfig config, Target target, ComponentContext context) {
    if (!(target instanceof PostgresTarget postgres)) {
      throw new IllegalArgumentException(
          "target '" + target.id() + "' is no PostgresTarget but a " + target.getClass().getName());
    }
    return new StatementsCollector(config, postgres, context);
  }
}
