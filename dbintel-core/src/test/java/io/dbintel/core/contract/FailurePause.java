package io.dbintel.core.contract;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.GuardProvider;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An honest guard: after some failures in a row a target has a pause. */
public class FailurePause implements GuardProvider<FailurePause.Config> {
  /** After how many failures how long. */
  public record Config(int failures, Duration pause) {
    public Config {
      new ConfigChecks("failure-pause")
          .inRange("failures", failures, 1, 100)
          .inRange("pause", pause, Duration.ofSeconds(1), Duration.ofHours(1))
          .throwIfAny();
    }
  }

  @Override
  public String name() {
    return "failure-pause";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config(3, Duration.ofMinutes(1));
  }

  @Override
  public CollectionGuard create(Config config, ComponentContext context) {
    return new Guard(config);
  }

  /** Counts failures by target. */
  static class Guard implements CollectionGuard {
    private final Config config;
    final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    record Trouble(int failures, long since) {}

    Guard(Config config) {
      this.config = config;
    }

    @Override
    public Admission admit(CollectionKey key, long nanoTime) {
      Trouble trouble = troubles.get(key.target());
      if (trouble != null && trouble.failures() >= config.failures()) {
        long left = config.pause().toNanos() - (nanoTime - trouble.since());
        if (left > 0 && left <= config.pause().toNanos()) {
          return new Admission.Refused("pausing", Duration.ofNanos(left));
        }
      }
      return new Permit(key.target(), nanoTime);
    }

    @Override
    public void forget(String target) {
      troubles.remove(target);
    }

    /** One collection. */
    class Permit implements Admission.Permit {
      private final String target;
      private final long asked;

      Permit(String target, long asked) {
        this.target = target;
        this.asked = asked;
      }

      @Override
      public Duration timeout() {
        return Duration.ofSeconds(5);
      }

      @Override
      public void succeeded(CollectionCost cost) {
        troubles.remove(target);
      }

      @Override
      public void failed(Throwable error, CollectionCost cost) {
        troubles.merge(
            target, new Trouble(1, asked), (old, one) -> new Trouble(old.failures() + 1, asked));
      }

      @Override
      public void abandoned() {
        failed(new IllegalStateException("abandoned"), CollectionCost.NONE);
      }

      @Override
      public void unused() {}
    }
  }
}
