package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.QueryRef;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QueryTextsTest {
  private final QueryTexts texts = new QueryTexts(64 << 10);

  @Test
  void literalsDoNotPass() {
    QueryRef query = of(7, "select * from t where mail = 'jane@example.com' -- 4111", false);

    assertThat(query.text()).isEqualTo("select * from t where mail = ?");
    assertThat(query.summary()).isEqualTo("select t");
    assertThat(query.fingerprint()).startsWith("s1:");
  }

  @Test
  void oneIdIsNormalisedOnce() {
    assertThat(of(7, "select 1", false)).isSameAs(of(7, "select 2", false));
    assertThat(of(8, "select 1", false)).isNotSameAs(of(7, "select 1", false));
  }

  @Test
  void withoutAnIdTheFingerprintTellsStatementsApart() {
    assertThat(of(0, "select 1", false)).isEqualTo(of(0, "SELECT  2", false));
    assertThat(of(0, "select a", false)).isNotEqualTo(of(0, "select b", false));
    assertThat(texts.bytes()).isZero();
  }

  @Test
  void nothingKnownIsNoStatement() {
    assertThat(texts.of(0, "db", null, false)).isNull();
    assertThat(texts.of(0, "db", "", false)).isNull();
    assertThat(Objects.requireNonNull(texts.of(5, "db", null, false)).label()).isEqualTo("id:5");
  }

  @Test
  void cutTextLosesItsOpenLiteral() {
    QueryRef query = of(7, "select * from t where mail = 'jane@exam", true);

    assertThat(query.truncated()).isTrue();
    assertThat(query.text()).isEqualTo("select * from t where mail = …");
  }

  @Test
  void unreadableTextIsWithheld() {
    QueryRef query = of(7, "select 'open", false);

    assertThat(query.text()).isNull();
    assertThat(query.fingerprint()).isNotEmpty();
  }

  @Test
  void staysWithinItsBytes() {
    for (int i = 1; i <= 2_000; i++) {
      assertThat(of(i, "select " + "column, ".repeat(20) + "c" + i, false).text()).isNotNull();
      assertThat(texts.bytes()).isLessThanOrEqualTo(64 << 10);
    }
    assertThat(texts.evictions()).isPositive();
  }

  private QueryRef of(long id, String raw, boolean truncated) {
    return Objects.requireNonNull(texts.of(id, "db", raw, truncated));
  }
}
