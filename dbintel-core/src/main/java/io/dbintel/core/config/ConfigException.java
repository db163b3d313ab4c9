package io.dbintel.core.config;

import java.util.List;

/** A configuration that cannot be used. It tells every problem, not only the first. */
public final class ConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /**
   * Tells what is wrong.
   *
   * @param subject what the configuration is for, as it stands in brackets before each problem
   * @param problems at least one
   */
  public ConfigException(String subject, List<ConfigProblem> problems) {
    super(text(subject, problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong; at least one. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String text(String subject, List<ConfigProblem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems must not be empty");
    }
    StringBuilder text = new StringBuilder();
    for (ConfigProblem problem : problems) {
      if (text.length() > 0) {
        text.append(System.lineSeparator());
      }
      text.append('[').append(subject).append("] ").append(problem);
    }
    return text.toString();
  }
}
