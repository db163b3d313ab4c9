package io.dbintel.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  private static final String TEXT =
      """
      Seq Scan on orders  (cost=0.00..35.50 rows=10 width=4)
        Filter: (note = 'hunter2'::text)
      """;

  @TempDir Path folder;

  @Test
  void eachFileIsALine() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.txt"), TEXT);
    Path none = Files.writeString(folder.resolve("none.txt"), "hello");
    Ran ran =
        Ran.with("", "plan", plan.toString(), none.toString(), folder.resolve("absent").toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(3);
    assertThat(ran.lines().get(0))
        .contains(
            "\"ok\":true,\"engine\":\"postgresql\",\"format\":\"text\",\"nodes\":1,\"depth\":1")
        .contains("\"root\":\"Seq Scan\",\"shape\":\"h1:", "\"fingerprint\":\"p1u:")
        .contains("\"attributes\":{", "\"redacted\":{\"Plan\":{", "\"findings\":[]")
        .doesNotContain("hunter2");
    assertThat(ran.lines().get(1)).contains("\"ok\":false,\"error\":\"not_a_plan: ");
    assertThat(ran.lines().get(2)).contains("\"ok\":false,\"error\":\"", "no such file");
  }

  @Test
  void aPlanThatWasMeasuredIsToldWhatCanBeDoneAboutIt() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.txt"),
            """
            Seq Scan on public.orders  (cost=0.00..18334.00 rows=10 width=4) (actual time=0.9..912.3 rows=9 loops=1)
              Filter: (orders.note = 'hunter2'::text)
              Rows Removed by Filter: 999991
            Planning Time: 0.1 ms
            Execution Time: 912.4 ms
            """);
    Ran ran = Ran.with("", "plan", plan.toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.lines().get(0))
        .contains("\"findings\":[{\"rule\":\"missing_index\"", "\"relation\":\"public.orders\"")
        .doesNotContain("hunter2");
  }

  @Test
  void casesComeByLinesAndABadOneIsNoEnd() {
    Ran ran =
        Ran.with(
            """
            {"id":1,"engine":"mysql","plan":"-> Table scan on t  (cost=1 rows=3)"}
            {"id":2,"engine":"oracle","plan":"x"}
            {"id":3}
            nonsense
            {"id":4,"plan":"Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)"}
            """,
            "plan",
            "--jsonl");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.lines()).hasSize(5);
    assertThat(ran.lines().get(0)).startsWith("{\"id\":1,\"ok\":true,\"engine\":\"mysql\"");
    assertThat(ran.lines().get(1)).startsWith("{\"id\":2,\"ok\":false,\"error\":\"unknown engine");
    assertThat(ran.lines().get(2)).startsWith("{\"id\":3,\"ok\":false,\"error\":\"plan is missing");
    assertThat(ran.lines().get(3)).startsWith("{\"id\":null,\"ok\":false");
    assertThat(ran.lines().get(4)).startsWith("{\"id\":4,\"ok\":true,\"engine\":\"postgresql\"");
  }

  /** UTF-8 has neither half a character nor a number without end, and a case must not end all. */
  @Test
  void halfACharacterAndANumberWithoutEndEndNoOtherCase() {
    Ran ran =
        Ran.with(
            """
            {"id":1,"plan":"{\\"Plan\\":{\\"Node Type\\":\\"Seq Scan\\",\\"Relation Name\\":\\"a\\\\ud800b\\",\\"Plan Rows\\":1e999}}"}
            {"id":2,"plan":"Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)"}
            """,
            "plan",
            "--jsonl");
    assertThat(ran.lines()).hasSize(2);
    assertThat(ran.lines().get(0))
        .startsWith("{\"id\":1,\"ok\":true")
        .contains("ud800")
        .doesNotContain("Infinity");
    assertThat(ran.lines().get(1)).startsWith("{\"id\":2,\"ok\":true");
  }

  @Test
  void filesOrCasesAndNotNeither() {
    assertThat(Ran.with("", "plan").exitCode()).isEqualTo(2);
    assertThat(Ran.with("", "plan", "--engine", "oracle", "-").exitCode()).isEqualTo(2);
  }

  @Test
  void plansAreFoundInALog() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("postgresql.log"),
            """
            2026-01-02 03:04:05.678 UTC [4711] LOG:  duration: 12.500 ms  plan:
            \tQuery Text: select * from orders where note = 'hunter2'
            \tSeq Scan on orders  (cost=0.00..35.50 rows=10 width=4)
            \t  Filter: (note = 'hunter2'::text)
            2026-01-02 03:04:06.000 UTC [4711] LOG:  checkpoint starting: time
            """);
    Ran ran = Ran.with("", "log", log.toString());
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.lines().get(0))
        .contains("\"line\":1,\"duration_s\":0.0125", "\"ok\":true")
        .contains("\"statement\":\"select * from orders where note = ?\"", "\"fingerprint\":\"p1u:")
        .doesNotContain("hunter2");
  }
}
