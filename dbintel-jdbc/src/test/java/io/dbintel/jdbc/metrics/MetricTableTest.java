package io.dbintel.jdbc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public final class MetricTableTest {
  private static final String QUERY = "query | added | added | 13- | any | - | full | - | 10 | -\n";
  private static final String METRIC =
      "metric | test.rows | counter | long | {row} | 13- | added | n | - | - | - | Rows.\n";

  @Test
  void tableOfAResourceIsRead() {
    MetricTable table = MetricTable.load(MetricTableTest.class, "added", "pg");

    assertThat(table.queries()).hasSize(1);
    MetricQuery query = table.queries().get(0);
    assertThat(query.on()).isEqualTo(MetricQuery.On.PRIMARY);
    assertThat(query.every()).hasSeconds(60);
    assertThat(query.metrics(13)).hasSize(2);
    assertThat(query.metrics(18)).hasSize(3);
    assertThat(table.eventTypes())
        .extracting(EventType::name)
        .containsExactly("test.answer", "test.calls", "test.time");
    Instrument time = Objects.requireNonNull(query.metrics().get(2).type().instrument());
    assertThat(time)
        .isEqualTo(new Instrument(Instrument.Kind.COUNTER, Instrument.ValueType.DOUBLE, "s"));
  }

  @Test
  void commentsAndEmptyLinesAreNothing() {
    assertThat(parse("\n# a comment\n" + QUERY + METRIC).queries()).hasSize(1);
  }

  /** Each names the file, the line, and what is wrong there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "sql ~ begins with query",
        "metric | test.x ~ has 12 fields",
        "metric | test.x | counter | long | 1 | 13- | | n | - | - | - | X. ~ a field is empty",
        "metric | Test.X | counter | long | 1 | 13- | added | n | - | - | - | X. ~ event name must be",
        "metric | test.x | sum | long | 1 | 13- | added | n | - | - | - | X. ~ no kind: sum",
        "metric | test.x | gauge | float | 1 | 13- | added | n | - | - | - | X. ~ no value type",
        "metric | test.x | gauge | long | s | 13- | added | n | - | - | - | X. ~ seconds are doubles",
        "metric | test.x | gauge | double | ms | 13- | added | n | - | - | - | X. ~ not in ms",
        "metric | test.x | gauge | double | By | 13- | added | n | - | - | - | X. ~ bytes are longs",
        "metric | test.x | gauge | double | 1 | 13- | added | n | ms | - | - | X. ~ is told in s",
        "metric | test.x | gauge | long | 1 | 13- | added | n | blocks | - | - | X. ~ are told in By",
        "metric | test.x | gauge | long | 1 | 13- | added | n | pages | - | - | X. ~ no scale: pages",
        "metric | test.x | gauge | long | 1 | 13 | added | n | - | - | - | X. ~ versions must be like",
        "metric | test.x | gauge | long | 1 | 17-13 | added | n | - | - | - | X. ~ no range",
        "metric | test.x | gauge | long | 1 | 12- | added | n | - | - | - | X. ~ older than its query",
        "metric | test.x | gauge | long | 1 | 13- | missing | n | - | - | - | X. ~ query missing",
        "metric | test.x | gauge | long | 1 | 13- | added | n; | - | - | - | X. ~ no column: n;",
        "metric | test.x | gauge | long | 1 | 13- | added | n | - | a=$b | - | X. ~ attribute a was",
        "metric | test.x | gauge | long | 1 | 13- | added | n | - | a | - | X. ~ a label is",
        "metric | test.x | gauge | long | 1 | 13- | added | n | - | - | avg | X. ~ no together: avg",
        "metric | test.x | gauge | long | 1 | 13- | added | n | - | - | - | - ~ describes it",
        "metric | test.rows | counter | long | {row} | 13- | added | m | - | - | - | - ~ there already",
        "metric | test.rows | gauge | long | {row} | 13- | added | m | - | - | - | - ~ is also",
        "query | added | added | 13- | any | - | full | - | 10 | - ~ is there already",
        "query | nosql | added | 13- | any | - | full | - | 10 | - ~ no resource nosql.sql",
        "query | added | added | 13- | replica | - | full | - | 10 | - ~ no on: replica",
        "query | added | added | 13- | any | all | full | - | 10 | - ~ tier must be",
        "query | added | added | 13- | any | - | most | - | 10 | - ~ no query level: most",
        "query | added | added | 13- | any | - | full | 1min | 10 | - ~ every is seconds",
        "finding | Code | added | m | r ~ a code is snake_case",
      })
  void whatCannotBeMeantIsRefused(String line, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(QUERY + METRIC + line))
        .withMessageStartingWith("test.metrics line 3: ")
        .withMessageContaining(problem);
  }

  @Test
  void queryOfWhichNothingIsReadIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(QUERY))
        .withMessage("test.metrics line 1: nothing is read from query added");
  }

  @Test
  void attributeThatIsNeverUsedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("attribute | test.a | A.\n" + QUERY + METRIC))
        .withMessage("test.metrics: attribute test.a is never used");
  }

  @Test
  void rankThatIsNoColumnIsRefused() {
    String ranked = QUERY.replace("10 | -", "10 | size");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(ranked + METRIC))
        .withMessageContaining("rank names size");
  }

  private static MetricTable parse(String text) {
    return new MetricTableParser("test.metrics", MetricTableTest.class, "pg").parse(text);
  }
}
