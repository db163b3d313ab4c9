package com.example.jobs;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import java.util.Set;

/** Makes the collector {@value #NAME}. Stateless; found by ServiceLoader. */
public final class JobQueuesProvider implements CollectorProvider<JobQueuesConfig> {
  static final String NAME = "job-queues";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<JobQueuesConfig> configType() {
    return JobQueuesConfig.class;
  }

  @Override
  public JobQueuesConfig defaults() {
    return JobQueuesConfig.defaults();
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return JobVocabulary.collected();
  }

  @Override
  public Set<EventType> eventTypes() {
    return JobVocabulary.measured();
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of("postgresql");
  }

  @Override
  public Schedule schedule(JobQueuesConfig config) {
    return new Schedule(config.interval(), config.timeout());
  }

  @Override
  public Contract contract(JobQueuesConfig config) {
    return Contract.none()
        .providing(JobVocabulary.QUEUE)
        .emitting(JobVocabulary.WAITING, JobVocabulary.OLDEST);
  }

  @Override
  public Collector create(JobQueuesConfig config, Target target, ComponentContext context) {
    return new JobQueuesCollector(config).asCollector();
  }
}
