package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class SqlNormalizerFuzzTest {
  private static final String CANARY = "zq7xcanary";
  private static final int WIDE = 1 << 20;

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL, WIDE);
  private final SqlNormalizer narrow = SqlNormalizer.of(SqlDialect.POSTGRESQL, 64);

  @FuzzTest(maxDuration = "3m")
  void isIdempotentAndLinearInSize(FuzzedDataProvider data) {
    boolean cut = data.consumeBoolean();
    String sql = data.consumeRemainingAsString();
    NormalizedSql result = cut ? normalizer.normalizeTruncated(sql) : normalizer.normalize(sql);
    NormalizedSql again = normalizer.normalize(result.text());
    assertThat(again.text()).isEqualTo(result.text());
    if (result.readable()) {
      assertThat(again.fingerprint()).isEqualTo(result.fingerprint());
      assertThat(again.multiple()).isEqualTo(result.multiple());
    }
    assertThat(result.text().length()).isLessThanOrEqualTo(3 * sql.length() + 16);
    assertHoldsItsLimit(sql);
  }

  @FuzzTest(maxDuration = "3m")
  void mySqlIsIdempotentAndHidesAPlantedLiteral(FuzzedDataProvider data) {
    SqlNormalizer.Builder builder =
        SqlNormalizer.builder(data.consumeBoolean() ? SqlDialect.MYSQL : SqlDialect.MARIADB);
    boolean ansi = data.consumeBoolean();
    boolean verbatim = data.consumeBoolean();
    if (ansi) {
      builder.ansiQuotes();
    }
    if (verbatim) {
      builder.noBackslashEscapes();
    }
    SqlNormalizer wide = builder.maxLength(WIDE).build();
    String before = data.consumeString(40);
    String after = data.consumeRemainingAsString();
    for (String sql : new String[] {before + after, before + " 'it''s " + CANARY + "'" + after}) {
      NormalizedSql result = wide.normalize(sql);
      NormalizedSql again = wide.normalize(result.text());
      assertThat(again.text()).isEqualTo(result.text());
      NormalizedSql longWay = builder.maxLength(64).build().normalize(sql);
      assertThat(longWay.fingerprint()).isEqualTo(result.fingerprint());
      assertThat(longWay.summary()).isEqualTo(result.summary());
      boolean open = before.chars().anyMatch(c -> "'\"`$#\\".indexOf(c) >= 0);
      boolean comment = before.contains("/*") || before.contains("--");
      if (!open && !comment && !(before + after).contains(CANARY)) {
        assertThat(result.text() + result.summary()).doesNotContain(CANARY);
      }
    }
  }

  @FuzzTest(maxDuration = "3m")
  void hidesAPlantedLiteral(FuzzedDataProvider data) {
    int syntax = data.consumeInt(0, 7);
    String before = data.consumeString(40);
    String after = data.consumeRemainingAsString();
    if (!isWholeBeforeALiteral(before) || (before + after).contains(CANARY)) {
      return;
    }
    String sql = before + " " + literal(syntax) + after;
    assertThat(normalizer.normalize(sql).text()).doesNotContain(CANARY);
    assertThat(normalizer.normalizeTruncated(sql).text()).doesNotContain(CANARY);
  }

  private void assertHoldsItsLimit(String sql) {
    NormalizedSql result = narrow.normalize(sql);
    assertThat(result.text()).hasSizeLessThanOrEqualTo(64);
    assertThat(narrow.normalize(result.text()).text()).isEqualTo(result.text());
    assertThat(result.fingerprint()).isEqualTo(normalizer.normalize(sql).fingerprint());
    assertThat(result.summary()).isEqualTo(normalizer.normalize(sql).summary());
  }

  /**
   * Whether a literal behind this text is one: no quote of any kind is open, nor a comment. Told
   * from the characters alone, as the lexer's word is what is on trial.
   */
  private static boolean isWholeBeforeALiteral(String before) {
    return before.chars().noneMatch(c -> "'\"$".indexOf(c) >= 0)
        && !before.contains("/*")
        && !before.contains("--");
  }

  private static String literal(int syntax) {
    return switch (syntax) {
      case 0 -> "'" + CANARY + "'";
      case 1 -> "'it''s " + CANARY + "'";
      case 2 -> "E'\\'" + CANARY + "\\\\'";
      case 3 -> "U&'" + CANARY + "'";
      case 4 -> "$$" + CANARY + "$$";
      case 5 -> "$q$$" + CANARY + "$q$";
      case 6 -> "'a'\n'" + CANARY + "'";
      default -> "/* /* " + CANARY + " */ " + CANARY + "*/";
    };
  }
}
