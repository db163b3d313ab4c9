package io.dbintel.core.toy;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.QueryLevel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes guards from a lambda, and permits that remember how they were settled. */
public final class ToyGuards implements GuardProvider<ToyGuards.Config> {
  private final String name;
  private final CollectionGuard guard;

  public record Config() {}

  public ToyGuards(String name, CollectionGuard guard) {
    this.name = name;
    this.guard = guard;
  }

  @Override
  public String name() {
    return name;
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
  public CollectionGuard create(Config config, ComponentContext context) {
    return guard;
  }

  /** A permit that remembers its endings. */
  public static final class Permit implements Admission.Permit {
    public final List<String> endings = new CopyOnWriteArrayList<>();
    private final Duration timeout;
    private final QueryLevel level;

    public Permit(Duration timeout, QueryLevel level) {
      this.timeout = timeout;
      this.level = level;
    }

    @Override
    public Duration timeout() {
      return timeout;
    }

    @Override
    public QueryLevel level() {
      return level;
    }

    @Override
    public void succeeded(CollectionCost cost) {
      endings.add("succeeded " + cost.serverNanos());
    }

    @Override
    public void failed(Throwable error, CollectionCost cost) {
      endings.add("failed " + error.getClass().getSimpleName());
    }

    @Override
    public void abandoned() {
      endings.add("abandoned");
    }

    @Override
    public void unused() {
      endings.add("unused");
    }
  }
}
