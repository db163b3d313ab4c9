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

/** Makes the collector of a PostgreSQL server's vital signs. Stateless and thread-safe. */
public final class ServerProvider implements CollectorProvider<ServerConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "server";

  private static final int MAX_ROWS = 10_000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<ServerConfig> configType() {
    return ServerConfig.class;
  }

  @Override
  public ServerConfig defaults() {
    return ServerConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return VitalSigns.SERVER.attributes();
  }

  @Override
  public Set<EventType> eventTypes() {
    return VitalSigns.SERVER.eventTypes();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(PostgresTarget.TYPE);
  }

  @Override
  public Scope scope() {
    return Scope.SERVER;
  }

  @Override
  public boolean onByDefault() {
    return true;
  }

  @Override
  public Schedule schedule(ServerConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(ServerConfig config) {
    Set<EventType> emitted = new HashSet<>(eventTypes());
    emitted.add(EventTypes.FINDING);
    return Contract.none().emitting(emitted.toArray(EventType[]::new));
  }

  @Override
  public Collector create(ServerConfig config, Target target, ComponentContext context) {
    MetricSettings settings =
        new MetricSettings(
            VitalSigns.SYSTEM,
            config.interval(),
            MAX_ROWS,
            Map.of("databases", config.topDatabases()),
            VitalSigns.PATIENCE,
            VitalSigns.ORIGIN,
            1);
    return VitalSigns.collector(VitalSigns.SERVER, settings, target, context);
  }
}
