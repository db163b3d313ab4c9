package io.dbintel.core.export;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Priority;
import io.dbintel.core.event.Stability;
import java.util.List;

/**
 * {@code JAZZER_FUZZ=1 ./mvnw -pl dbintel-core test -Dtest=EventLinesFuzzTest} searches further.
 */
class EventLinesFuzzTest {
  private static final EventType TYPE =
      EventType.measurement(
          "test.time",
          new Instrument(Instrument.Kind.GAUGE, Instrument.ValueType.DOUBLE, "s"),
          Stability.DEVELOPMENT,
          "A time.");
  private static final AttrKey<String> TEXT =
      AttrKey.ofString("text", Stability.DEVELOPMENT, "A text.");
  private static final AttrKey<List<String>> TEXTS =
      AttrKey.ofStrings("texts", Stability.DEVELOPMENT, "Texts.");
  private static final AttrKey<Long> INTEGER =
      AttrKey.ofLong("integer", "", Stability.DEVELOPMENT, "An integer.");

  @FuzzTest
  void aParserReadsWhatTheEventSaid(FuzzedDataProvider data) {
    DbEvent event = new DbEvent(TYPE, "orders", data.consumeLong());
    event.priority(data.pickValue(Priority.values()));
    event.value(data.consumeDouble());
    event.set(INTEGER, data.consumeLong());
    event.database(data.consumeString(40));
    event.setTexts(TEXTS, List.of(data.consumeString(40), chars(data)));
    event.set(TEXT, data.consumeRemainingAsString());
    ParsedLine.assertSays(ParsedLine.write(event), event);
  }

  /** UTF-16 units as they come, half pairs included. */
  private static String chars(FuzzedDataProvider data) {
    StringBuilder text = new StringBuilder();
    for (int i = data.consumeInt(0, 40); i > 0; i--) {
      text.append(data.consumeChar());
    }
    return text.toString();
  }
}
