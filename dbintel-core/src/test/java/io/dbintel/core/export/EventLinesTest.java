package io.dbintel.core.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.event.Stability;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinesTest {
  private static final long TIME = 1_767_225_600_000_000_007L;

  @Test
  void writesTheMembersInTheOrderPromised() {
    DbEvent event = new DbEvent(EventTypes.FINDING, "orders", TIME).database("shop");
    event.set(Attributes.FINDING_CODE, "missing_grant").set(Attributes.SERVER_PORT, 5432);

    assertThat(line(event))
        .isEqualTo(
            "{\"time\":\"2026-01-01T00:00:00.000000007Z\",\"name\":\"dbintel.finding\","
                + "\"target\":\"orders\",\"database\":\"shop\",\"priority\":\"finding\","
                + "\"weight\":1.0,\"attributes\":{\"dbintel.finding.code\":\"missing_grant\","
                + "\"server.port\":5432}}\n");
  }

  @Test
  void writesValueAndUnitOfAMeasurement() {
    EventType backends =
        EventType.measurement(
            "postgresql.backends",
            new Instrument(Instrument.Kind.UP_DOWN_COUNTER, Instrument.ValueType.LONG, "{backend}"),
            Stability.DEVELOPMENT,
            "Backends.");

    assertThat(line(new DbEvent(backends, "orders", TIME).value(12L)))
        .contains("\"weight\":1.0,\"value\":12,\"unit\":\"{backend}\",\"attributes\":{}}");
    assertThat(line(new DbEvent(backends, "orders", TIME)))
        .contains("\"value\":null,\"unit\":\"{backend}\"");
  }

  @Test
  void neverWritesAPayload() {
    DbEvent event = new DbEvent(EventTypes.QUERY_SAMPLE, "orders", TIME);
    event.payload(Sensitive.of("plan", "4111 1111 1111 1111"));

    assertThat(line(event)).doesNotContain("4111", "plan");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000000000Z",
    "-1, 1969-12-31T23:59:59.999999999Z",
    "9223372036854775807, 2262-04-11T23:47:16.854775807Z",
    "-9223372036854775808, 1677-09-21T00:12:43.145224192Z"
  })
  void writesEveryTimeThatAnEventCanHave(long epochNanos, String expected) {
    assertThat(line(new DbEvent(EventTypes.FINDING, "orders", epochNanos)))
        .startsWith("{\"time\":\"" + expected + "\"");
  }

  @Test
  void escapesWhatAReaderOfLinesOrATerminalWouldTakeForItsOwn() {
    Utf8Json json = new Utf8Json();
    json.string("a\"b\\c\n\r\t\b\u001b[31m\u007f\u0085\u2028\u2029/é");

    assertThat(new String(json.array(), 0, json.length(), UTF_8))
        .isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0008\\u001b[31m\\u007f\\u0085\\u2028\\u2029/é\"");
  }

  @Test
  void replacesHalfASurrogatePair() {
    Utf8Json json = new Utf8Json();
    json.string("\uD83D\uDE00 \uD83D \uDE00\uD83D");

    assertThat(new String(json.array(), 0, json.length(), UTF_8))
        .isEqualTo("\"\uD83D\uDE00 \uFFFD \uFFFD\uFFFD\"");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void writesWhatJsonHasNoNumberForAsAString(double value) {
    Utf8Json json = new Utf8Json();
    json.number(value);

    assertThat(new String(json.array(), 0, json.length(), UTF_8)).isEqualTo("\"" + value + '"');
  }

  @Test
  void letsGoOfALargeBuffer() {
    Utf8Json json = new Utf8Json();
    json.string("x".repeat(1 << 20));
    json.reset(1 << 16);

    assertThat(json.length()).isZero();
    assertThat(json.array().length).isLessThan(1 << 16);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aParserReadsWhatTheEventSaid(long seed) {
    RandomEvents events = new RandomEvents(new SplittableRandom(seed));
    for (int i = 0; i < 2_500; i++) {
      DbEvent event = events.next();
      ParsedLine.assertSays(ParsedLine.write(event), event);
    }
  }

  private static String line(DbEvent event) {
    return new String(ParsedLine.write(event), UTF_8);
  }
}
