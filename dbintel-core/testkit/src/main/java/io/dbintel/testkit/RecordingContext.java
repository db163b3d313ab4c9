package io.dbintel.testkit;

import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import io.dbintel.core.spi.SelfMetrics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the engine gives to a component, without an engine: it remembers what the component said,
 * counted and logged, and what of it breaks the rules for that.
 *
 * <p>Thread-safe.
 */
public final class RecordingContext implements ComponentContext {
  private static final long SEED = 42;

  private final String component;
  private final Clock clock;
  private final Vocabulary vocabulary;
  private final Map<String, Said> health = new ConcurrentHashMap<>();
  private final Map<String, Double> numbers = new ConcurrentHashMap<>();
  private final Map<String, Object> shared = new ConcurrentHashMap<>();
  private final List<String> words = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final List<ExportAnswer> answers = new CopyOnWriteArrayList<>();
  private final Queue<ExportFeedback.Heard> heard = new ConcurrentLinkedQueue<>();
  private final RandomGenerator random = new SplittableRandom(SEED);

  /**
   * The last word on a component or a part of it.
   *
   * @param status how it is
   * @param reason why, as a code; empty if it is well
   * @param message why, in a sentence
   * @param remedy what to do; empty if it heals by itself
   */
  public record Said(HealthStatus status, String reason, String message, String remedy) {}

  /** A context with core's vocabulary and a clock that stands still. */
  public RecordingContext(String component) {
    this(component, new ManualClock(), Vocabulary.core());
  }

  /** A context of a component. */
  public RecordingContext(String component, Clock clock, Vocabulary vocabulary) {
    this.component = Objects.requireNonNull(component, "component");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.vocabulary = Objects.requireNonNull(vocabulary, "vocabulary");
  }

  /** What the component said last of itself. */
  public Said said() {
    return said("");
  }

  /** What it said last of one of its parts; {@code UNKNOWN} if nothing. */
  public Said said(String part) {
    return health.getOrDefault(part, new Said(HealthStatus.UNKNOWN, "", "", ""));
  }

  /** What was added to a counter, or a gauge was set to last; 0 if it never was. */
  public double number(String name) {
    return numbers.getOrDefault(name, 0.0);
  }

  /** What the component told of its destination's answers. */
  public List<ExportAnswer> answers() {
    return List.copyOf(answers);
  }

  /** Every sentence, reason, remedy and log line, for a search for what must not be in them. */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** What the component said in a form that the SPI does not allow. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private void fault(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
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
    return random;
  }

  @Override
  public HealthReporter health() {
    return new Reporter("");
  }

  @Override
  public SelfMetrics metrics() {
    return new SelfMetrics() {
      @Override
      public void add(String name, long amount) {
        fault(NameForms.isSnakeCase(name), "the counter '" + name + "' is not in snake_case");
        fault(amount >= 0, "the counter '" + name + "' fell by " + amount);
        numbers.merge(name, (double) amount, Double::sum);
      }

      @Override
      public void set(String name, double value) {
        fault(NameForms.isSnakeCase(name), "the gauge '" + name + "' is not in snake_case");
        numbers.put(name, value);
      }
    };
  }

  @Override
  public List<SelfMetric> selfMetrics() {
    return List.of();
  }

  @Override
  public ExportFeedback exportFeedback() {
    return new ExportFeedback() {
      @Override
      public void answered(ExportAnswer answer) {
        answers.add(answer);
        heard.add(new Heard(component, clock.epochNanos(), answer));
      }

      @Override
      public Subscription subscribe(int capacity) {
        return new Ear();
      }
    };
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public System.Logger logger() {
    return new RecordingLogger(component, words);
  }

  @Override
  public <T> T shared(String key, Class<T> type, Supplier<T> factory) {
    return type.cast(shared.computeIfAbsent(key, any -> factory.get()));
  }

  private final class Ear implements ExportFeedback.Subscription {
    @Override
    public ExportFeedback.@Nullable Heard poll() {
      return heard.poll();
    }

    @Override
    public long lost() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private final class Reporter implements HealthReporter {
    private final String part;

    Reporter(String part) {
      this.part = part;
    }

    @Override
    public void up() {
      health.put(part, new Said(HealthStatus.UP, "", "", ""));
    }

    @Override
    public void report(HealthStatus status, String reason, String message, String remedy) {
      words.addAll(List.of(reason, message, remedy));
      String said = "health's " + status + " '" + reason + "' ";
      fault(status != HealthStatus.UP, said + "is told by up()");
      fault(NameForms.isSnakeCase(reason), said + "has a reason that is not in snake_case");
      fault(!message.isBlank(), said + "has no message");
      fault(
          status != HealthStatus.FORBIDDEN || !remedy.isBlank(),
          said + "names no grant as its remedy");
      health.put(part, new Said(status, reason, message, remedy));
    }

    @Override
    public HealthReporter part(String name) {
      fault(NameForms.isKebabCase(name), "health's part '" + name + "' is not in kebab-case");
      return new Reporter(name);
    }
  }
}
