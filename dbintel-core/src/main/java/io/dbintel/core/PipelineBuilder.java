package io.dbintel.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names the stages of the pipeline, in the order in which events pass them. Not thread-safe.
 *
 * @see DbIntelBuilder#pipeline
 */
public final class PipelineBuilder {
  private final List<Entry> entries = new ArrayList<>();

  PipelineBuilder() {}

  /** A stage by name, with its configuration or null for the provider's defaults. */
  record Entry(String name, @Nullable Record config) {}

  /** Adds a stage with its provider's defaults. */
  public PipelineBuilder add(String processor) {
    entries.add(new Entry(processor, null));
    return this;
  }

  /** Adds a stage. */
  public PipelineBuilder add(String processor, Record config) {
    entries.add(new Entry(processor, config));
    return this;
  }

  List<Entry> entries() {
    return entries;
  }
}
