package io.dbintel.core.toy;

import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.Turn;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** Makes collectors from a lambda. */
public final class ToyCollectors implements CollectorProvider<ToyCollectors.Config> {
  private final String name;
  private final Turn turn;
  private final Scope scope;
  private final Config config;

  public record Config(
      Duration interval, Duration timeout, Contract contract, Function<Target, Collector> maker) {}

  private ToyCollectors(String name, Turn turn, Scope scope, Config config) {
    this.name = name;
    this.turn = turn;
    this.scope = scope;
    this.config = config;
  }

  /** One second apart, five seconds long at most. */
  public static ToyCollectors of(String name, Collector body) {
    return making(name, target -> body);
  }

  public static ToyCollectors making(String name, Function<Target, Collector> maker) {
    return new ToyCollectors(
        name,
        Turn.GENERAL,
        Scope.SERVER,
        new Config(Duration.ofSeconds(1), Duration.ofSeconds(5), Contract.none(), maker));
  }

  public ToyCollectors every(Duration interval, Duration timeout) {
    return new ToyCollectors(
        name, turn, scope, new Config(interval, timeout, config.contract(), config.maker()));
  }

  public ToyCollectors in(Turn other) {
    return new ToyCollectors(name, other, scope, config);
  }

  public ToyCollectors perDatabase() {
    return new ToyCollectors(name, turn, Scope.DATABASE, config);
  }

  public ToyCollectors under(Contract contract) {
    return new ToyCollectors(
        name,
        turn,
        scope,
        new Config(config.interval(), config.timeout(), contract, config.maker()));
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
    return config;
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of("toy");
  }

  @Override
  public Scope scope() {
    return scope;
  }

  @Override
  public Turn turn() {
    return turn;
  }

  @Override
  public boolean onByDefault() {
    return true;
  }

  @Override
  public Schedule schedule(Config c) {
    return new Schedule(c.interval(), c.timeout());
  }

  @Override
  public Contract contract(Config c) {
    return c.contract();
  }

  @Override
  public Collector create(Config c, Target target, ComponentContext context) {
    return c.maker().apply(target);
  }
}
