package io.dbintel.bench;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import java.time.Duration;
import java.util.Set;

/** Collectors that emit ten full events a second and read nothing. */
final class ToyCollectors implements CollectorProvider<ToyCollectors.Config> {
  private static final int EVENTS = 10;

  /** Without options. */
  record Config() {}

  @Override
  public String name() {
    return ToyTarget.TYPE;
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of(ToyTarget.TYPE);
  }

  @Override
  public boolean onByDefault() {
    return true;
  }

  @Override
  public Schedule schedule(Config config) {
    return new Schedule(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  @Override
  public Contract contract(Config config) {
    return Contract.none().emitting(EventTypes.QUERY_SAMPLE);
  }

  @Override
  public Collector create(Config config, Target target, ComponentContext context) {
    return out -> {
      for (int i = 0; i < EVENTS; i++) {
        DbEvent unused = SampleEvents.fill(out.emit(EventTypes.QUERY_SAMPLE));
      }
    };
  }
}
