package io.dbintel.processors.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Plans that other projects have converted: what they made of each is what we make of it. */
final class PlanConversionCorpusTest {
  /** A condition that its source could not read itself, and gave a text of its own. */
  private static final List<String> UNLIKE = List.of("json_one_time_filter.in.json");

  /** The source tells from where a node stands for what it is there; TEXT does not say it. */
  private static final Set<PlanKey> TOLD_BY_PLACE =
      EnumSet.of(PlanKey.PARENT_RELATIONSHIP, PlanKey.SUBPLAN_NAME);

  /** Names of operators that the source takes apart otherwise. */
  private static final Map<String, String> OPERATORS =
      Map.of(
          "HashAggregate", "Aggregate",
          "GroupAggregate", "Aggregate",
          "Nested Loop Join", "Nested Loop");

  private final PlanReader reader = new PlanReader();

  /**
   * Others put signs of their own into the place of literals. With them it is the same plan, so
   * whatever they took for a literal is one for us, and nothing else is.
   */
  @Test
  void literalsAreWhatOthersTakeForLiterals() throws IOException {
    List<String> other = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    int same = 0;
    for (JsonNode row : cases("plan_normalization")) {
      String name = nameOf(row);
      String expected =
          row.path("expected_normalize").asText() + row.path("expected_obfuscated").asText();
      try {
        PlanFingerprint plan = PlanFingerprint.of(reader.read(row.path("input").asText()));
        if (plan.equals(PlanFingerprint.of(reader.read(expected)))) {
          same++;
        } else {
          other.add(name);
        }
      } catch (UnreadablePlanException e) {
        unread.add(name + " " + e.reason().text());
      }
    }
    System.out.printf("plan_normalization: %d the same, but for %s, %s%n", same, other, unread);
    assertThat(other).isEqualTo(UNLIKE);
    assertThat(unread).containsExactly("bad_format.in.json not_a_plan");
    assertThat(same).isGreaterThanOrEqualTo(31);
  }

  /**
   * The trees are the same. Refused is what a terminal has broken into lines, and the prompts of a
   * session.
   */
  @Test
  void treesOfTextAreWhatOthersRead() throws IOException {
    List<String> differences = new ArrayList<>();
    TreeSet<String> refused = new TreeSet<>();
    int same = 0;
    for (JsonNode row : cases("plan_text_to_json")) {
      try {
        QueryPlan plan = reader.read(row.path("input").asText());
        int before = differences.size();
        compare(row, plan, differences);
        same += differences.size() == before ? 1 : 0;
      } catch (UnreadablePlanException e) {
        refused.add(nameOf(row));
      }
    }
    System.out.printf("plan_text_to_json: %d the same, refused %s%n", same, refused);
    assertThat(differences).isEmpty();
    assertThat(refused)
        .containsExactly(
            "12-line-wrapped-plans/03-plan",
            "12-line-wrapped-plans/05-plan",
            "12-line-wrapped-plans/06-plan",
            "12-line-wrapped-plans/07-plan",
            "from-text/29-plan",
            "from-text/37-plan");
    assertThat(same).isGreaterThanOrEqualTo(32);
  }

  private static void compare(JsonNode row, QueryPlan plan, List<String> differences) {
    JsonNode expected = row.path("expected");
    if (!expected.has("Plan")) {
      node(nameOf(row), expected, plan.root(), differences);
      return;
    }
    List<JsonNode> wanted = new ArrayList<>();
    flatten(expected.path("Plan"), wanted);
    if (wanted.size() != plan.nodes().size()) {
      differences.add(nameOf(row) + ": " + plan.nodes().size() + " nodes, not " + wanted.size());
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      PlanNode node = plan.nodes().get(i);
      node(nameOf(row) + " " + node, wanted.get(i), node, differences);
      if (node.children().size() != wanted.get(i).path("Plans").size()) {
        differences.add(nameOf(row) + " " + node + ": other children");
      }
    }
  }

  private static void flatten(JsonNode node, List<JsonNode> all) {
    all.add(node);
    node.path("Plans").forEach(child -> flatten(child, all));
  }

  /** Everything that both have under one name; conditions without their literals are left out. */
  private static void node(String where, JsonNode wanted, PlanNode node, List<String> differences) {
    wanted
        .properties()
        .forEach(
            property -> {
              PlanKey key = PlanKey.of(property.getKey());
              if (key != null
                  && !TOLD_BY_PLACE.contains(key)
                  && differs(key, property.getValue(), node)) {
                differences.add(where + ": not " + property);
              }
            });
  }

  private static boolean differs(PlanKey key, JsonNode value, PlanNode node) {
    return switch (key.kind()) {
      case NUMBER, COUNT -> node.number(key, 0) != value.asDouble();
      case WORD, NAME ->
          !OPERATORS.getOrDefault(value.asText(), value.asText()).equals(node.text(key));
      default -> false;
    };
  }

  private static String nameOf(JsonNode row) {
    String path = row.path("path").asText();
    boolean test = path.contains("__tests__/");
    return path.substring(
        test ? path.indexOf("__tests__/") + "__tests__/".length() : path.lastIndexOf('/') + 1);
  }

  private static List<JsonNode> cases(String corpus) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Corpora.folder(corpus).resolve("cases.jsonl"))) {
      rows.add(mapper.readTree(line));
    }
    return rows;
  }
}
