package io.dbintel.core;

import io.dbintel.core.engine.Engine;
import io.dbintel.core.report.Health;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.Target;
import java.util.List;

/**
 * Database intelligence embedded in a JVM service: it collects from the targets a host names, runs
 * what it collected through the pipeline and hands it to the exporters.
 *
 * <p>{@link DbIntelBuilder#build()} checks everything and connects to nothing; {@link #start()}
 * opens and begins; {@link #close()} drains and ends. In between nothing it does throws into the
 * host, blocks a thread of the host or ends one. Close it before the {@code DataSource} and the
 * exporters' destinations it borrowed.
 *
 * <p>Thread-safe.
 */
public final class DbIntel implements AutoCloseable {
  private final Engine engine;

  DbIntel(Engine engine) {
    this.engine = engine;
  }

  /** For tests that hold the ledger against the real sizes. */
  Engine engine() {
    return engine;
  }

  /** Begins to describe an instance. */
  public static DbIntelBuilder builder() {
    return new DbIntelBuilder();
  }

  /**
   * Opens the components and begins to collect. Servers that cannot be reached are no error: health
   * tells, and they are tried until they answer.
   *
   * @return this
   * @throws IllegalStateException if it was started before, or a component cannot be opened; then
   *     what was opened is closed again
   */
  public DbIntel start() {
    engine.start();
    return this;
  }

  /** How every component is, with reasons and remedies. */
  public Health health() {
    return engine.health();
  }

  /** Where every event went. */
  public Ledger ledger() {
    return engine.ledger();
  }

  /** dbintel's own numbers; counters are totals since the start. */
  public List<SelfMetric> metrics() {
    return engine.metrics();
  }

  /**
   * The targets that are there, those that a configuration file made too, in the order in which
   * they came; before {@link #start()}, those it will start with. What a target offers beyond
   * {@link Target}, such as its history, is found by its type.
   */
  public List<Target> targets() {
    return engine.targets();
  }

  /**
   * Adds a target while running.
   *
   * @throws IllegalStateException if this is not running or the target cannot be opened
   * @throws IllegalArgumentException if there is a target of that id
   */
  public void add(Target target) {
    engine.add(target);
  }

  /**
   * Removes a target while running: what was collected is handed over, and its totals stay in the
   * ledger.
   *
   * @return false if there is none of that id
   * @throws IllegalStateException if this is not running
   */
  public boolean remove(String target) {
    return engine.remove(target);
  }

  /**
   * True if at this moment nothing is being processed or exported. For tests and for hosts that
   * want to see everything out before they go on.
   */
  public boolean isQuiet() {
    return engine.isQuiet();
  }

  /**
   * Stops collecting, drains the pipeline and the exporters within the closing deadline, and closes
   * what it opened. What could not be handed over in time is counted in the ledger. Idempotent;
   * never throws.
   */
  @Override
  public void close() {
    engine.close();
  }
}
