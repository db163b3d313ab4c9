package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A statement of 1 MB costs what its length says, whatever it is made of: four times the length may
 * cost eight times, where what grows with the square costs sixteen. Asserts the ratio of two costs
 * of the same thread, and no time.
 */
final class SqlGrowthTest {
  private static final int SHORT = 256 << 10;
  private static final int LONG = 1 << 20;
  private static final int RUNS = 3;
  private static final double AT_MOST = 8;
  private static final int ATTEMPTS = 5;

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1, ",
        "1, ",
        "(",
        "((1),",
        "[",
        "'a' ",
        "'a''",
        "E'\\'",
        "U&'a' uescape ",
        "\"a\" ",
        "\"a\"\"",
        "$a$ ",
        "$a$b$c",
        "$$ $a$ ",
        "$1",
        "/* ",
        "/*/",
        "-- a\n",
        "--",
        "+-*/",
        "@-",
        "::int",
        "1e",
        "0x",
        "1_",
        ".1.",
        "a.b.",
        "a ",
        "in (1, 2), ",
        "(1, 2), (",
        "values (1, 'a'), ",
        "begin; ",
        ";",
        "\u00e9",
        "\ud83d\ude00",
        "\u0000",
        "\ufeff",
        "\\",
        "'a'\n'b'\n",
        "B'1' X'F' ",
        "N'a' ",
        "case when a then ",
      })
  void costGrowsWithTheLength(String piece) {
    for (boolean cut : new boolean[] {false, true}) {
      String some = piece.repeat(SHORT / piece.length());
      String all = piece.repeat(LONG / piece.length());
      cost(some, cut);
      double ratio = Double.POSITIVE_INFINITY;
      // A compiler that is late makes one measurement bad; a square stays one.
      for (int i = 0; i < ATTEMPTS && ratio >= AT_MOST; i++) {
        ratio = (double) cost(all, cut) / cost(some, cut);
      }
      assertThat(ratio).as("%s, cut: %s", piece, cut).isLessThan(AT_MOST);
    }
  }

  /** The processor time of one reading, by the least of several. */
  private long cost(String sql, boolean cut) {
    long[] costs = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long before = threads.getCurrentThreadCpuTime();
      NormalizedSql read = cut ? normalizer.normalizeTruncated(sql) : normalizer.normalize(sql);
      costs[i] = threads.getCurrentThreadCpuTime() - before;
      assertThat(read.text().length()).isLessThanOrEqualTo(SqlNormalizer.DEFAULT_MAX_LENGTH);
    }
    Arrays.sort(costs);
    // What is short is measured badly; the square of a quarter of a million is not short.
    return Math.max(2_000_000, costs[0]);
  }
}
