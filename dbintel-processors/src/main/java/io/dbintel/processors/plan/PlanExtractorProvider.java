package io.dbintel.processors.plan;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.PlanAttributes;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.StatementAttributes;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import java.util.LinkedHashSet;
import java.util.Set;

/** Makes the stage that replaces raw plans. Stateless and thread-safe. */
public final class PlanExtractorProvider implements ProcessorProvider<PlanExtractorConfig> {
  /** What {@link #name()} says. */
  public static final String NAME = "plan-extractor";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<PlanExtractorConfig> configType() {
    return PlanExtractorConfig.class;
  }

  @Override
  public PlanExtractorConfig defaults() {
    return PlanExtractorConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return PlanSummaryAttributes.all();
  }

  /** A batch on which it fails is dropped: it may hold raw plans. */
  @Override
  public Contract contract(PlanExtractorConfig config) {
    Set<AttrKey<?>> provided = new LinkedHashSet<>(PlanAttributes.all());
    provided.remove(PlanAttributes.PLAN_SOURCE);
    provided.remove(PlanAttributes.PLAN_RECHECK);
    provided.remove(PlanAttributes.INDEX_RELATION);
    provided.remove(PlanAttributes.INDEX_COLUMNS);
    provided.remove(PlanAttributes.INDEX_COST_BEFORE);
    provided.remove(PlanAttributes.INDEX_COST_AFTER);
    provided.addAll(PlanSummaryAttributes.all());
    provided.add(Attributes.DB_QUERY_TEXT);
    provided.add(Attributes.QUERY_FINGERPRINT);
    provided.add(StatementAttributes.QUERYID);
    return Contract.none()
        .taking(RawPlan.class)
        .providing(provided.toArray(new AttrKey<?>[0]))
        .onError(Contract.OnError.DROP);
  }

  @Override
  public Processor create(PlanExtractorConfig config, ComponentContext context) {
    return new PlanExtractor(config, context);
  }
}
