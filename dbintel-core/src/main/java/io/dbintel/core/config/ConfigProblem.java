package io.dbintel.core.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where: {@code targets.orders.lockTimeout}; empty if it concerns the whole
 * @param rule what should be so; never a secret
 * @param value the value that breaks the rule, fit to be shown; null if the rule says it all
 * @param bounds the range that was left; null if the rule is no range
 * @param place where it stands in a configuration file; null if it does not come from one
 */
public record ConfigProblem(
    String path,
    String rule,
    @Nullable String value,
    @Nullable ConfigBounds bounds,
    @Nullable ConfigPlace place) {
  private static final int MAX_SHOWN = 200;

  /** Checks that nothing is missing. */
  public ConfigProblem {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(rule, "rule");
  }

  /** A problem whose rule says it all. */
  public ConfigProblem(String path, String message) {
    this(path, message, null, null, null);
  }

  /** The rule and the value that breaks it. */
  public String message() {
    return value == null ? rule : rule + " but was " + value;
  }

  /** The same problem, seen from further out. */
  public ConfigProblem under(String parent) {
    if (parent.isEmpty()) {
      return this;
    }
    boolean needsDot = !path.isEmpty() && !path.startsWith("[");
    return new ConfigProblem(parent + (needsDot ? "." : "") + path, rule, value, bounds, place);
  }

  /** The same problem, found at a place in a file. */
  public ConfigProblem at(@Nullable ConfigPlace where) {
    return new ConfigProblem(path, rule, value, bounds, where);
  }

  /** The same problem in other words. */
  public ConfigProblem saying(String newRule, @Nullable String newValue) {
    return new ConfigProblem(path, newRule, newValue, bounds, place);
  }

  @Override
  public String toString() {
    String where = place == null ? "" : place + ": ";
    return where + (path.isEmpty() ? "" : shown(path) + ' ') + message();
  }

  /** A path may hold what somebody wrote for a name. */
  private static String shown(String path) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(path.length(), MAX_SHOWN); i++) {
      text.append(Character.isISOControl(path.charAt(i)) ? '?' : path.charAt(i));
    }
    return text.append(path.length() > MAX_SHOWN ? "…" : "").toString();
  }
}
