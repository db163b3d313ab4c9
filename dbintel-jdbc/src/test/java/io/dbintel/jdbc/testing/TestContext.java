package io.dbintel.jdbc.testing;

import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.SelfMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the engine gives to a component, without an engine. Remembers what health was told. */
public final class TestContext implements ComponentContext {
  /** The last word on a component or part. */
  public record Said(HealthStatus status, String reason, String message, String remedy) {}

  private final Map<String, Said> health = new ConcurrentHashMap<>();
  private final Map<String, Double> gauges = new ConcurrentHashMap<>();
  private final Map<String, Long> counters = new ConcurrentHashMap<>();
  private final String component;
  private final Clock clock;

  /** A context for a component of this name, in real time. */
  public TestContext(String component) {
    this(component, Clock.system());
  }

  /** A context for a component of this name. */
  public TestContext(String component, Clock clock) {
    this.component = component;
    this.clock = clock;
  }

  /** What a part said last; the component itself is the part with the empty name. */
  public Said said(String part) {
    return health.getOrDefault(part, new Said(HealthStatus.UNKNOWN, "", "", ""));
  }

  /** What was added to a counter. */
  public long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** What the component and its parts said last, those that are well left out. */
  public String complaints() {
    Map<String, Said> complaints = new TreeMap<>(health);
    complaints.values().removeIf(said -> said.status() == HealthStatus.UP);
    return complaints.toString();
  }

  /** What a gauge was set to last; NaN if it never was. */
  public double gauge(String name) {
    return gauges.getOrDefault(name, Double.NaN);
  }

  @Override
  public String instance() {
    return "test";
  }

  @Override
  public String component() {
    return component;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public @Nullable RandomGenerator random() {
    return null;
  }

  @Override
  public HealthReporter health() {
    return reporter("");
  }

  @Override
  public List<SelfMetric> selfMetrics() {
    return List.of();
  }

  @Override
  public ExportFeedback exportFeedback() {
    throw new UnsupportedOperationException("no exporter is tested here");
  }

  @Override
  public SelfMetrics metrics() {
    return new SelfMetrics() {
      @Override
      public void add(String name, long amount) {
        counters.merge(name, amount, Long::sum);
      }

      @Override
      public void set(String name, double value) {
        gauges.put(name, value);
      }
    };
  }

  @Override
  public Vocabulary vocabulary() {
    throw new UnsupportedOperationException();
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("io.dbintel.test");
  }

  @Override
  public <T> T shared(String key, Class<T> type, Supplier<T> factory) {
    return factory.get();
  }

  private HealthReporter reporter(String part) {
    return new HealthReporter() {
      @Override
      public void up() {
        health.put(part, new Said(HealthStatus.UP, "", "", ""));
      }

      @Override
      public void report(HealthStatus status, String reason, String message, String remedy) {
        health.put(part, new Said(status, reason, message, remedy));
      }

      @Override
      public HealthReporter part(String name) {
        return reporter(name);
      }
    };
  }
}
