package io.dbintel.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SqlCommandTest {
  @Test
  void aStatementComesBackWithoutItsLiterals() {
    Ran ran =
        Ran.with(
            "{\"id\":\"a\",\"dialect\":\"postgresql\",\"sql\":\"select * from t where x ="
                + " 'secret'\"}\n",
            "sql");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.lines().get(0))
        .startsWith(
            "{\"id\":\"a\",\"normalized\":\"select * from t where x = ?\",\"fingerprint\":\"s")
        .contains("\"summary\":\"select t\"", "\"kind\":\"select\"", "\"complete\":true")
        .doesNotContain("secret");
  }

  @Test
  void aBadLineIsAnErrorAndTheNextIsRead() {
    Ran ran =
        Ran.with(
            """
            no json at all with secret
            {"id":1,"sql":
            {"id":2}
            {"id":3,"sql":7}
            {"id":4,"dialect":"cobol","sql":"select 1"}
            [1]
            {"id":{"a":1},"sql":"select 1"}

            {"id":5.50,"sql":"select 1"} {}
            {"id":null,"sql":"select 1"}
            {"id":6,"sql":"select 2"}\
            """,
            "sql");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(10);
    assertThat(ran.lines().subList(0, 8)).allMatch(line -> line.contains("\"error\":"));
    assertThat(ran.lines().get(0))
        .startsWith("{\"id\":null,\"error\":\"no JSON, at column ")
        .doesNotContain("secret");
    assertThat(ran.lines().get(2)).isEqualTo("{\"id\":2,\"error\":\"sql is missing, or no text\"}");
    assertThat(ran.lines().get(4)).contains("unknown dialect; known: postgresql");
    assertThat(ran.lines().get(7)).startsWith("{\"id\":5.50,");
    assertThat(ran.lines().get(8)).startsWith("{\"id\":null,\"normalized\":\"select ?\"");
    assertThat(ran.lines().get(9)).startsWith("{\"id\":6,\"normalized\":\"select ?\"");
  }

  @Test
  void whatIsNoTextInUtf8OrUtf16IsNoEnd() {
    byte[] broken =
        "{\"id\":1,\"sql\":\"select 'x\"}\n{\"id\":2,\"sql\":\"select 1\"}"
            .getBytes(StandardCharsets.UTF_8);
    broken[23] = (byte) 0xff;
    Ran ran = Ran.with(broken, "sql");
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().get(0)).contains("\"error\":\"no JSON");
    assertThat(ran.lines().get(1)).contains("select ?");

    Ran halves = Ran.with("{\"id\":\"\\ud800\",\"sql\":\"select '\\udfff'\"}", "sql");
    assertThat(halves.lines()).hasSize(1);
    assertThat(halves.lines().get(0)).startsWith("{\"id\":\"\ufffd\",\"normalized\":\"<unreadable");
  }

  @Test
  void nothingInIsNothingOut() {
    Ran ran = Ran.with("", "sql");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.lines()).isEmpty();
  }

  @Test
  void aStatementOfAMegabyteIsOneLine() {
    String list = "'x',".repeat(300_000);
    Ran ran =
        Ran.with("{\"id\":1,\"sql\":\"select * from t where a in (" + list + "'y')\"}", "sql");
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.lines().get(0)).contains("where a in (?)").contains("\"complete\":true");
  }
}
