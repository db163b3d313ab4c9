package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.sql.SqlDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shortcut must come to where the way leads. */
final class PlainExpressionTest {
  private final PlainExpression plain = new PlainExpression();
  private final ExpressionRedaction lexer = ExpressionRedaction.byLexer(SqlDialect.POSTGRESQL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(o.customer_id = c.id)",
        "((a = b) AND (s.t.c <> f(d, e)))",
        "placed DESC",
        "l.keysum1",
        "a, b",
        "count(x)",
        "(a >= b) OR (c < d)",
        "_x1.y_2",
        "(a = 1)",
        "(a = 'x')",
        "(a = ''::text)",
        "((o.status)::text = 'it''s'::character varying)",
        "((a > 10) AND (b <= '2024-01-01 00:00:00+00'::timestamp with time zone))"
      })
  void readsTheSimplestAsTheLexerDoes(String text) {
    assertThat(plain.read(text)).isNotNull().isEqualTo(lexer.redact(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a = 1.5)",
        "(a = 'x\\')",
        "(a = 'x'::numeric(10,2))",
        "(a = 'x' 'y')",
        "(a = 'x)",
        "(1 = a)",
        "(a = 'ä')",
        "(a = 1x)",
        "(a = '{1}'::int[])",
        "(a)::character varying = b",
        "(a = $1)",
        "e'x'",
        "a = true",
        "(a IS NULL)",
        "a::int",
        "(r).f",
        "a  = b",
        "\"A\"",
        "a[b]",
        "t.*",
        "a - b",
        "ä = b",
        "a1$b",
        "Ab",
        "x'1f'",
        "(a <=> b)",
        ""
      })
  void leavesEverythingElseToTheLexer(String text) {
    assertThat(plain.read(text)).isNull();
  }

  @Test
  void agreesWithTheLexerOnAllExpressionsOfTheCorpus() throws IOException {
    Set<String> expressions = new LinkedHashSet<>();
    PlanReader collecting =
        new PlanReader(
            PlanLimits.DEFAULTS,
            text -> {
              expressions.add(text.toString());
              return new PlanExpression("", "");
            });
    for (String corpus : List.of("pg_plans_json", "pg_plans_text")) {
      try (Stream<Path> files = Files.list(Corpora.folder(corpus))) {
        for (Path file : files.filter(path -> !path.toString().endsWith("jsonl")).toList()) {
          try {
            collecting.read(Files.readString(file));
          } catch (UnreadablePlanException e) {
            // What cannot be read has none.
          }
        }
      }
    }
    int read = 0;
    for (String text : expressions) {
      PlanExpression expression = plain.read(text);
      if (expression != null) {
        read++;
        assertThat(expression).as(text).isEqualTo(lexer.redact(text));
      }
    }
    System.out.printf("%d of %d expressions are plain%n", read, expressions.size());
    assertThat(read).isGreaterThan(400);
  }
}
