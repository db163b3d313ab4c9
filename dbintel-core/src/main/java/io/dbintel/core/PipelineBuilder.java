package io.dbintel.core;

import java.util.List;

/**
 * Names the stages of the pipeline, in the order in which events pass them. Not thread-safe.
 *
 * @see DbIntelBuilder#pipeline
 */
public final class PipelineBuilder {
  private final List<Wanted.WantedComponent> stages;

  PipelineBuilder(List<Wanted.WantedComponent> stages) {
    this.stages = stages;
  }

  /** Adds a stage with its provider's defaults. */
  public PipelineBuilder add(String processor) {
    stages.add(new Wanted.WantedComponent("", processor, Settings.defaults()));
    return this;
  }

  /** Adds a stage. */
  public PipelineBuilder add(String processor, Record config) {
    stages.add(new Wanted.WantedComponent("", processor, Settings.given(config)));
    return this;
  }
}
