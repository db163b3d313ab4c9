package io.dbintel.core.engine;

import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.SelfMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes the contexts of an instance's components, and keeps what they share. Thread-safe. */
final class Components {
  private final String instance;
  private final Clock clock;
  private final Vocabulary vocabulary;
  private final Supplier<? extends @Nullable RandomGenerator> randoms;
  private final HealthBoard board;
  private final BoundaryLog log;
  private final FeedbackHub feedback;
  private final Supplier<List<SelfMetric>> selfMetrics;
  private final Map<String, SelfMetricsBook> metrics = new ConcurrentHashMap<>();
  private final Map<String, Object> shared = new LinkedHashMap<>();

  Components(
      String instance,
      Clock clock,
      Vocabulary vocabulary,
      Supplier<? extends @Nullable RandomGenerator> randoms,
      HealthBoard board,
      BoundaryLog log,
      Supplier<List<SelfMetric>> selfMetrics) {
    this.instance = instance;
    this.feedback = new FeedbackHub(clock);
    this.selfMetrics = selfMetrics;
    this.clock = clock;
    this.vocabulary = vocabulary;
    this.randoms = randoms;
    this.board = board;
    this.log = log;
  }

  /** The context of a component that has not run yet. */
  Component waiting(String id) {
    return new Component(id, board.cell(id, HealthStatus.UNKNOWN));
  }

  /** The context of a component that is well until somebody says otherwise. */
  Component ready(String id) {
    return new Component(id, board.cell(id, HealthStatus.UP));
  }

  /** Forgets the components of a target. */
  void remove(String id) {
    board.remove(id);
    metrics.keySet().removeIf(key -> key.equals(id) || key.startsWith(id + "/"));
  }

  void addMetricsTo(List<SelfMetric> all) {
    metrics.values().forEach(book -> book.addTo(all));
    feedback.addTo(all);
  }

  /** Closes what components shared, in the reverse of the order in which it was made. */
  void closeShared() {
    List<Map.Entry<String, Object>> entries;
    synchronized (shared) {
      entries = new ArrayList<>(shared.entrySet());
      shared.clear();
    }
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).getValue() instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Throwable failure) {
          log.failure(entries.get(i).getKey(), "closing failed", failure);
        }
      }
    }
  }

  /** A component's context, with the engine's own voice about it. */
  final class Component implements ComponentContext {
    private final String id;
    private final HealthReporter own;
    private final HealthReporter engine;
    private final SelfMetricsBook book;
    private final ExportFeedback ear;
    private final @Nullable RandomGenerator random;
    private final System.Logger logger;

    private Component(String id, HealthBoard.Cell cell) {
      this.id = id;
      this.own = cell.own();
      this.engine = cell.engine();
      this.book = metrics.computeIfAbsent(id, SelfMetricsBook::new);
      this.ear = feedback.ear(id.substring(id.indexOf('/') + 1), own);
      this.random = randoms.get();
      this.logger = new ComponentLogger(log, id);
    }

    HealthReporter engineHealth() {
      return engine;
    }

    @Override
    public String instance() {
      return instance;
    }

    @Override
    public String component() {
      return id;
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public @Nullable RandomGenerator random() {
      return random;
    }

    @Override
    public HealthReporter health() {
      return own;
    }

    @Override
    public SelfMetrics metrics() {
      return book;
    }

    @Override
    public List<SelfMetric> selfMetrics() {
      return selfMetrics.get();
    }

    @Override
    public ExportFeedback exportFeedback() {
      return ear;
    }

    @Override
    public Vocabulary vocabulary() {
      return vocabulary;
    }

    @Override
    public System.Logger logger() {
      return logger;
    }

    @Override
    public <T> T shared(String key, Class<T> type, Supplier<T> factory) {
      synchronized (shared) {
        Object object = shared.computeIfAbsent(key, k -> factory.get());
        if (!type.isInstance(object)) {
          throw new IllegalStateException(
              "["
                  + instance
                  + " / "
                  + id
                  + "] shared object '"
                  + key
                  + "' is a "
                  + object.getClass().getName()
                  + ", not a "
                  + type.getName());
        }
        return type.cast(object);
      }
    }

    @Override
    public String toString() {
      return id;
    }
  }
}
