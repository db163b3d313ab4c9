package com.example.jobs;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import java.util.Set;

/** Makes the processor {@value #NAME}. Stateless; found by ServiceLoader. */
public final class TeamTagProvider implements ProcessorProvider<TeamTagConfig> {
  static final String NAME = "team-tag";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<TeamTagConfig> configType() {
    return TeamTagConfig.class;
  }

  @Override
  public TeamTagConfig defaults() {
    return TeamTagConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return Set.of(JobVocabulary.TEAM);
  }

  @Override
  public Contract contract(TeamTagConfig config) {
    return Contract.none().providing(JobVocabulary.TEAM);
  }

  @Override
  public Processor create(TeamTagConfig config, ComponentContext context) {
    return new TeamTag(config);
  }
}
