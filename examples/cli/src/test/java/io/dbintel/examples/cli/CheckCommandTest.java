package io.dbintel.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path folder;

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("dbintel.yaml"), content).toString();
  }

  @Test
  void aGoodConfigurationIsFine() throws IOException {
    Ran ran =
        Ran.with(
            "",
            "check",
            "--config",
            file(
                """
                version: 1
                targets:
                  orders:
                    type: postgresql
                    url: jdbc:postgresql://localhost:1/orders
                    user: dbintel
                    password: ${env:PATH}
                exporters:
                  json-lines: {file: never-written.jsonl}
                """));
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.lines()).hasSize(1).first().asString().contains("can be used, 1 server");
    assertThat(Path.of("never-written.jsonl")).doesNotExist();
  }

  @Test
  void everyProblemOfABadOneIsToldWithItsPlace() throws IOException {
    Ran ran =
        Ran.with(
            "",
            "check",
            "--config",
            file(
                """
                version: 1
                targets:
                  orders:
                    type: postgresql
                    usr: dbintel
                    password: hunter2
                exporters:
                  json-lines: {file: x.jsonl, keptFiles: -1}
                """));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.lines()).isEmpty();
    assertThat(ran.errors())
        .contains("dbintel.yaml:5", "usr is unknown", "dbintel.yaml:6", "keptFiles")
        .doesNotContain("hunter2", "\tat ");
  }

  @Test
  void aServerThatIsNotThereIsAFinding() throws IOException {
    Ran ran =
        Ran.with(
            "",
            "check",
            "--connect",
            "--timeout",
            "PT3S",
            "--config",
            file(
                """
                version: 1
                targets:
                  orders:
                    type: postgresql
                    url: jdbc:postgresql://localhost:1/orders
                    user: dbintel
                    password: ${env:PATH}
                exporters:
                  json-lines: {file: never-written.jsonl}
                """));
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.lines()).anyMatch(line -> line.startsWith("DOWN orders:"));
    assertThat(Path.of("never-written.jsonl")).doesNotExist();
  }

  @Test
  void badUsageIsToldInALine() {
    assertThat(Ran.with("", "check").exitCode()).isEqualTo(2);
    assertThat(Ran.with("").exitCode()).isEqualTo(2);
    assertThat(Ran.with("", "nonsense").exitCode()).isEqualTo(2);
    Ran missing = Ran.with("", "check", "--config", folder.resolve("absent.yaml").toString());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.errors()).contains("does not exist").doesNotContain("\tat ");
  }
}
