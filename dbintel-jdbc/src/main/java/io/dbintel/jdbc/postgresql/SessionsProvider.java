package io.dbintel.jdbc.postgresql;

import io.dbintel.core.event.AttrKey;
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
import io.dbintel.jdbc.observe.SessionMeasurements;
import java.util.Set;

/** Makes the session sampler of PostgreSQL targets. Stateless and thread-safe. */
public final class SessionsProvider implements CollectorProvider<SessionsConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "sessions";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<SessionsConfig> configType() {
    return SessionsConfig.class;
  }

  @Override
  public SessionsConfig defaults() {
    return SessionsConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return PostgresAttributes.all();
  }

  @Override
  public Set<EventType> eventTypes() {
    return SessionMeasurements.all();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(PostgresTarget.TYPE);
  }

  @Override
  public Turn turn() {
    return Turn.SESSIONS;
  }

  @Override
  public boolean onByDefault() {
    return true;
  }

  @Override
  public Schedule schedule(SessionsConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(SessionsConfig config) {
    return Contract.none()
        .providing(
            Attributes.DB_QUERY_TEXT, Attributes.QUERY_FINGERPRINT, Attributes.SESSION_DURATION)
        .emitting(
            EventTypes.QUERY_SAMPLE,
            EventTypes.SESSION_BLOCKING,
            SessionMeasurements.AVERAGE,
            SessionMeasurements.OLDEST_TRANSACTION,
            SessionMeasurements.LONGEST_WAIT);
  }

  @Override
  public Collector create(SessionsConfig config, Target target, ComponentContext context) {
    if (!(target instanceof PostgresTarget postgres)) {
      throw new IllegalArgumentException(
          "target '" + target.id() + "' is no PostgresTarget but a " + target.getClass().getName());
    }
    return new SessionsCollector(config, postgres, context);
  }
}
