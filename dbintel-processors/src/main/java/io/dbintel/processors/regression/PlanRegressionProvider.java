package io.dbintel.processors.regression;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import java.util.LinkedHashSet;
import java.util.Set;

/** Makes the stage that notices when a statement's plan became worse. Stateless, thread-safe. */
public final class PlanRegressionProvider implements ProcessorProvider<PlanRegressionConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "plan-regression";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<PlanRegressionConfig> configType() {
    return PlanRegressionConfig.class;
  }

  @Override
  public PlanRegressionConfig defaults() {
    return PlanRegressionConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return new LinkedHashSet<>(RegressionAttributes.all());
  }

  @Override
  public Contract contract(PlanRegressionConfig config) {
    return Contract.none().requiring(PlanAttributes.PLAN_FINGERPRINT).emitting(EventTypes.FINDING);
  }

  @Override
  public Processor create(PlanRegressionConfig config, ComponentContext context) {
    return new PlanRegression(config, context);
  }
}
