package io.dbintel.jdbc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeriesFoldTest {
  private static final String TABLE =
      """
      attribute | test.name | A name.
      query | added | added | 13- | any | - | full | - | 10 | calls
      metric | test.calls | updown | long | 1 | 13- | added | calls | - | test.name=$name | - | Calls.
      metric | test.age | gauge | double | s | 13- | added | age | - | test.name=$name | - | Age.
      metric | test.all | updown | long | 1 | 13- | added | n | - | - | - | All.
      """;

  private final MetricQuery query =
      new MetricTableParser("test.metrics", SeriesFoldTest.class, "pg")
          .parse(TABLE)
          .queries()
          .get(0);
  private final SeriesFold fold = new SeriesFold(new MetricRows(query, query.metrics(), 8192, 100));

  @Test
  void firstByRankStayAndTheRestIsOther() {
    add("a", 1, 9.0);
    add("b", 5, 2.0);
    add("c", 3, 3.0);
    add("d", 2, 4.0);

    assertThat(told(2))
        .containsEntry("test.calls[b]", 5.0)
        .containsEntry("test.calls[c]", 3.0)
        .containsEntry("test.calls[other]", 3.0)
        .containsEntry("test.age[other]", 9.0)
        .containsEntry("test.all[]", 4.0)
        .hasSize(7);
    assertThat(fold.folded()).isEqualTo(2);
  }

  @Test
  void rowsOfTheSameNameAreOneSeries() {
    add("?", 1, 9.0);
    add("?", 5, 2.0);

    assertThat(told(2)).containsEntry("test.calls[?]", 6.0).containsEntry("test.age[?]", 9.0);
  }

  @Test
  void whatHasNoValueIsNotTold() {
    fold.add(line("a"), new long[] {MetricIncreases.ABSENT, MetricIncreases.ABSENT, 1});

    assertThat(told(2)).containsOnlyKeys("test.all[]");
  }

  @Test
  void emptyLabelIsLeftOut() {
    add("", 1, 9.0);

    assertThat(told(2)).containsEntry("test.calls[]", 1.0);
  }

  private void add(String name, long calls, double age) {
    fold.add(line(name), new long[] {calls, Double.doubleToRawLongBits(age), 1});
  }

  private static MetricRows.Line line(String name) {
    return new MetricRows.Line("", MetricIncreases.UNKNOWN, List.of(name), new long[0]);
  }

  private Map<String, Double> told(int limit) {
    Map<String, Double> told = new HashMap<>();
    fold.emit(
        limit,
        Map.of(),
        (metric, labels, value) ->
            told.put(
                metric.type() + labels.values().toString(),
                metric.isDouble() ? Double.longBitsToDouble(value) : (double) value));
    return told;
  }
}
