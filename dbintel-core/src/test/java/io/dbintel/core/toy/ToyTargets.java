package io.dbintel.core.toy;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Makes targets of a type whose options are of every kind there is. */
public final class ToyTargets implements TargetProvider<ToyTargets.Config> {
  public final List<Config> made = new ArrayList<>();

  public enum Colour {
    RED,
    DARK_BLUE
  }

  public record Inner(Duration pause, int count) {
    public Inner {
      new ConfigChecks("inner").inRange("count", count, 1, 9).throwIfAny();
    }
  }

  public record Config(
      @Nullable String url,
      @Nullable String user,
      @Nullable Secret password,
      Duration pause,
      long maxBytes,
      int size,
      double ratio,
      boolean flag,
      Colour colour,
      @Nullable Path folder,
      List<String> names,
      Set<Integer> ports,
      Inner inner,
      List<Inner> inners,
      @Nullable Callable<?> caller) {
    public Config {
      new ConfigChecks("toy")
          .inRange("pause", pause, Duration.ofMillis(100), Duration.ofMinutes(1))
          .inRange("maxBytes", maxBytes, 1 << 10, 1L << 30)
          .inRange("size", size, 1, 100)
          .inRange("ratio", ratio, 0, 1)
          .throwIfAny();
    }
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config(
        null,
        null,
        null,
        Duration.ofSeconds(1),
        4096,
        10,
        0.5,
        false,
        Colour.RED,
        null,
        List.of(),
        Set.of(),
        new Inner(Duration.ofSeconds(2), 3),
        List.of(),
        null);
  }

  @Override
  public Target create(String id, Config config) {
    new ConfigChecks("toy")
        .that(config.url() != null || config.caller() != null, "url", "is missing")
        .that(config.user() == null || config.url() != null, "user", "has no effect without url")
        .throwIfAny();
    made.add(config);
    return new ToyTarget(id);
  }
}
