package io.dbintel.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Gathers the problems of one configuration, so that all of them are told at once. A config
 * record's constructor makes one, checks its components and ends with {@link #throwIfAny()}.
 *
 * <p>Not thread-safe.
 */
public final class ConfigChecks {
  private static final int NEAR = 3;

  private final String subject;
  private final List<ConfigProblem> problems = new ArrayList<>();

  /**
   * Begins to check.
   *
   * @param subject what the configuration is for: {@code adaptive-sampler}, or {@code
   *     orders-service}
   */
  public ConfigChecks(String subject) {
    this.subject = subject;
  }

  /** Checks that a number lies in a range, both ends included. */
  public ConfigChecks inRange(String path, double value, double min, double max) {
    // Written so that NaN fails.
    if (!(value >= min && value <= max)) {
      add(path, "must be in [" + plain(min) + ", " + plain(max) + "] but was " + plain(value));
    }
    return this;
  }

  /** Checks that an integer lies in a range, both ends included. */
  public ConfigChecks inRange(String path, long value, long min, long max) {
    if (value < min || value > max) {
      add(path, "must be in [" + min + ", " + max + "] but was " + value);
    }
    return this;
  }

  /** Checks that a duration lies in a range, both ends included. */
  public ConfigChecks inRange(String path, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      add(path, "must be in [" + text(min) + ", " + text(max) + "] but was " + text(value));
    }
    return this;
  }

  /** Checks that something is so. */
  public ConfigChecks that(boolean holds, String path, String messageIfNot) {
    if (!holds) {
      add(path, messageIfNot);
    }
    return this;
  }

  /** Checks that a name can be an id: 1 to 64 of a-z, 0-9, '-', '_' and '.'. */
  public ConfigChecks id(String path, String value) {
    boolean fine = !value.isEmpty() && value.length() <= 64;
    for (int i = 0; fine && i < value.length(); i++) {
      char c = value.charAt(i);
      fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }
    if (!fine) {
      add(path, "must be 1 to 64 characters of a-z, 0-9, '-', '_' and '.' but was " + quote(value));
    }
    return this;
  }

  /** Adds a problem. */
  public ConfigChecks add(String path, String message) {
    problems.add(new ConfigProblem(path, message));
    return this;
  }

  /** Adds the problems of a part, seen from here. */
  public ConfigChecks addAll(String path, Collection<ConfigProblem> more) {
    for (ConfigProblem problem : more) {
      problems.add(problem.under(path));
    }
    return this;
  }

  /** What is wrong so far. */
  public List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Ends the check.
   *
   * @throws ConfigException if there was any problem
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new ConfigException(subject, problems);
    }
  }

  /**
   * Says which known name a wrong one was probably meant to be: {@code "unknown processor
   * 'sampler'; did you mean 'adaptive-sampler'? Known: …"}.
   */
  public static String unknown(String what, String name, Collection<String> known) {
    StringBuilder text = new StringBuilder("unknown " + what + ' ' + quote(name));
    String nearest = null;
    int best = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = candidate.contains(name) ? 1 : distance(name, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    if (nearest != null && best <= NEAR) {
      text.append("; did you mean '").append(nearest).append("'?");
    }
    return text.append(" Known: ")
        .append(known.isEmpty() ? "none" : String.join(", ", known))
        .toString();
  }

  /** A value in quotes, shortened and without control characters, fit for a message. */
  public static String quote(String value) {
    StringBuilder text = new StringBuilder("'");
    for (int i = 0; i < Math.min(value.length(), 64); i++) {
      char c = value.charAt(i);
      text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return text.append(value.length() > 64 ? "…'" : "'").toString();
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static String text(Duration value) {
    long millis = value.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    return String.format(Locale.ROOT, "%ds", millis / 1000);
  }

  /** Levenshtein's distance; names are short. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
