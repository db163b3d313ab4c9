package io.dbintel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextsTest {
  @ParameterizedTest
  @ValueSource(ints = {60, 340, 5000})
  void textsAreOfTheirLengthDistinctAndReadable(int characters) {
    SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);

    assertThat(SqlTexts.distinct(2_048, characters))
        .doesNotHaveDuplicates()
        .allSatisfy(text -> assertThat(text).hasSize(characters))
        .allSatisfy(text -> assertThat(normalizer.normalize(text).complete()).isTrue());
  }
}
