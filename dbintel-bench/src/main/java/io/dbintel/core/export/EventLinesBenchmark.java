package io.dbintel.core.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.dbintel.bench.Row;
import io.dbintel.bench.SampleEvents;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.DbEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event as a line of JSON, in a buffer that is used again. */
@State(Scope.Thread)
public class EventLinesBenchmark {
  private static final int KEEP = 1 << 20;

  private final DbEvent event = SampleEvents.event();
  private final EventLines lines = new EventLines();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(KEEP);
  private final JsonGenerator json;

  /** Opens Jackson's generator once, which is its fastest use. */
  public EventLinesBenchmark() {
    try {
      json = new JsonFactory().createGenerator(out);
      json.setRootValueSeparator(new SerializedString(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Benchmark
  @Row(value = "an event as a line of JSON", beside = "jackson")
  public int eventLine() {
    lines.reset(KEEP);
    lines.append(event);
    return lines.length();
  }

  @Benchmark
  @Row("Jackson's generator, the same fields")
  public int jackson() throws IOException {
    out.reset();
    json.writeStartObject();
    json.writeStringField("time", time(event.epochNanos()));
    json.writeStringField("name", event.type().name());
    json.writeStringField("target", event.target());
    json.writeStringField("database", event.database());
    json.writeStringField("priority", event.priority().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("weight", event.weight());
    json.writeObjectFieldStart("attributes");
    event.forEach(new Fields(json));
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
    return out.size();
  }

  /** For a test that both write the same. */
  byte[] ours() {
    int length = eventLine();
    return java.util.Arrays.copyOf(lines.array(), length);
  }

  /** For a test that both write the same. */
  byte[] theirs() throws IOException {
    int unused = jackson();
    return out.toByteArray();
  }

  private static String time(long epochNanos) {
    return Instant.ofEpochSecond(epochNanos / 1_000_000_000, epochNanos % 1_000_000_000).toString();
  }

  private record Fields(JsonGenerator to) implements AttributeVisitor {
    private interface Writing {
      void run() throws IOException;
    }

    private static void write(Writing writing) {
      try {
        writing.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void text(AttrKey<?> key, String value) {
      write(() -> to.writeStringField(key.name(), value));
    }

    @Override
    public void integer(AttrKey<?> key, long value) {
      write(() -> to.writeNumberField(key.name(), value));
    }

    @Override
    public void decimal(AttrKey<?> key, double value) {
      write(() -> to.writeNumberField(key.name(), value));
    }

    @Override
    public void truth(AttrKey<?> key, boolean value) {
      write(() -> to.writeBooleanField(key.name(), value));
    }

    @Override
    public void texts(AttrKey<?> key, List<String> values) {
      throw new UnsupportedOperationException("the sample has no lists");
    }

    @Override
    public void integers(AttrKey<?> key, List<Long> values) {
      throw new UnsupportedOperationException("the sample has no lists");
    }
  }
}
