package io.dbintel.core.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.Instrument;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Lines as a strict parser of somebody else's reads them. */
final class ParsedLine {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ParsedLine() {}

  static byte[] write(DbEvent event) {
    EventLines lines = new EventLines();
    lines.append(event);
    return Arrays.copyOf(lines.array(), lines.length());
  }

  static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException broken) {
      throw new AssertionError("not JSON: " + line, broken);
    }
  }

  /** Asserts that the bytes are one line that says all that the event says. */
  static void assertSays(byte[] bytes, DbEvent event) {
    String line = decode(bytes);
    assertThat(line).endsWith("}}\n");
    assertThat(line.chars().filter(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029))
        .containsExactly((int) '\n');

    JsonNode node = parse(line);
    Instant time = Instant.parse(node.get("time").textValue());
    assertThat(time)
        .isEqualTo(
            Instant.ofEpochSecond(
                Math.floorDiv(event.epochNanos(), 1_000_000_000L),
                Math.floorMod(event.epochNanos(), 1_000_000_000L)));
    assertThat(node.get("name").textValue()).isEqualTo(event.type().name());
    assertThat(node.get("target").textValue()).isEqualTo(event.target());
    assertThat(node.get("database").textValue()).isEqualTo(wellFormed(event.database()));
    assertThat(node.get("priority").textValue())
        .isEqualTo(event.priority().name().toLowerCase(Locale.ROOT));
    assertDouble(node.get("weight"), event.weight());
    assertValue(node, event);

    List<String> names = new ArrayList<>();
    event.forEach(new Comparison(node.get("attributes"), names));
    assertThat(fieldNames(node.get("attributes"))).containsExactlyElementsOf(names);
  }

  private static void assertValue(JsonNode node, DbEvent event) {
    Instrument instrument = event.type().instrument();
    List<String> before = List.of("time", "name", "target", "database", "priority", "weight");
    List<String> all = new ArrayList<>(before);
    if (instrument != null) {
      all.addAll(List.of("value", "unit"));
      assertThat(node.get("unit").textValue()).isEqualTo(instrument.unit());
      if (!event.hasValue()) {
        assertThat(node.get("value").isNull()).isTrue();
      } else if (instrument.valueType() == Instrument.ValueType.LONG) {
        assertThat(node.get("value").longValue()).isEqualTo(event.longValue());
      } else {
        assertDouble(node.get("value"), event.doubleValue());
      }
    }
    all.add("attributes");
    assertThat(fieldNames(node)).containsExactlyElementsOf(all);
  }

  private static List<String> fieldNames(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> it = node.fieldNames(); it.hasNext(); ) {
      names.add(it.next());
    }
    return names;
  }

  private static String decode(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException broken) {
      throw new AssertionError("not UTF-8", broken);
    }
  }

  private static void assertDouble(JsonNode node, double value) {
    if (Double.isFinite(value)) {
      assertThat(node.isNumber()).isTrue();
      assertThat(Double.doubleToLongBits(node.doubleValue()))
          .isEqualTo(Double.doubleToLongBits(value));
    } else {
      assertThat(node.textValue()).isEqualTo(Double.toString(value));
    }
  }

  /** What UTF-8 makes of a text: the replacement character for half a pair. */
  static String wellFormed(String text) {
    StringBuilder fine = new StringBuilder();
    text.codePoints()
        .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
        .forEach(fine::appendCodePoint);
    return fine.toString();
  }

  private record Comparison(JsonNode attributes, List<String> names) implements AttributeVisitor {
    private JsonNode node(AttrKey<?> key) {
      names.add(key.name());
      return attributes.get(key.name());
    }

    @Override
    public void text(AttrKey<?> key, String value) {
      assertThat(node(key).textValue()).isEqualTo(wellFormed(value));
    }

    @Override
    public void integer(AttrKey<?> key, long value) {
      JsonNode node = node(key);
      assertThat(node.isIntegralNumber()).isTrue();
      assertThat(node.longValue()).isEqualTo(value);
    }

    @Override
    public void decimal(AttrKey<?> key, double value) {
      assertDouble(node(key), value);
    }

    @Override
    public void truth(AttrKey<?> key, boolean value) {
      JsonNode node = node(key);
      assertThat(node.isBoolean()).isTrue();
      assertThat(node.booleanValue()).isEqualTo(value);
    }

    @Override
    public void texts(AttrKey<?> key, List<String> values) {
      List<String> read = new ArrayList<>();
      node(key).forEach(item -> read.add(item.textValue()));
      assertThat(read).isEqualTo(values.stream().map(ParsedLine::wellFormed).toList());
    }

    @Override
    public void integers(AttrKey<?> key, List<Long> values) {
      List<Long> read = new ArrayList<>();
      node(key).forEach(item -> read.add(item.longValue()));
      assertThat(read).isEqualTo(values);
    }
  }
}
