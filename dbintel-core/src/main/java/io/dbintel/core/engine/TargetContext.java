package io.dbintel.core.engine;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.Target;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What all that collects from a target works with.
 *
 * @param target whom is asked
 * @param lane takes what was read
 * @param turns who may ask now
 * @param guards say whether a collection may start
 * @param timer calls at a time
 * @param clock tells the time
 * @param io runs what blocks
 * @param states keeps the state of collectors
 * @param log is told what failed
 * @param settings the bounds
 */
record TargetContext(
    Target target,
    Lane lane,
    Turns turns,
    List<CollectionGuard> guards,
    Timer timer,
    Clock clock,
    Executor io,
    StateKeeper states,
    BoundaryLog log,
    EngineSettings settings) {}
