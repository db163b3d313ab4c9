package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plans that nobody of this project wrote. */
final class PlanCorpusTest {
  private final PlanReader reader = new PlanReader();

  @Test
  void readsEveryJsonPlan() throws IOException {
    assertThat(failures("pg_plans_json")).isEmpty();
  }

  /** What a plan is refused for is one of few reasons, and never an exception of another kind. */
  @Test
  void readsTextPlansOrSaysWhyNot() throws IOException {
    assertThat(failures("pg_plans_text").size()).isLessThanOrEqualTo(40);
  }

  private List<String> failures(String corpus) throws IOException {
    List<String> failures = new ArrayList<>();
    int read = 0;
    for (Path file : files(corpus)) {
      try {
        QueryPlan plan = reader.read(Files.readString(file));
        assertThat(plan.nodes()).isNotEmpty();
        read++;
      } catch (UnreadablePlanException e) {
        failures.add(file.getFileName() + " " + e.reason());
      }
    }
    System.out.printf("%s: %d read, %d refused%n", corpus, read, failures.size());
    return failures;
  }

  private static List<Path> files(String corpus) throws IOException {
    try (Stream<Path> all = Files.list(Corpora.folder(corpus))) {
      return all.filter(file -> !file.toString().endsWith("jsonl")).sorted().toList();
    }
  }
}
