package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlNormalizerTest {
  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'secret'",
        "'it''s secret'",
        "E'it\\'s secret'",
        "e'secret\\\\'",
        "U&'d\\0061t\\+000061 secret'",
        "u&'secret''s'",
        "N'secret'",
        "B'0101'",
        "x'1FF'",
        "$$secret$$",
        "$tag$secret $$ $ta$ it's$tag$",
        "$tägñ$secret$tägñ$",
        "'secret'\n'goes on'",
        "'secret' -- comment's\n  'goes on'",
        "E'secret'\n'goes on \\' still'",
        "1",
        "1.5",
        ".5",
        "1.",
        "1e-5",
        "1.e5",
        "1E+10",
        "1_000",
        "0x1F",
        "0b1",
        "0o7",
        "0123456789abcdef0123456789abcdef",
        "$1",
        "$12",
        "?",
        "-5",
        "- 5",
        "-/* five */5",
      })
  void takesEveryLiteralForOnePlaceholder(String literal) {
    assertThat(text("select a from t where b = " + literal + " and c"))
        .isEqualTo("select a from t where b = ? and c");
    assertThat(fingerprint("select a from t where b = " + literal + " and c"))
        .isEqualTo(fingerprint("select a from t where b = $7 and c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "select a-5 ~> select a - ?",
        "select a -5 ~> select a - ?",
        "select (a)-5, b[1]-5 ~> select (a) - ?, b[?] - ?",
        "select -5, 2*-5, +5 ~> select ?, ? * ?, + ?",
        "select - - 5 ~> select - ?",
        "select -a, -(a) ~> select -a, -(a)",
        "select x where a=-1 and b>-1.5 ~> select x where a = ? and b > ?",
        "select 1..10 ~> select ? .. ?",
        "select a[1:2], a[:x] ~> select a[?:?], a[:x]",
        "select t1.c2 from t1 ~> select t1.c2 from t1",
        "select a$1, b$$c from d$ ~> select a$1, b$$c from d$",
        "select '1'::int, cast('1' as int) ~> select ?::int, cast(? as int)",
        "select j->'a'->>'b', j#>'{a}', j#>>'{a}' ~> select j -> ? ->> ?, j #> ?, j #>> ?",
        "select j ? 'a', j ?| array['a','b'], j ?& array['a'] ~> select j ? ?, j ?| array[?], j ?& array[?]",
        "select j @? '$.a', j @@ '$.a' ~> select j @? ?, j @@ ?",
        "select a=?, b||?||c, d>=? ~> select a = ?, b || ? || c, d >= ?",
        "select j ?? 'a' ~> select j ? ?",
        "select :named, a::b ~> select :named, a::b",
        "select DATE '2020-01-01', interval '1 day' ~> select DATE ?, interval ?",
        "select true, FALSE, null ~> select true, FALSE, null",
        "select a from t where a is null ~> select a from t where a is null",
        "select \"a \"\"b\"\"\" from \"c'd\" ~> select \"a \"\"b\"\"\" from \"c'd\"",
        "select U&\"d\\0061t\" uescape '!' ~> select U&\"d\\0061t\" uescape ?",
        "select 1;  ~> select ?",
        ";;select 1;; select 2; ~> select ?; select ?",
        "select /* a /* nested */ 'x' */ 1 -- tail ' ~> select ?",
        "select 1--2 ~> select ?",
        "select count( * ) , f ( a ) from s . t ~> select count(*), f (a) from s.t",
        "select a@-1, a*-1, a<-b ~> select a @- ?, a * ?, a < -b",
        "{call f(?, 1)} ~> {call f(?, ?)}",
        "select f(x => 1, y := 2) ~> select f(x => ?, y := ?)",
      })
  void writesTextInOneWay(String sql, String expected) {
    assertThat(text(sql)).isEqualTo(expected);
    assertThat(text(expected)).isEqualTo(expected);
    assertThat(fingerprint(expected)).isEqualTo(fingerprint(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "a in (1, 2, 3) ~> a in (?)",
        "a IN($1,$2) ~> a IN(?)",
        "a in ($1 /*, ... */) ~> a in (?)",
        "a not in ('a', null, true, -5) ~> a not in (?)",
        "(a, b) in ((1, 2), (3, 4)) ~> (a, b) in ((?))",
        "a in ($1::uuid, $2::uuid) ~> a in (?::uuid)",
        "a in (select b from c where d in (1, 2)) ~> a in (select b from c where d in (?))",
        "a in (select b, b from c) ~> a in (select b, b from c)",
        "a in (f(1), f(2)) ~> a in (f(?))",
        "a in (b, c) ~> a in (b, c)",
        "a in (b,,;c ~> a in (b,; c",
        "values (1, 'a'), (2, 'b') ~> values (?)",
        "values (1, now(), 2, 3), (2, now(), 3) ~> values (?, now(), ?)",
        "values (1, default), (2, default) on conflict do nothing"
            + " ~> values (?, default) on conflict do nothing",
        "(values (1), (2)) as t(a, a) ~> (values (?)) as t(a, a)",
        "in (values (1), (2)) ~> in (values (?))",
        "insert into t (values, b) values (1, 2) ~> insert into t (values, b) values (?)",
        "array[1, 2], array[[1, 2], [3, 4]] ~> array[?], array[[?]]",
        "array(select 1, 1) ~> array(select ?, ?)",
        "f(1, 1), (1, 1) ~> f(?, ?), (?, ?)",
      })
  void writesRepeatedListItemsOnce(String sql, String expected) {
    assertThat(text(sql)).isEqualTo(expected);
    assertThat(text(expected)).isEqualTo(expected);
    assertThat(fingerprint(expected)).isEqualTo(fingerprint(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "select a from t where b = 1 ~> SELECT A  FROM t /* x */ WHERE b=$1;",
        "select a from t where b = true ~> select a from t where b = $1",
        "select a from t where b = null ~> select a from t where b = $1",
        "select a from t where b in (1) ~> select a from t where b in (1, 2)",
        "set search_path = tenant1 ~> SET search_path = 'tenant2', public",
        "select f(a) ~> select f (a)",
      })
  void fingerprintsAlikeWhatDiffersInLiteralsAndLayout(String one, String other) {
    assertThat(fingerprint(one)).isEqualTo(fingerprint(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "select a ~> select b",
        "select a is null ~> select a is true",
        "select a is not null ~> select a is not true",
        "select a-5 ~> select a 5",
        "select \"A\" ~> select a",
        "select ab ~> select a b",
        "select a from t1 ~> select a from t2",
        "select (a) ~> select a",
        "select a; select b ~> select a select b",
      })
  void fingerprintsApartWhatDiffersInAnythingElse(String one, String other) {
    assertThat(fingerprint(one)).isNotEqualTo(fingerprint(other));
  }

  @Test
  void foldsEveryKindOfWhiteSpace() {
    assertThat(text("select\t1\r\n\f,\u000b2 ")).isEqualTo("select ?, ?");
    assertThat(text("\ufeffselect\u00a0a\u2003from\u3000t")).isEqualTo("select a from t");
  }

  @Test
  void takesAStringContinuedOnTheNextLineForOne() {
    assertThat(text("select 'a'\n 'b' 'c'")).isEqualTo("select ? ?");
  }

  @Test
  void trustsTwoReadingsThatComeToTheSame() {
    assertThat(normalizer.normalize("select 'a\\' -- '"))
        .returns("select ?", NormalizedSql::text)
        .returns(true, NormalizedSql::complete);
  }

  @Test
  void tagsTheFingerprintWithItsVersion() {
    assertThat(fingerprint("select 1")).matches("s1:[0-9a-f]{32}");
  }

  @Test
  void keepsTheFingerprintOfItsVersion() {
    assertThat(fingerprint("SELECT * FROM orders WHERE id IN (1, 2) AND state = 'new'"))
        .isEqualTo("s1:2f9d88227e8920df7f1e696341130e90");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'secret",
        "select \"secret",
        "select E'secret\\'",
        "select U&'secret",
        "select $$secret",
        "select $tag$secret$$",
        "select $tag secret",
        "select /* secret",
        "select /* secret /* */",
        "select 'a' \\ secret",
        "select 'secret\u0000'",
        "select 'secret\ud800'",
        "select '\udc00secret'",
        "select secret\u0001",
        "select 1'secret'",
        "select $1$$secret$$",
        "select \u00a0E'secret'",
        "select a\u00a0$$secret$$",
      })
  void showsNothingOfWhatItCannotRead(String sql) {
    NormalizedSql result = normalizer.normalize(sql);
    assertThat(result.text()).isEqualTo(NormalizedSql.UNREADABLE);
    assertThat(result.readable()).isFalse();
    assertThat(result.complete()).isFalse();
    assertThat(result.fingerprint()).startsWith("s1:");
  }

  @Test
  void fingerprintsUnreadableTextWithoutItsLiterals() {
    assertThat(fingerprint("select a where b = '123-45-6789"))
        .isEqualTo(fingerprint("select a where b = '987-65-4321"));
  }

  @Test
  void passesItsOwnAndTheServersNoticesOn() {
    assertThat(normalizer.normalize("<insufficient privilege>"))
        .returns("<insufficient privilege>", NormalizedSql::text)
        .returns(StatementKind.UNKNOWN, NormalizedSql::kind)
        .returns(false, NormalizedSql::complete);
    assertThat(text(NormalizedSql.UNREADABLE)).isEqualTo(NormalizedSql.UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "select a where b = 'secr ~> select a where b = …",
        "select a where b = 'secret' ~> select a where b = ? …",
        "select a where b = E'secr\\ ~> select a where b = …",
        "select a where b = $ta ~> select a where b = …",
        "select a where b = $tag$secr ~> select a where b = …",
        "select a where b = 12 ~> select a where b = ? …",
        "select a /* secr ~> select a …",
        "select a -- secr ~> select a …",
        "select a, \"secr ~> select a, …",
        "select a where b in (1, 2, ~> select a where b in (?, …",
        "select a from cust ~> select a from cust …",
      })
  void showsNothingOfTheTokenATextIsCutIn(String sql, String expected) {
    NormalizedSql result = normalizer.normalizeTruncated(sql);
    assertThat(result.text()).isEqualTo(expected);
    assertThat(result.complete()).isFalse();
    assertThat(result.fingerprint()).isNotEqualTo(fingerprint("select a where b = 1"));
    assertThat(text(expected)).isEqualTo(expected);
    assertThat(fingerprint(expected)).isEqualTo(result.fingerprint());
  }

  @Test
  void dropsHalfACharacterAtTheCut() {
    assertThat(normalizer.normalizeTruncated("select a\ud83d").text()).isEqualTo("select a …");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "select a like b escape '\\' and c = 'x' ~> select a like b escape ? and c = ?",
        "select 'C:\\', a ~> select ?, a",
        "select 'C:\\dir\\' as a, 'D:\\' as b ~> select ? as a, ? as b",
        "select 'even\\\\', a ~> select ?, a",
        "select replace(a, '\\', '/') ~> select replace(a, ?, ?)",
      })
  void readsBackslashesByTheStandardWhereNothingElseIsPossible(String sql, String expected) {
    assertThat(normalizer.normalize(sql))
        .returns(expected, NormalizedSql::text)
        .returns(true, NormalizedSql::complete);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "select a, 'it\\'s secret' ~> select a, ? …",
        "select a, '\\'' , secret , '\\'' ~> select a, ? …",
        "select 'a\\' -- ' || secret ~> select ? …",
      })
  void stopsAtAStringThatEndsInTwoWays(String sql, String expected) {
    assertThat(normalizer.normalize(sql))
        .returns(expected, NormalizedSql::text)
        .returns(false, NormalizedSql::complete);
  }

  @Test
  void stopsAtADoubtfulStringOfACutText() {
    assertThat(normalizer.normalizeTruncated("select a, 'C:\\' , 'secr").text())
        .isEqualTo("select a, ? …");
    assertThat(normalizer.normalizeTruncated("select a like b escape '\\' and 'secr").text())
        .isEqualTo("select a like b escape ? and …");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "ALTER ROLE bob PASSWORD 'x' VALID UNTIL 'y' ~> ALTER ROLE bob PASSWORD ? VALID UNTIL ?",
        "CREATE USER bob WITH PASSWORD hunter2 ~> CREATE USER bob WITH PASSWORD ?",
        "ALTER USER bob PASSWORD \"hunter2\" ~> ALTER USER bob PASSWORD ?",
        "ALTER ROLE bob PASSWORD NULL ~> ALTER ROLE bob PASSWORD NULL",
        "CREATE USER MAPPING FOR bob SERVER s OPTIONS (user 'bob', password 'x')"
            + " ~> CREATE USER MAPPING FOR bob SERVER s OPTIONS (user ?, password ?)",
        "CREATE SUBSCRIPTION s CONNECTION 'host=h password=x' PUBLICATION p"
            + " ~> CREATE SUBSCRIPTION s CONNECTION ? PUBLICATION p",
        "CREATE TABLE users (password text) ~> CREATE TABLE users (password text)",
        "COPY t FROM PROGRAM 'curl http://x' ~> COPY t FROM PROGRAM ?",
        "SET my.token = abc ~> SET my.token = ?",
        "SET LOCAL my.token TO abc, -5, 'd' ~> SET LOCAL my.token TO ?",
        "SET work_mem = DEFAULT ~> SET work_mem = DEFAULT",
        "SET x = 'a'; SELECT b ~> SET x = ?; SELECT b",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"
            + " ~> SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "ALTER ROLE bob IN DATABASE d SET my.token = abc"
            + " ~> ALTER ROLE bob IN DATABASE d SET my.token = ?",
        "ALTER SYSTEM SET my.token TO abc ~> ALTER SYSTEM SET my.token TO ?",
        "ALTER TABLE t ALTER c SET DEFAULT 5 ~> ALTER TABLE t ALTER c SET DEFAULT ?",
      })
  void masksSecretsOfUtilityStatements(String sql, String expected) {
    assertThat(text(sql)).isEqualTo(expected);
    assertThat(text(expected)).isEqualTo(expected);
    assertThat(fingerprint(expected)).isEqualTo(fingerprint(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "SELECT 1 ~> SELECT",
        "/* x */ select 1 ~> SELECT",
        "((select 1) union (select 2)) ~> SELECT",
        "table t ~> SELECT",
        "insert into t values (1) ~> INSERT",
        "update t set a = 1 ~> UPDATE",
        "delete from t ~> DELETE",
        "merge into t using s on a when matched then delete ~> MERGE",
        "values (1) ~> VALUES",
        "with a as (delete from t returning *) select * from a ~> SELECT",
        "with recursive update (n) as (values (1)), delete as not materialized (select 1)"
            + " insert into t select n from update ~> INSERT",
        "with a as (select 1) search depth first by a set b update t set c = 1 ~> UPDATE",
        "(with a as (select 1) select * from a) ~> SELECT",
        "with a as (select 1) ~> OTHER",
        "call p(1) ~> CALL",
        "do $$ begin end $$ ~> DO",
        "copy t from stdin ~> COPY",
        "explain (analyze) delete from t ~> EXPLAIN",
        "prepare p as select 1 ~> PREPARE",
        "prepare transaction 'x' ~> TRANSACTION",
        "deallocate all ~> PREPARE",
        "execute p(1) ~> EXECUTE",
        "BEGIN ~> TRANSACTION",
        "rollback to savepoint a ~> TRANSACTION",
        "set a = 1 ~> SET",
        "discard all ~> SET",
        "show all ~> SHOW",
        "lock table t ~> LOCK",
        "declare c cursor for select 1 ~> CURSOR",
        "fetch -5 from c ~> CURSOR",
        "listen c ~> NOTIFY",
        "vacuum t ~> MAINTENANCE",
        "refresh materialized view v ~> MAINTENANCE",
        "autovacuum: VACUUM public.t (to prevent wraparound) ~> MAINTENANCE",
        "create table t as select 1 ~> DDL",
        "truncate t ~> DDL",
        "grant select on t to bob ~> DDL",
        "START_REPLICATION SLOT \"s\" 0/3000148 ~> REPLICATION",
        "frobnicate ~> OTHER",
        "'a' ~> OTHER",
        "-- nothing ~> UNKNOWN",
        "; ~> UNKNOWN",
      })
  void tellsWhatTheFirstStatementDoes(String sql, StatementKind kind) {
    assertThat(normalizer.normalize(sql).kind()).isEqualTo(kind);
  }

  @Test
  void tellsOneStatementFromSeveral() {
    assertThat(normalizer.normalize("select ';'; -- ;").multiple()).isFalse();
    assertThat(normalizer.normalize(";select 1;;select 2").multiple()).isTrue();
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(normalizer.normalize(""))
        .returns("", NormalizedSql::text)
        .returns(StatementKind.UNKNOWN, NormalizedSql::kind)
        .returns(true, NormalizedSql::complete)
        .returns(false, NormalizedSql::multiple);
  }

  @Test
  void cutsLongTextBehindATokenAndFingerprintsAllOfIt() {
    SqlNormalizer narrow = SqlNormalizer.of(SqlDialect.POSTGRESQL, 64);
    String sql = "select " + "column_name, ".repeat(20) + "last_column from t";
    NormalizedSql result = narrow.normalize(sql);
    assertThat(result.text())
        .hasSizeLessThanOrEqualTo(64)
        .isEqualTo("select column_name, column_name, column_name, column_name, …");
    assertThat(result.complete()).isTrue();
    assertThat(result.fingerprint())
        .isEqualTo(fingerprint(sql))
        .isNotEqualTo(fingerprint(sql + "2"));
    assertThat(narrow.normalize(result.text()).text()).isEqualTo(result.text());
  }

  @Test
  void showsAListLongerThanTheLimitWholeIfItCollapses() {
    SqlNormalizer narrow = SqlNormalizer.of(SqlDialect.POSTGRESQL, 64);
    String row = "(1, 'a', now(), f(b, c, d), g(h, i, j))";
    assertThat(narrow.normalize("values " + row + (", " + row).repeat(1000)).text())
        .isEqualTo("values (?, now(), f(b, c, d), g(h, i, j))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*",
        "(",
        "in (",
        "in ((",
        "array[",
        "values (",
        "case ",
        "- ",
        "-a",
        "'a' ",
        "?",
        "1,",
        "$$",
        "a.",
        "=?-",
        "\"a\" ",
        "with a as (",
        ";",
        "in (a,",
        "values (a),",
        "'\\'",
        "-- \n-",
        "$a",
        "$a$",
        "{",
        "set a =",
        "1.",
        "é"
      })
  void readsAMegabyteOfAnything(String piece) {
    String sql = "select " + piece.repeat(1_000_000 / piece.length());
    assertThat(normalizer.normalize("values (" + sql + " 'x").text())
        .hasSizeLessThanOrEqualTo(SqlNormalizer.DEFAULT_MAX_LENGTH);
    assertThat(normalizer.normalizeTruncated(sql).text())
        .hasSizeLessThanOrEqualTo(SqlNormalizer.DEFAULT_MAX_LENGTH);
  }

  @Test
  void refusesALimitTooSmallToShowAnything() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SqlNormalizer.of(SqlDialect.POSTGRESQL, 3))
        .withMessage("maxLength must be in [64, 1048576] but was 3");
  }

  private String text(String sql) {
    return normalizer.normalize(sql).text();
  }

  private String fingerprint(String sql) {
    return normalizer.normalize(sql).fingerprint();
  }
}
