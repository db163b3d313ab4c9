package io.dbintel.core.binding;

import io.dbintel.core.config.ConfigProblem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record made of what a file says. If something in it is wrong, its default stands in, so that
 * what comes after can be checked as well; the instance is not built then.
 *
 * @param value the record; null if there is none to make
 * @param said the options that stand in the file
 * @param failed the options that are wrong
 * @param <R> the record
 */
public record Bound<R extends Record>(@Nullable R value, Set<String> said, Set<String> failed) {
  /**
   * True if a problem that was found later is one by itself, and not only there because another
   * option was wrong and its default stood in. A rule that names a wrong option is about that,
   * unless it only quotes it, or names it after a colon, where rules say what to do.
   *
   * @param problem with a path within the record
   */
  public boolean isGenuine(ConfigProblem problem) {
    String option = option(problem.path());
    boolean echo = failed.stream().anyMatch(each -> names(problem.rule(), each));
    return failed.isEmpty() || (said.contains(option) && !failed.contains(option) && !echo);
  }

  private static boolean names(String rule, String option) {
    String condition = rule.split(":", 2)[0].replaceAll("'[^']*'", "");
    return !option.isEmpty() && List.of(condition.split("[^A-Za-z0-9]+", -1)).contains(option);
  }

  /** The option a path within a record begins with. */
  static String option(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '.' || path.charAt(i) == '[') {
        return path.substring(0, i);
      }
    }
    return path;
  }
}
