package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSummaryTest {
  private static final String TRACE_PARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "select a from T1 t join s.\"t 2\" on true ~> select T1 s.\"t 2\"",
        "select extract(year from a) from t where b is distinct from c ~> select t",
        "with d as (delete from t returning *) select * from d ~> delete t select",
        "insert into t select * from a, b where c in (1, 2) ~> insert t select a b",
        "merge into t using (select * from s) x on a ~> merge t select s",
        "explain analyze select * from t ~> explain select t",
        "update only t set a = 1 from b ~> update t",
        "create table if not exists s.t (a int) ~> create table s.t",
        "truncate table t ~> truncate table t",
        "select * from a; delete from b; ~> select a; delete b",
        "select * from t for update ~> select t",
        "select 1 ~> select",
        "values (1) ~> values",
        "begin ~> begin",
        "set a = 'x' ~> set",
      })
  void namesOperationsAndTargets(String sql, String summary) {
    assertThat(normalizer.normalize(sql).summary()).isEqualTo(summary);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "-- nothing", "'a'", "frobnicate a from b"})
  void saysNothingOfWhatItDoesNotKnow(String sql) {
    assertThat(normalizer.normalize(sql).summary()).isNull();
  }

  @Test
  void endsBehindAWholeTarget() {
    String summary =
        normalizer.normalize("select * from " + "schema_a.table_name, ".repeat(20) + "x").summary();
    assertThat(summary)
        .hasSizeLessThanOrEqualTo(255)
        .isEqualTo("select" + " schema_a.table_name".repeat(12));
  }

  @Test
  void hasNoNameBehindAQuoteThatMayBeTheWrongWayRound() {
    assertThat(normalizer.normalize("select a' from b, ' from secret where '").summary()).isNull();
    assertThat(normalizer.normalize("select a from t where b = $x$secret").summary())
        .isEqualTo("select t");
  }

  @Test
  void hasNoNameThatMayBeCut() {
    assertThat(normalizer.normalizeTruncated("select * from a, s.custo").summary())
        .isEqualTo("select a");
    assertThat(normalizer.normalizeTruncated("select * from a, s.customers c").summary())
        .isEqualTo("select a s.customers");
  }

  @Test
  void hasNoWordOfAComment() {
    assertThat(normalizer.normalize("select * from s /* secret */ . t").summary())
        .isEqualTo("select s.t");
  }

  @Test
  void readsWhatAClientSaysOfItselfInAComment() {
    assertThat(
            normalizer
                .normalize(
                    "select 1 /*application='my%20app',route='%2Forders%2F%7Bid%7D',traceparent='"
                        + TRACE_PARENT
                        + "',user='jane'*/")
                .tags())
        .isEqualTo(
            Map.of("application", "my app", "route", "/orders/{id}", "traceparent", TRACE_PARENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* application='a' and more */",
        "/*application='a',*/",
        "/*application='a%2*/",
        "/*application='jane%40example.com'*/",
        "/*application=a*/",
        "/*traceparent='00-00000000000000000000000000000000-b7ad6b7169203331-01'*/",
        "/*traceparent='00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'*/",
        "/*tracestate='a=b'*/",
        "-- application='a'",
      })
  void takesNothingElseOfAComment(String comment) {
    assertThat(normalizer.normalize("select 1 " + comment).tags()).isEmpty();
  }

  @Test
  void aSummaryIsOneLineAndShowsAllThatIsInIt() {
    NormalizedSql read =
        SqlNormalizer.of(SqlDialect.POSTGRESQL)
            .normalize(
                "lock table \"line\nbreak\ttab\", \"bidi \u202egnp\", \"seen \ud83d\ude00 \u00e9\"");
    assertThat(read.summary()).isNotNull();
    assertThat(read.summary().codePoints().map(Character::getType))
        .noneMatch(type -> type == Character.CONTROL || type == Character.FORMAT);
    assertThat(read.summary()).contains("\"line?break?tab\"");
    NormalizedSql other =
        SqlNormalizer.of(SqlDialect.POSTGRESQL)
            .normalize("select * from \"seen \ud83d\ude00 \u00e9\"");
    assertThat(other.summary()).isEqualTo("select \"seen \ud83d\ude00 \u00e9\"");
  }
}
