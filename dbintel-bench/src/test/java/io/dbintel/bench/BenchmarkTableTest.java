package io.dbintel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkTableTest {
  private static final Comparison BESIDE_PEER = new Comparison("A.ours", "ask", "A.peer", "a map");

  @Test
  void aLineHasBothSidesAndTheirRatio() {
    String table =
        BenchmarkTable.of(
            List.of(BESIDE_PEER),
            List.of(
                new Measured("A.ours", "", 30.04, 30.6, 0),
                new Measured("A.peer", "", 120, 140, 48)));

    assertThat(table)
        .isEqualTo(
            """
            | operation | ns (mean) | B | beside | ns (mean) | B | ratio |
            | --- | ---: | ---: | --- | ---: | ---: | ---: |
            | ask | 30 (31) | 0 | a map | 120 (140) | 48 | 0.25 |
            """);
  }

  @Test
  void onlyEqualParametersStandBesideOneAnother() {
    String table =
        BenchmarkTable.of(
            List.of(BESIDE_PEER),
            List.of(
                new Measured("A.ours", "60 characters", 1, 0, 0),
                new Measured("A.ours", "340 characters", 8, 0, 0),
                new Measured("A.peer", "340 characters", 4, 0, 0),
                new Measured("A.peer", "60 characters", 2, 0, 0)));

    assertThat(table.lines().skip(2))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("| ask, 60 characters |").endsWith("| 0.50 |"),
            line -> assertThat(line).startsWith("| ask, 340 characters |").endsWith("| 2.00 |"));
  }

  @Test
  void whatWasMeasuredOnOneSideOnlyIsLeftOut() {
    String table =
        BenchmarkTable.of(List.of(BESIDE_PEER), List.of(new Measured("A.ours", "", 1, 0, 0)));

    assertThat(table.lines()).hasSize(2);
  }

  @Test
  void numbersShowThreeDigitsThatMeanSomething() {
    assertThat(List.of(0.001, 0.25, 9.96, 99.6, 1234.6, 1_234_567.0))
        .extracting(BenchmarkTable::number)
        .containsExactly("0", "0.3", "10.0", "100", "1 235", "1 234 567");
  }

  @Test
  void everyComparisonNamesBenchmarksThatAreThere() {
    assertThat(BenchmarkRun.comparisons()).hasSizeGreaterThan(10);
  }

  @Test
  void aPeerThatIsNotThereIsAMistake() {
    assertThatThrownBy(() -> Comparison.of(Mistaken.class, List.of("ours")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'gone'");
  }

  /** Names a peer that it has not. */
  public static final class Mistaken {
    @Row(value = "ask", beside = "gone")
    public void ours() {}
  }
}
