package io.dbintel.bench;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Attributes of an event with twenty of them. */
@State(Scope.Thread)
public class AttributesBenchmark {
  private static final String SAMPLES = Attributes.SESSION_SAMPLES.name();
  private static final String DURATION = Attributes.SESSION_DURATION.name();
  private static final String WAIT_CLASS = Attributes.WAIT_CLASS.name();
  private static final String CODE = Attributes.FINDING_CODE.name();

  private final DbEvent event = SampleEvents.event();
  private final Map<String, Object> map = new HashMap<>();
  private final SampleRecord record = SampleRecord.sample();

  /** Fills the map from the event. */
  public AttributesBenchmark() {
    event.forEach(new Copy(map));
  }

  @Benchmark
  @Row(
      value = "read 3 of 20 attributes and ask for an absent one",
      beside = {"readMap", "readRecord"})
  public void readEvent(Blackhole hole) {
    hole.consume(event.getLong(Attributes.SESSION_SAMPLES, -1));
    hole.consume(event.getDouble(Attributes.SESSION_DURATION, -1));
    hole.consume(event.get(Attributes.WAIT_CLASS));
    hole.consume(event.has(Attributes.FINDING_CODE));
  }

  @Benchmark
  @Row("`HashMap<String, Object>`")
  public void readMap(Blackhole hole) {
    hole.consume(map.get(SAMPLES));
    hole.consume(map.get(DURATION));
    hole.consume(map.get(WAIT_CLASS));
    hole.consume(map.containsKey(CODE));
  }

  @Benchmark
  @Row("fields of a record (3, none absent)")
  public void readRecord(Blackhole hole) {
    hole.consume(record.samples());
    hole.consume(record.duration());
    hole.consume(record.waitClass());
  }

  @Benchmark
  @Row(
      value = "make an event of 20 attributes",
      beside = {"writeMap", "writeRecord"})
  public DbEvent writeEvent() {
    return SampleEvents.event();
  }

  @Benchmark
  @Row("`HashMap<String, Object>`")
  public Map<String, Object> writeMap() {
    Map<String, Object> fresh = new HashMap<>();
    event.forEach(new Copy(fresh));
    return fresh;
  }

  @Benchmark
  @Row("a record")
  public Object writeRecord() {
    return SampleRecord.sample();
  }

  /** Puts what it is shown, boxed as a map wants it. */
  private record Copy(Map<String, Object> to) implements AttributeVisitor {
    @Override
    public void text(AttrKey<?> key, String value) {
      to.put(key.name(), value);
    }

    @Override
    public void integer(AttrKey<?> key, long value) {
      to.put(key.name(), value);
    }

    @Override
    public void decimal(AttrKey<?> key, double value) {
      to.put(key.name(), value);
    }

    @Override
    public void truth(AttrKey<?> key, boolean value) {
      to.put(key.name(), value);
    }

    @Override
    public void texts(AttrKey<?> key, List<String> values) {
      to.put(key.name(), values);
    }

    @Override
    public void integers(AttrKey<?> key, List<Long> values) {
      to.put(key.name(), values);
    }
  }
}
