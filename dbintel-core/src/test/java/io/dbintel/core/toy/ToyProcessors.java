package io.dbintel.core.toy;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import java.util.function.Function;

/** Makes processors from a lambda. */
public final class ToyProcessors implements ProcessorProvider<ToyProcessors.Config> {
  private final String name;
  private final Config config;

  public record Config(Contract contract, Function<ComponentContext, Processor> maker) {}

  private ToyProcessors(String name, Config config) {
    this.name = name;
    this.config = config;
  }

  public static ToyProcessors of(String name, Processor body) {
    return making(name, context -> body);
  }

  public static ToyProcessors making(String name, Function<ComponentContext, Processor> maker) {
    return new ToyProcessors(name, new Config(Contract.none(), maker));
  }

  public ToyProcessors under(Contract contract) {
    return new ToyProcessors(name, new Config(contract, config.maker()));
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
  public Contract contract(Config c) {
    return c.contract();
  }

  @Override
  public Processor create(Config c, ComponentContext context) {
    return c.maker().apply(context);
  }
}
