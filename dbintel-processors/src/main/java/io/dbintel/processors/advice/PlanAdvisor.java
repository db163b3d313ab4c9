package io.dbintel.processors.advice;

import io.dbintel.processors.plan.PlanNode;
import io.dbintel.processors.plan.QueryPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Holds the rules of {@code advice-rules.txt} against plans that were executed and measured. Of a
 * plan that was only explained nothing is said: estimates prove nothing.
 *
 * <p>Immutable and thread-safe. Costs time in the nodes of the plan times the rules.
 */
public final class PlanAdvisor {
  private static final String TABLE = "advice-rules.txt";

  private final List<AdviceRule> rules;

  /** With the rules that come with the library. */
  public PlanAdvisor() {
    this.rules = read();
  }

  /** The codes of all rules, in their order. */
  public List<String> codes() {
    return rules.stream().map(AdviceRule::code).toList();
  }

  List<AdviceRule> rules() {
    return rules;
  }

  /**
   * What can be done about a plan: each rule at most once, where it can save most; best first, and
   * what nobody can tell the gain of at the end.
   */
  public List<Advice> advise(QueryPlan plan) {
    if (!plan.measured()) {
      return List.of();
    }
    Map<String, Advice> best = new LinkedHashMap<>();
    for (PlanNode node : plan.nodes()) {
      for (AdviceRule rule : rules) {
        Advice advice = rule.advise(plan, node);
        if (advice != null) {
          best.merge(rule.code(), advice, (one, other) -> other.gain() > one.gain() ? other : one);
        }
      }
    }
    List<Advice> all = new ArrayList<>(best.values());
    all.sort(Comparator.comparingDouble(PlanAdvisor::known).reversed());
    return all;
  }

  private static double known(Advice advice) {
    return Double.isNaN(advice.gain()) ? 0 : advice.gain();
  }

  /** Blocks of {@code name = text} lines, an empty line between them; {@code #} is a comment. */
  private static List<AdviceRule> read() {
    List<AdviceRule> rules = new ArrayList<>();
    Map<String, String> block = new LinkedHashMap<>();
    try (InputStream in = PlanAdvisor.class.getResourceAsStream(TABLE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in, TABLE), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int equals = line.indexOf(" = ");
        if (line.isBlank()) {
          addTo(rules, block);
        } else if (!line.startsWith("#") && equals > 0) {
          block.put(line.substring(0, equals).strip(), line.substring(equals + 3).strip());
        }
      }
      addTo(rules, block);
      return List.copyOf(rules);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void addTo(List<AdviceRule> rules, Map<String, String> block) {
    if (!block.isEmpty()) {
      rules.add(
          AdviceRule.parse(
              wanted(block, "rule"),
              wanted(block, "when"),
              wanted(block, "gain"),
              wanted(block, "message"),
              wanted(block, "remedy")));
      block.clear();
    }
  }

  private static String wanted(Map<String, String> block, String name) {
    return Objects.requireNonNull(block.get(name), name);
  }
}
