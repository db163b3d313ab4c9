package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.jdbc.metrics.MetricSettings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes the collector of the tables and indexes of PostgreSQL databases. Stateless and thread-safe.
 */
public final class RelationsProvider implements CollectorProvider<RelationsConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "relations";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<RelationsConfig> configType() {
    return RelationsConfig.class;
  }

  @Override
  public RelationsConfig defaults() {
    return RelationsConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return VitalSigns.RELATIONS.attributes();
  }

  @Override
  public Set<EventType> eventTypes() {
    return VitalSigns.RELATIONS.eventTypes();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(PostgresTarget.TYPE);
  }

  @Override
  public Scope scope() {
    return Scope.DATABASE;
  }

  @Override
  public boolean onByDefault() {
    return true;
  }

  @Override
  public Schedule schedule(RelationsConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(RelationsConfig config) {
    Set<EventType> emitted = new HashSet<>(eventTypes());
    emitted.add(EventTypes.FINDING);
    return Contract.none().emitting(emitted.toArray(EventType[]::new));
  }

  @Override
  public Collector create(RelationsConfig config, Target target, ComponentContext context) {
    MetricSettings settings =
        new MetricSettings(
            VitalSigns.SYSTEM,
            config.interval(),
            config.maxRelations(),
            Map.of("tables", config.topTables(), "indexes", config.topIndexes()),
            // One more than is looked at tells that there are more.
            Map.of(
                "max",
                config.maxRelations() + 1,
                "exact",
                config.exactSizes(),
                "unused_days",
                VitalSigns.UNUSED_DAYS),
            VitalSigns.ORIGIN,
            config.maxDatabases());
    return VitalSigns.collector(VitalSigns.RELATIONS, settings, target, context);
  }
}
