package io.dbintel.processors.advice;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Makes the stage that says what to do about plans. It stands before the one that replaces raw
 * plans. Stateless and thread-safe.
 */
public final class PlanAdviceProvider implements ProcessorProvider<PlanAdviceConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "plan-advice";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<PlanAdviceConfig> configType() {
    return PlanAdviceConfig.class;
  }

  @Override
  public PlanAdviceConfig defaults() {
    return PlanAdviceConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return new LinkedHashSet<>(AdviceAttributes.all());
  }

  @Override
  public Contract contract(PlanAdviceConfig config) {
    return Contract.none().reading(RawPlan.class).emitting(EventTypes.FINDING);
  }

  @Override
  public Processor create(PlanAdviceConfig config, ComponentContext context) {
    return new PlanAdvice(config, context);
  }
}
