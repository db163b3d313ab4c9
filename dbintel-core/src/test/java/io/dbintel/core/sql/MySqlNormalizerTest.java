package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlNormalizerTest {
  private final SqlNormalizer mysql = SqlNormalizer.of(SqlDialect.MYSQL);
  private final SqlNormalizer mariadb = SqlNormalizer.of(SqlDialect.MARIADB);
  private final SqlNormalizer ansi = SqlNormalizer.builder(SqlDialect.MYSQL).ansiQuotes().build();
  private final SqlNormalizer verbatim =
      SqlNormalizer.builder(SqlDialect.MYSQL).noBackslashEscapes().build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'secret'",
        "\"secret\"",
        "'it\\'s secret'",
        "\"a \\\" secret\"",
        "'it''s \"secret\"'",
        "'secret' 'goes on' \"and on\"",
        "'secret'\n\t'goes on'",
        "N'secret'",
        "x'1FF'",
        "B'01'",
        "0x1F",
        "0b01",
        "1.5e-5",
        "1e10",
        ".5",
        "-5",
        "\\N",
        "?",
        "$1",
        "1_000",
        "$$secret$$",
      })
  void takesEveryLiteralForOnePlaceholder(String literal) {
    String sql = "select a from t where b = " + literal + " and c";
    assertThat(mysql.normalize(sql).text()).isEqualTo("select a from t where b = ? and c");
    assertThat(mysql.normalize(sql).fingerprint())
        .isEqualTo(mysql.normalize("select a from t where b = 7 and c").fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '|',
      value = {
        "select `a`, `b``c` from `d`.`e` where f = 1"
            + " ~> select `a`, `b``c` from `d`.`e` where f = ?",
        "select 5--3 ~> select ? - ?",
        "select 5 -- 3 ~> select ?",
        "select 5 # 3 ~> select ?",
        "select 1 /* a /* b */ + 2 ~> select ? + ?",
        "select /*! straight_join */ a ~> select straight_join a",
        "select /*!50001 a, 'x' */ from t ~> select a, ? from t",
        "select /*M! 5 */ a ~> select a",
        "select /*+ NO_INDEX(t) 'x' */ a ~> select a",
        "select @a := 1, @@global.x, bob@localhost ~> select @a := ?, @@global.x, bob@localhost",
        "select 'bob'@'host' ~> select ? @ ?",
        "select _utf8mb4'abc', _utf8 'abc' ~> select _utf8mb4 ?, _utf8 ?",
        "select a<=>b, a!=1, a||b, a&&b, a<<2, !a"
            + " ~> select a <=> b, a != ?, a || b, a && b, a << ?, ! a",
        "select j->'$.a', j->>'$.b' ~> select j -> ?, j ->> ?",
        "select a where b in (...) and c = ? ~> select a where b in (?) and c = ?",
        "insert into t values (1, \"a\"), (2, \"b\") ~> insert into t values (?)",
        "select date'2026-01-01', {ts '2026-01-01 00:00:00'} ~> select date ?, {ts ?}",
        "set password for bob = 'x' ~> set password for bob = ?",
        "create user bob identified by 'x' ~> create user bob identified by ?",
      })
  void writesTextInOneWay(String sql, String expected) {
    assertThat(mysql.normalize(sql).text()).isEqualTo(expected);
    assertThat(mysql.normalize(expected).text()).isEqualTo(expected);
    assertThat(mysql.normalize(expected).fingerprint())
        .isEqualTo(mysql.normalize(sql).fingerprint());
  }

  @Test
  void readsMariaDbsOwnVersionCommentsAsCode() {
    assertThat(mariadb.normalize("select /*M!100100 a, 'x' */ from t").text())
        .isEqualTo("select a, ? from t");
  }

  @Test
  void takesDoubleQuotesForNamesWhereTheServerDoes() {
    assertThat(ansi.normalize("select \"a\" from t where b = 'x'").text())
        .isEqualTo("select \"a\" from t where b = ?");
  }

  @Test
  void takesBackslashesForThemselvesWhereTheServerDoes() {
    assertThat(verbatim.normalize("select 'C:\\', a").text()).isEqualTo("select ?, a");
    assertThat(mysql.normalize("select 'C:\\', a").readable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '|',
      value = {
        "select a where b = 'secr... ~> select a where b = …",
        "select a where b = 12... ~> select a where b = ? …",
        "select a from t where b in (1, 2... ~> select a from t where b in (? …",
        "select a, `b... ~> select a, …",
      })
  void knowsHowTheServerMarksWhatItCut(String sql, String expected) {
    assertThat(mysql.normalize(sql))
        .returns(expected, NormalizedSql::text)
        .returns(false, NormalizedSql::complete);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'secret", "select \"secret", "select `secret", "select /* secret",
        "select /*! secret", "select 'secret\\'", "select \\secret", "select 1'secret'",
        "select $a$secret",
      })
  void showsNothingOfWhatItCannotRead(String sql) {
    assertThat(mysql.normalize(sql))
        .returns(NormalizedSql.UNREADABLE, NormalizedSql::text)
        .returns(false, NormalizedSql::complete);
  }

  @ParameterizedTest
  @CsvSource({
    "replace into t values (1),REPLACE,true",
    "use db,SET,false",
    "load data infile 'x' into table t,COPY,false",
    "desc t,EXPLAIN,false",
    "xa start 'x',TRANSACTION,false",
    "unlock tables,LOCK,false",
    "rename table a to b,DDL,false",
    "kill 5,MAINTENANCE,false",
    "select 1,SELECT,true",
    "select 1; select 2,SELECT,false",
  })
  void tellsWhatAStatementDoesAndWhetherItHasAPlan(
      String sql, StatementKind kind, boolean explainable) {
    assertThat(mysql.normalize(sql))
        .returns(kind, NormalizedSql::kind)
        .returns(explainable, NormalizedSql::explainable);
  }

  @Test
  void refusesSettingsOfAnotherServer() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SqlNormalizer.builder(SqlDialect.POSTGRESQL).ansiQuotes())
        .withMessage("POSTGRESQL has no setting ANSI_QUOTES");
    assertThatIllegalStateException()
        .isThrownBy(() -> SqlNormalizer.builder(SqlDialect.MYSQL).standardConformingStrings(true));
  }

  @Test
  void settlesADoubtWhereTheSettingIsKnown() {
    String sql = "select a, '\\'' , secret , '\\''";
    assertThat(
            SqlNormalizer.builder(SqlDialect.POSTGRESQL)
                .standardConformingStrings(false)
                .build()
                .normalize(sql)
                .text())
        .isEqualTo("select a, ?, secret, ?");
    assertThat(
            SqlNormalizer.builder(SqlDialect.POSTGRESQL)
                .standardConformingStrings(true)
                .build()
                .normalize("select 'a\\', b, 'c\\'")
                .text())
        .isEqualTo("select ?, b, ?");
  }
}
