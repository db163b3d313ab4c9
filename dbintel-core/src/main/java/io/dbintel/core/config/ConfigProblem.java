package io.dbintel.core.config;

import java.util.Objects;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where: {@code targets[1].interval}; empty if it concerns the whole
 * @param message the rule and the value that breaks it; never a secret
 */
public record ConfigProblem(String path, String message) {
  /** Checks that nothing is missing. */
  public ConfigProblem {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(message, "message");
  }

  /** The same problem, seen from further out. */
  public ConfigProblem under(String parent) {
    if (parent.isEmpty()) {
      return this;
    }
    boolean needsDot = !path.isEmpty() && !path.startsWith("[");
    return new ConfigProblem(parent + (needsDot ? "." : "") + path, message);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? message : path + " " + message;
  }
}
