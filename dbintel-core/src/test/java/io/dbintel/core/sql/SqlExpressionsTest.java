package io.dbintel.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlExpressionsTest {
  private final SqlExpressions expressions = SqlExpressions.of(SqlDialect.POSTGRESQL);

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "((status = 'x'::text) AND (id = ANY ('{1,2}'::integer[])))"
            + " ~> ((status = ?::text) AND (id = ANY (?::integer[])))",
        "(o.total > '-5'::integer) ~> (o.total > ?::integer)",
        "((name)::text ~~ E'it\\\\''s%'::text) ~> ((name)::text ~~ ?::text)",
        "(a = ANY (ARRAY[$1, $2])) ~> (a = ANY (ARRAY[?]))",
      })
  void writesExpressionsForPeople(String expression, String text) {
    assertThat(expressions.read(expression).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~>",
      quoteCharacter = '`',
      value = {
        "((status = 'x'::text) AND (id = ANY ('{1,2}'::integer[])))"
            + " ~> ( ( status = ? ) and ( id = any ( ? ) ) )",
        "(id = ANY (ARRAY[$1, $2])) ~> ( id = any ( ? ) )",
        "(id = ANY ($1)) ~> ( id = any ( ? ) )",
        "((n)::text = ANY ((ARRAY[$1, 'b'::varchar])::text[])) ~> ( ( n ) :: text = any ( ? ) )",
        "((n)::text = ANY ('{a,b}'::text[])) ~> ( ( n ) :: text = any ( ? ) )",
        "(o.at > '2026-01-01 00:00:00'::timestamp(3) without time zone) ~> ( at > ? )",
        "(at > $3) ~> ( at > ? )",
        "(a > 1.5::double precision) ~> ( a > ? )",
        "(public.o_1.total = c.\"total\") ~> ( total = total )",
        "(\"Total\" = pg_catalog.lower(s.t.b)) ~> ( \"Total\" = lower ( b ) )",
        "(a IS NOT NULL) ~> ( a is not null )",
        "(a = NULL::text) ~> ( a = ? )",
        "(b = true) ~> ( b = ? )",
        "(a IN (1, 2, 3)) ~> ( a in ( ? ) )",
        "f(1, 2) ~> f ( ? , ? )",
        "(x).y ~> ( x ) . y",
        "count(o.*) ~> count ( * )",
        "(a - 1) ~> ( a - ? )",
        "(NOT (hashed SubPlan 12)) ~> ( not ( hashed subplan ? ) )",
        "lower(name) COLLATE \"C\" DESC NULLS LAST"
            + " ~> lower ( name ) collate \"C\" desc nulls last",
      })
  void writesConstantsOfAnySpellingAsOneToken(String expression, String canonical) {
    assertThat(expressions.read(expression).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a = 'secret", "(a = 1); select 'b'", "a \\ secret", "a = $x$secret"})
  void withholdsWhatIsNoExpression(String expression) {
    assertThat(expressions.read(expression)).isEqualTo(SqlExpression.WITHHELD);
    assertThat(expressions.read(expression).readable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "array[1,", "a.", "'a'::text ", "in (1, 2), ", "((1)::a", "1,"})
  void readsAMegabyteOfAnything(String piece) {
    String expression = piece.repeat(1_000_000 / piece.length());
    assertThat(expressions.read(expression).canonical()).isNotNull();
  }
}
