package io.dbintel.otel.testing;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.spi.TargetProvider;
import io.dbintel.core.spi.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A target that a configuration file can name, with a beat ten times a second. */
public final class Pulse {
  private Pulse() {}

  public record None() {}

  public static final class Targets implements TargetProvider<None> {
    @Override
    public String name() {
      return "pulse";
    }

    @Override
    public Class<None> configType() {
      return None.class;
    }

    @Override
    public None defaults() {
      return new None();
    }

    @Override
    public Target create(String id, None config) {
      return new PulseTarget(id);
    }
  }

  private record PulseTarget(String id) implements Target {
    @Override
    public String type() {
      return "pulse";
    }

    @Override
    public void open(ComponentContext context) {}

    @Override
    public TargetIdentity identify() {
      return new TargetIdentity(id, "run");
    }

    @Override
    public List<String> databases() {
      return List.of();
    }

    @Override
    public boolean isConnectionLoss(Throwable failure) {
      return false;
    }

    @Override
    public void close() {}
  }

  public static final class Beats implements CollectorProvider<None> {
    @Override
    public String name() {
      return "beats";
    }

    @Override
    public Class<None> configType() {
      return None.class;
    }

    @Override
    public None defaults() {
      return new None();
    }

    @Override
    public Set<String> targetTypes() {
      return Set.of("pulse");
    }

    @Override
    public Scope scope() {
      return Scope.SERVER;
    }

    @Override
    public Turn turn() {
      return Turn.GENERAL;
    }

    @Override
    public boolean onByDefault() {
      return true;
    }

    @Override
    public Schedule schedule(None config) {
      return new Schedule(Duration.ofMillis(100), Duration.ofSeconds(10));
    }

    @Override
    public Contract contract(None config) {
      return Contract.none();
    }

    @Override
    public Collector create(None config, Target target, ComponentContext context) {
      return new Beat();
    }
  }

  /** Counts its beats; the last word says how many there were. */
  private static final class Beat implements Collector {
    private long beats;

    @Override
    public void collect(CollectionContext context) {
      beats++;
      context.emit(Toys.CALLS).value(1);
      context.emit(Toys.BACKENDS).value(7);
      context.emit(Toys.SAMPLE);
    }

    @Override
    public void drain(CollectionContext context) {
      context.emit(Toys.SAMPLE).set(Toys.NAME, "last word").set(Toys.COUNT, beats);
    }
  }
}
