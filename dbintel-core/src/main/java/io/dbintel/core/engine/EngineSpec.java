package io.dbintel.core.engine;

import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.Target;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that an engine is built from, already checked. Immutable.
 *
 * @param name the instance's name
 * @param settings its bounds
 * @param clock the time
 * @param randoms makes a generator a component, or null if no secure seed can be had
 * @param loader the context loader of owned threads
 * @param logger where boundaries log
 * @param vocabulary every name events may use
 * @param targets the targets to start with
 * @param collectors for every target they serve
 * @param stages the pipeline, in order
 * @param exporters at least one
 * @param guards asked in order, after the overhead budget
 * @param stateStore null if nothing is kept over a restart
 * @param cpu the host's executor for lanes; null for threads of our own
 * @param io the host's executor for collections; null for threads of our own
 */
public record EngineSpec(
    String name,
    EngineSettings settings,
    Clock clock,
    Supplier<? extends @Nullable RandomGenerator> randoms,
    ClassLoader loader,
    System.Logger logger,
    Vocabulary vocabulary,
    List<Target> targets,
    List<Plans.CollectorPlan<?>> collectors,
    List<Plans.StagePlan<?>> stages,
    List<Plans.ExporterPlan> exporters,
    List<Plans.GuardPlan<?>> guards,
    Plans.@Nullable StateStorePlan stateStore,
    @Nullable Executor cpu,
    @Nullable Executor io) {

  /** Copies the lists. */
  public EngineSpec {
    targets = List.copyOf(targets);
    collectors = List.copyOf(collectors);
    stages = List.copyOf(stages);
    exporters = List.copyOf(exporters);
    guards = List.copyOf(guards);
  }
}
