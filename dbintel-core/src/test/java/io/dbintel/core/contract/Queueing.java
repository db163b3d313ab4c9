package io.dbintel.core.contract;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Stability;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Schedule;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.spi.Target;
import io.dbintel.core.toy.ToyEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;

/** An honest collector of toy targets; one by the name of {@code gone} does not answer. */
public class Queueing implements CollectorProvider<Queueing.Config> {
  static final EventType DONE =
      EventType.measurement(
          "toy.done",
          new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.LONG, "{job}"),
          Stability.DEVELOPMENT,
          "Jobs that were done.");

  /** How often. */
  public record Config(Duration interval) {
    public Config {
      new ConfigChecks("queueing")
          .inRange("interval", interval, Duration.ofSeconds(1), Duration.ofHours(1))
          .throwIfAny();
    }
  }

  @Override
  public String name() {
    return "queueing";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config(Duration.ofSeconds(10));
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return Set.of(ToyEvents.NUMBER, ToyEvents.TEXT);
  }

  @Override
  public Set<EventType> eventTypes() {
    return Set.of(ToyEvents.SAMPLE, DONE);
  }

  @Override
  public Set<String> targetTypes() {
    return Set.of("toy");
  }

  @Override
  public Schedule schedule(Config config) {
    return new Schedule(config.interval(), Duration.ofSeconds(5));
  }

  @Override
  public Contract contract(Config config) {
    return Contract.none().providing(ToyEvents.NUMBER).emitting(ToyEvents.SAMPLE, DONE);
  }

  @Override
  public Collector create(Config config, Target target, ComponentContext context) {
    return new Reader();
  }

  /** Counts its readings. */
  static class Reader implements Collector, Stateful {
    long readings;

    @Override
    public void collect(CollectionContext out) throws Exception {
      if (out.target().id().equals("gone")) {
        throw new IOException("nobody answers");
      }
      out.spent(new CollectionCost(1_000, 0, 1, 1));
      out.onAbandon(() -> {});
      readings++;
      out.emit(ToyEvents.SAMPLE).set(ToyEvents.NUMBER, readings);
      out.emit(DONE).value(1);
    }

    @Override
    public void drain(CollectionContext last) {
      last.emit(ToyEvents.SAMPLE).set(ToyEvents.NUMBER, readings);
    }

    @Override
    public int stateVersion() {
      return 1;
    }

    @Override
    public byte[] snapshot() {
      return ByteBuffer.allocate(Long.BYTES).putLong(readings).array();
    }

    @Override
    public void restore(int version, byte[] state) {
      if (version != 1 || state.length != Long.BYTES) {
        throw new IllegalArgumentException("not a state of version 1");
      }
      readings = ByteBuffer.wrap(state).getLong();
    }
  }
}
