package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.Turn;
import io.dbintel.jdbc.observe.WaitMeasurements;
import java.util.Set;

/**
 * Makes the collector that reads what {@code pg_wait_sampling} counted. Where that extension is not
 * in the target's database, it asks nothing and says nothing. Stateless and thread-safe.
 */
public final class WaitsProvider implements CollectorProvider<WaitsConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "waits";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<WaitsConfig> configType() {
    return WaitsConfig.class;
  }

  @Override
  public WaitsConfig defaults() {
    return WaitsConfig.defaults();
  }

  @Override
  public Set<EventType> eventTypes() {
    return WaitMeasurements.all();
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
  public Schedule schedule(WaitsConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(WaitsConfig config) {
    return Contract.none().emitting(WaitMeasurements.TIME, WaitMeasurements.QUERY_WAITS);
  }

  @Override
  public Collector create(WaitsConfig config, Target target, ComponentContext context) {
    if (!(target instanceof PostgresTarget postgres)) {
      throw new IllegalArgumentException(
          "target '" + target.id() + "' is no PostgresTarget but a " + target.getClass().getName());
    }
    return new WaitsCollector(config, postgres, context);
  }
}
