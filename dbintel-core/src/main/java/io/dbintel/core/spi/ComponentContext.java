package io.dbintel.core.spi;

import io.dbintel.core.event.Vocabulary;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything a component may use from outside itself. Thread-safe, and valid until the component is
 * closed.
 */
public interface ComponentContext {
  /** The name of the dbintel instance. */
  String instance();

  /** The component's id within the instance, for messages: {@code orders/sessions}. */
  String component();

  /** The time. */
  Clock clock();

  /**
   * A generator of the component's own, seeded from {@link java.security.SecureRandom}; null if no
   * secure seed could be had, and then whoever drops by chance drops all.
   */
  @Nullable RandomGenerator random();

  /** Where the component says how it is. */
  HealthReporter health();

  /** Where the component counts. */
  SelfMetrics metrics();

  /**
   * The instance's own numbers, as they are now; counters are totals since the start. For exporters
   * that pass them on: read when they are wanted, they survive a queue that is full. Costs time in
   * the number of series, some thousand for a hundred targets.
   */
  List<SelfMetric> selfMetrics();

  /**
   * Where an exporter says what its destination answered, and where whoever wants to know
   * subscribes.
   */
  ExportFeedback exportFeedback();

  /** Every name events may use. */
  Vocabulary vocabulary();

  /**
   * A log that prefixes the instance and the component and passes each message at most once a
   * minute. Never log a statement text, a literal, a credential or a connection string.
   */
  System.Logger logger();

  /**
   * An object shared by all components of the instance that ask for the same key, such as a monthly
   * budget. It is made at most once, must be thread-safe, and is closed with the instance if it is
   * {@link AutoCloseable}.
   *
   * @param key unique in the instance; start it with the component's own name
   */
  <T> T shared(String key, Class<T> type, Supplier<T> factory);
}
