package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.event.RawPlan.Provenance;
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

  @Test
  void readsEveryYamlXmlAndFramedPlan() throws IOException {
    assertThat(failures("pg_plans_yaml_xml")).isEmpty();
    assertThat(failures("pg_plans_framed")).isEmpty();
  }

  /**
   * Refused are texts of several plans, of which none is the plan; those whose lines a terminal has
   * broken, which cannot be told from lines of a literal; and those between the prompts of a
   * session.
   */
  @Test
  void readsTextPlansButForThoseThatAreNoneOrBroken() throws IOException {
    List<String> refused = failures("pg_plans_text");
    List<String> several = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    List<String> prompts = new ArrayList<>();
    for (String failure : refused) {
      String name = failure.substring(0, failure.indexOf(' '));
      List<String> lines = Files.readAllLines(Corpora.folder("pg_plans_text").resolve(name));
      String first = lines.get(0).strip();
      if (first.contains("=#") || first.startsWith("explain ")) {
        prompts.add(name);
      } else if (first.startsWith("QUERY PLA") || first.startsWith("------")) {
        broken.add(name);
      } else if (lines.lastIndexOf("") > 0) {
        several.add(name);
      }
    }
    System.out.printf(
        "pg_plans_text: %d of several plans, %d with broken lines, %d with prompts%n",
        several.size(), broken.size(), prompts.size());
    assertThat(refused).hasSize(several.size() + broken.size() + prompts.size());
    assertThat(refused.size()).isLessThanOrEqualTo(17);
  }

  /** What is refused has an empty block, or none. */
  @Test
  void readsEveryPlanOfMysqlAndMariadb() throws IOException {
    assertThat(failures("mysql_plans_json", "mysql")).isEmpty();
    assertThat(failures("mysql_plans_json", "mariadb")).isEmpty();
  }

  private List<String> failures(String corpus) throws IOException {
    return failures(corpus, "postgresql");
  }

  private List<String> failures(String corpus, String system) throws IOException {
    List<String> failures = new ArrayList<>();
    int read = 0;
    for (Path file : files(corpus)) {
      try {
        RawPlan raw =
            new RawPlan(system, Format.UNKNOWN, Provenance.CUSTOM, Files.readString(file), null);
        QueryPlan plan = reader.read(raw);
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
