package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Composes statements around literals it knows, and looks for them in what comes out. */
class SqlLeakTest {
  private static final String[] HEADS = {
    "SELECT a, \"b\" FROM t1 WHERE x = ",
    "INSERT INTO t (a, b) VALUES (",
    "UPDATE t SET a = 5, b = ",
    "SELECT * FROM t WHERE a IN (1, ",
    "WITH c AS (SELECT ",
    "ALTER ROLE bob PASSWORD ",
    "SELECT f(a, 'x') - ",
    "select array[",
    "SET my.var = ",
    "CALL p(1, a => ",
    "",
  };
  private static final String[] JOINS = {
    ", ",
    " AND b = ",
    "::text, ",
    " || ",
    ") , (",
    " -- note's\n",
    " /* it's */ ",
    "\n, ",
    "; SELECT ",
    " LIKE a ESCAPE '\\' AND ",
    " OR j ? ",
    "] , [",
  };

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noLiteralSurvives(int seed) {
    Statement statement = new Statement(new Random(seed));
    NormalizedSql result = normalizer.normalize(statement.sql);
    assertThat(statement.leaksInto(result)).as("%s", statement.sql).isEmpty();
    assertThat(result.readable()).as("%s", statement.sql).isTrue();
    assertThat(normalizer.normalize(result.text()).text()).isEqualTo(result.text());
    assertThat(normalizer.normalize(result.text()).fingerprint()).isEqualTo(result.fingerprint());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noLiteralSurvivesACutAnywhere(int seed) {
    Statement statement = new Statement(new Random(seed));
    for (int end = 0; end <= statement.sql.length(); end++) {
      String cut = statement.sql.substring(0, end);
      NormalizedSql result = normalizer.normalizeTruncated(cut);
      assertThat(statement.leaksInto(result)).as("%s", cut).isEmpty();
      assertThat(result.complete()).isFalse();
      NormalizedSql again = normalizer.normalize(result.text());
      assertThat(again.text()).as("%s", cut).isEqualTo(result.text());
      if (result.readable()) {
        assertThat(again.fingerprint()).as("%s", cut).isEqualTo(result.fingerprint());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noLiteralSurvivesACutNobodyTellsOf(int seed) {
    Statement statement = new Statement(new Random(seed));
    for (int end = 0; end <= statement.sql.length(); end++) {
      String cut = statement.sql.substring(0, end);
      assertThat(statement.leaksInto(normalizer.normalize(cut))).as("%s", cut).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void otherLiteralsGiveTheSameFingerprint(int seed) {
    Statement one = new Statement(new Random(seed), new Random(1));
    Statement other = new Statement(new Random(seed), new Random(2));
    assertThat(normalizer.normalize(one.sql).fingerprint())
        .as("%s%n%s", one.sql, other.sql)
        .isEqualTo(normalizer.normalize(other.sql).fingerprint());
    assertThat(normalizer.normalize(one.sql).readable()).as("%s", one.sql).isTrue();
    assertThat(normalizer.normalize(one.sql.toUpperCase(Locale.ROOT)).fingerprint())
        .as("%s", one.sql)
        .isEqualTo(normalizer.normalize(one.sql.replace("\"b\"", "\"B\"")).fingerprint());
  }

  /** A statement of some shape, and the contents of its literals. */
  private static final class Statement {
    private final Random shape;
    private final Random content;
    private final List<String> canaries = new ArrayList<>();
    private final String sql;

    Statement(Random shape) {
      this(shape, shape);
    }

    Statement(Random shape, Random content) {
      this.shape = shape;
      this.content = content;
      StringBuilder text = new StringBuilder(HEADS[shape.nextInt(HEADS.length)]);
      int literals = 1 + shape.nextInt(5);
      for (int i = 0; i < literals; i++) {
        text.append(literal()).append(JOINS[shape.nextInt(JOINS.length)]);
      }
      sql = text.append(literal()).append(shape.nextBoolean() ? ")" : ";").toString();
    }

    /** Parts of a canary are canaries too, as a literal may leak from its middle on. */
    List<String> leaksInto(NormalizedSql result) {
      String text = result.text().toLowerCase(Locale.ROOT);
      List<String> leaks = new ArrayList<>();
      for (String canary : canaries) {
        for (int i = 0; i + 4 <= canary.length(); i++) {
          if (text.contains(canary.substring(i, i + 4))) {
            leaks.add(canary);
            break;
          }
        }
      }
      return leaks;
    }

    private String canary() {
      StringBuilder canary = new StringBuilder("zq");
      for (int i = 0; i < 6; i++) {
        canary.append((char) ('0' + content.nextInt(10)));
      }
      canaries.add(canary.toString());
      return canary.toString();
    }

    private String digits() {
      String digits = canary().substring(2);
      canaries.set(canaries.size() - 1, digits);
      return digits;
    }

    private String literal() {
      return switch (shape.nextInt(24)) {
        case 0 -> "'" + canary() + "'";
        case 1 -> "'" + canary() + "''" + canary() + "'";
        case 2 -> "E'" + canary() + "\\'" + canary() + "\\\\'";
        case 3 -> "U&'" + canary() + "\\0061" + canary() + "''' UESCAPE '!'";
        case 4 -> "N'" + canary() + "'";
        case 5 -> "$$" + canary() + " ' " + canary() + "$$";
        case 6 -> "$t_1$" + canary() + " $$ $t_$ " + canary() + "$t_1$";
        case 7 -> "'" + canary() + "'\n  '" + canary() + "'";
        case 8 -> "e'" + canary() + "' -- '\n '\\'" + canary() + "'";
        case 9 -> "'C:\\" + canary() + "\\'";
        case 10 -> "'" + canary() + "\\\\'";
        case 11 -> digits();
        case 12 -> "-" + digits();
        case 13 -> digits() + "." + digits() + "e-" + digits();
        case 14 -> "." + digits();
        case 15 -> "0x" + digits();
        case 16 -> digits() + "_" + digits();
        case 17 -> "x'" + digits() + "'";
        case 18 -> "'" + canary() + "; " + canary() + " -- /* " + canary() + "'";
        case 19 -> "'" + canary() + " \"" + canary() + "\" '";
        case 20 -> "B'0101" + digits() + "'";
        case 21 -> "DATE '" + canary() + "'";
        case 22 -> "$ü$\n" + canary() + "\n$ü$";
        default -> "a /* " + canary() + " /* ' */ " + canary() + " */";
      };
    }
  }
}
