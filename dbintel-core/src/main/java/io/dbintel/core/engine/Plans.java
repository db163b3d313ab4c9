package io.dbintel.core.engine;

import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Target;
import java.util.function.Function;

/**
 * What an instance is to be made of: each component's provider with the configuration it was given.
 * Immutable.
 */
public final class Plans {
  private Plans() {}

  /** A collector for every target it serves. */
  public record CollectorPlan<C extends Record>(CollectorProvider<C> provider, C config) {
    Schedule schedule() {
      return PluginFaults.ask(provider, "schedule()", () -> provider.schedule(config));
    }

    Collector create(Target target, ComponentContext context) {
      return PluginFaults.ask(provider, "create()", () -> provider.create(config, target, context));
    }

    /** What it gives. */
    public Contract contract() {
      return provider.contract(config);
    }
  }

  /** A stage of every lane. */
  public record StagePlan<C extends Record>(ProcessorProvider<C> provider, C config) {
    Processor create(ComponentContext context) {
      return PluginFaults.ask(provider, "create()", () -> provider.create(config, context));
    }

    /** What it needs and gives. */
    public Contract contract() {
      return provider.contract(config);
    }
  }

  /** A guard of every collection. */
  public record GuardPlan<C extends Record>(GuardProvider<C> provider, C config) {
    CollectionGuard create(ComponentContext context) {
      return PluginFaults.ask(provider, "create()", () -> provider.create(config, context));
    }
  }

  /** An exporter with its queue. */
  public record ExporterPlan(
      String name, Function<ComponentContext, Exporter> factory, ExportSettings settings) {}

  /** A place for state. */
  public record StateStorePlan(String name, Function<ComponentContext, StateStore> factory) {}
}
