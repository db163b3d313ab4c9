package io.dbintel.core.contract;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.Stateful;
import io.dbintel.core.toy.ToyEvents;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;

/**
 * An honest processor that does a little of everything: it numbers samples, understands a payload,
 * drops what is flagged, tells a sum once a second, and counts on after a restart.
 */
public class Tagging implements ProcessorProvider<Tagging.Config> {
  /** What samples are told apart by, and how often the sum is told. */
  public record Config(int first, Duration tellEvery) {
    public Config {
      new ConfigChecks("tagging")
          .inRange("first", first, 1, 1_000)
          .inRange("tellEvery", tellEvery, Duration.ofSeconds(1), Duration.ofHours(1))
          .throwIfAny();
    }
  }

  /** A raw text. */
  public record Note(String text) {}

  @Override
  public String name() {
    return "tagging";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Config defaults() {
    return new Config(1, Duration.ofSeconds(1));
  }

  @Override
  public Set<AttrKey<?>> attributes() {
    return Set.of(ToyEvents.NUMBER, ToyEvents.FLAG, ToyEvents.TEXT);
  }

  @Override
  public Set<EventType> eventTypes() {
    return Set.of(ToyEvents.SAMPLE);
  }

  @Override
  public Contract contract(Config config) {
    return Contract.none()
        .providing(ToyEvents.NUMBER, ToyEvents.TEXT)
        .emitting(ToyEvents.SAMPLE)
        .taking(Note.class);
  }

  @Override
  public Processor create(Config config, ComponentContext context) {
    return new Tagger(config.first());
  }

  /** Numbers samples. */
  static class Tagger implements Processor, Stateful {
    private final int first;
    long seen;

    Tagger(int first) {
      this.first = first;
    }

    @Override
    public void process(EventBatch batch) {
      for (DbEvent event : batch) {
        if (event.getBoolean(ToyEvents.FLAG, false)) {
          batch.drop(event, "flagged");
          continue;
        }
        Note note = event.takePayload(Note.class);
        if (note != null) {
          event.set(ToyEvents.TEXT, "a note of " + note.text().length());
        }
        if (event.type().equals(EventTypes.QUERY_SAMPLE)) {
          event.set(ToyEvents.NUMBER, first + seen++);
        }
      }
    }

    @Override
    public void tick(EventBatch empty) {
      if (seen > 0) {
        empty.add(ToyEvents.SAMPLE).set(ToyEvents.NUMBER, seen);
      }
    }

    @Override
    public void drain(EventBatch last) {
      tick(last);
    }

    @Override
    public int stateVersion() {
      return 1;
    }

    @Override
    public byte[] snapshot() {
      return ByteBuffer.allocate(Long.BYTES).putLong(seen).array();
    }

    @Override
    public void restore(int version, byte[] state) {
      if (version != 1 || state.length != Long.BYTES) {
        throw new IllegalArgumentException("not a state of version 1");
      }
      seen = ByteBuffer.wrap(state).getLong();
    }
  }
}
