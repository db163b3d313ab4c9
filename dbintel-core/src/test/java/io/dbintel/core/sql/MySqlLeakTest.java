package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Composes MySQL's statements around literals it knows, and looks for them in what comes out. */
class MySqlLeakTest {
  private static final int STATEMENTS = 300;

  private static final String[] HEADS = {
    "SELECT a, `b` FROM t1 WHERE x = ",
    "INSERT INTO t (a, `b`) VALUES (",
    "REPLACE t SET a = 5, b = ",
    "SELECT * FROM t WHERE a IN (1, ",
    "SELECT @v := ",
    "CREATE USER bob IDENTIFIED BY ",
    "SET @@session.a = ",
    "CALL p(1, ",
    "",
  };
  private static final String[] JOINS = {
    ", ",
    " AND b = ",
    " || ",
    ") , (",
    " -- note's\n",
    " # it's \"\n",
    " /* it's */ ",
    "\n, ",
    "; SELECT ",
    " /*!50001 + */ ",
    " LIKE ",
    " XOR c <=> ",
  };

  /** A mode of the server. */
  private enum Mode {
    DEFAULT(false, false),
    ANSI_QUOTES(true, false),
    NO_BACKSLASH_ESCAPES(false, true),
    BOTH(true, true);

    private final boolean ansi;
    private final boolean verbatim;

    Mode(boolean ansi, boolean verbatim) {
      this.ansi = ansi;
      this.verbatim = verbatim;
    }

    SqlNormalizer normalizer(SqlDialect dialect) {
      SqlNormalizer.Builder builder = SqlNormalizer.builder(dialect);
      if (ansi) {
        builder.ansiQuotes();
      }
      if (verbatim) {
        builder.noBackslashEscapes();
      }
      return builder.build();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void noLiteralSurvivesWholeOrCutAnywhere(Mode mode) {
    for (SqlDialect dialect : new SqlDialect[] {SqlDialect.MYSQL, SqlDialect.MARIADB}) {
      SqlNormalizer normalizer = mode.normalizer(dialect);
      for (int seed = 0; seed < STATEMENTS; seed++) {
        Statement statement = new Statement(new Random(seed), mode);
        NormalizedSql whole = normalizer.normalize(statement.sql);
        assertThat(whole.readable()).as("%s", statement.sql).isTrue();
        assertThat(normalizer.normalize(whole.text()))
            .returns(whole.text(), NormalizedSql::text)
            .returns(whole.fingerprint(), NormalizedSql::fingerprint);
        for (int end = 0; end <= statement.sql.length(); end++) {
          String cut = statement.sql.substring(0, end);
          assertThat(statement.leaksInto(normalizer.normalize(cut))).as("%s", cut).isEmpty();
          assertThat(statement.leaksInto(normalizer.normalizeTruncated(cut)))
              .as("%s", cut)
              .isEmpty();
          assertThat(statement.leaksInto(normalizer.normalize(cut + "...")))
              .as("%s...", cut)
              .isEmpty();
        }
      }
    }
  }

  /** A statement of some shape, and the contents of its literals. */
  private static final class Statement {
    private final Random random;
    private final Mode mode;
    private final List<String> canaries = new ArrayList<>();
    private final String sql;

    Statement(Random random, Mode mode) {
      this.random = random;
      this.mode = mode;
      StringBuilder text = new StringBuilder(HEADS[random.nextInt(HEADS.length)]);
      int literals = 1 + random.nextInt(4);
      for (int i = 0; i < literals; i++) {
        text.append(literal()).append(JOINS[random.nextInt(JOINS.length)]);
      }
      sql = text.append(literal()).append(random.nextBoolean() ? ")" : ";").toString();
    }

    /** Parts of a canary are canaries too, as a literal may leak from its middle on. */
    List<String> leaksInto(NormalizedSql result) {
      String told = (result.text() + result.summary()).toLowerCase(Locale.ROOT);
      List<String> leaks = new ArrayList<>();
      for (String canary : canaries) {
        for (int i = 0; i + 4 <= canary.length(); i++) {
          if (told.contains(canary.substring(i, i + 4))) {
            leaks.add(canary);
            break;
          }
        }
      }
      return leaks;
    }

    private String digits() {
      StringBuilder digits = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        digits.append((char) ('0' + random.nextInt(10)));
      }
      canaries.add(digits.toString());
      return digits.toString();
    }

    private String canary() {
      String canary = "zq" + digits();
      canaries.set(canaries.size() - 1, canary);
      return canary;
    }

    private String literal() {
      return switch (random.nextInt(16)) {
        case 0 -> "'" + canary() + "'";
        case 1 -> "'" + canary() + "''" + canary() + "'";
        case 2 -> "'" + canary() + (mode.verbatim ? "\\'" : "\\' " + canary() + "\\\\'");
        case 3 -> mode.ansi ? "'" + canary() + "\"'" : "\"" + canary() + "'" + canary() + "\"";
        case 4 -> mode.ansi ? "7" : "\"" + canary() + "\"\"" + canary() + "\"";
        case 5 -> "N'" + canary() + "'";
        case 6 -> "_utf8mb4'" + canary() + "'";
        case 7 -> "'" + canary() + "'  '" + canary() + "'";
        case 8 -> "x'" + digits() + "'";
        case 9 -> "0x" + digits();
        case 10 -> "-" + digits() + "." + digits() + "e-" + digits();
        case 11 -> "." + digits();
        case 12 -> "'" + canary() + "; " + canary() + " -- /* " + canary() + " # '";
        case 13 -> "DATE'" + canary() + "'";
        case 14 -> "/*!50001 '" + canary() + "' */";
        default -> "a /* " + canary() + " ' */";
      };
    }
  }
}
