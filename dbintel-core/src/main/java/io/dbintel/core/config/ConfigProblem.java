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

  /** Checks that nothing is missing, and makes one line of it. */
  public ConfigProblem {
    Objects.requireNonNull(path, "path");
    rule = inOneLine(rule);
    value = value == null ? null : inOneLine(value);
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
    String line = inOneLine(path);
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + '…';
  }

  /** What a parser or a plugin says may quote a control character, which a log must not get. */
  private static String inOneLine(String text) {
    StringBuilder line = new StringBuilder(text);
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i))) {
        line.setCharAt(i, '?');
      }
    }
    return line.toString();
  }
}
