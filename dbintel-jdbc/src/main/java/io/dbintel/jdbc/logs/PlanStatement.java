package io.dbintel.jdbc.logs;

import io.dbintel.core.event.RawPlan;
import org.jspecify.annotations.Nullable;

/**
 * The statement that auto_explain writes before the plan of its execution, in each of its formats.
 * Stateless.
 *
 * @see <a href="https://www.postgresql.org/docs/current/auto-explain.html">auto_explain</a>
 */
final class PlanStatement {
  private static final String TEXT = "Query Text: ";
  private static final String PARAMETERS = "\nQuery Parameters: ";
  private static final String ESTIMATES = "  (cost=";
  private static final String ELEMENT = "<Query-Text>";
  private static final String ELEMENT_END = "</Query-Text>";

  private PlanStatement() {}

  /** The statement, with its literals; empty if it does not stand there. */
  static String of(RawPlan.Format format, String plan) {
    String statement =
        switch (format) {
          case JSON -> FlatJson.first(plan, "Query Text");
          case YAML -> plan.startsWith(TEXT) ? FlatJson.string(plan, TEXT.length()) : null;
          case XML -> element(plan);
          case TEXT -> plan.startsWith(TEXT) ? lines(plan) : null;
          default -> null;
        };
    return statement == null ? "" : statement;
  }

  private static @Nullable String element(String plan) {
    int begin = plan.indexOf(ELEMENT);
    int end = plan.indexOf(ELEMENT_END);
    if (begin < 0 || end < begin) {
      return null;
    }
    return plan.substring(begin + ELEMENT.length(), end)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x0d;", "\r")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  /**
   * Up to the parameters or the first node. Whoever writes such a line into a statement hides it.
   */
  private static @Nullable String lines(String plan) {
    int estimates = plan.indexOf(ESTIMATES);
    int node = estimates < 0 ? -1 : plan.lastIndexOf('\n', estimates);
    int parameters = plan.indexOf(PARAMETERS);
    int end = parameters >= 0 && parameters < node ? parameters : node;
    return end < TEXT.length() ? null : plan.substring(TEXT.length(), end);
  }
}
