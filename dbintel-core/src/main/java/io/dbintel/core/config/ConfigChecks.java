package io.dbintel.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    return range(value >= min && value <= max, path, value, min, max);
  }

  /** Checks that an integer lies in a range, both ends included. */
  public ConfigChecks inRange(String path, long value, long min, long max) {
    return range(value >= min && value <= max, path, value, min, max);
  }

  /** Checks that a duration lies in a range, both ends included. */
  public ConfigChecks inRange(String path, Duration value, Duration min, Duration max) {
    return range(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, path, value, min, max);
  }

  private ConfigChecks range(
      boolean within, String path, Comparable<?> value, Comparable<?> min, Comparable<?> max) {
    if (!within) {
      ConfigBounds bounds = new ConfigBounds(min, max);
      problems.add(
          new ConfigProblem(
              path, "must be in " + bounds, ConfigBounds.text(value), bounds, /* place= */ null));
    }
    return this;
  }

  /**
   * Checks that something is so.
   *
   * @param messageIfNot the rule, without the value, which may have come from where secrets are
   */
  public ConfigChecks that(boolean holds, String path, String messageIfNot) {
    if (!holds) {
      add(path, messageIfNot);
    }
    return this;
  }

  /** Checks that something is so of a value, which the message shows in quotes, shortened. */
  public ConfigChecks that(boolean holds, String path, String rule, String value) {
    if (!holds) {
      problems.add(new ConfigProblem(path, rule, shown(value), null, null));
    }
    return this;
  }

  /**
   * Adds that something of another kind stands there, unless that was told already. A reference is
   * only named for what it is.
   */
  public ConfigChecks wrongKind(String path, String rule, ConfigNode node) {
    if (node.isRefused()) {
      return this;
    }
    if (node instanceof ConfigNode.Scalar scalar
        && !scalar.text().isEmpty()
        && !scalar.text().contains("${")) {
      problems.add(new ConfigProblem(path, rule, shown(scalar.text()), null, null));
    } else {
      add(path, rule + " but is " + node.kind());
    }
    return this;
  }

  /**
   * Adds that a name is none of those that can stand there. It is shown if it looks like one: what
   * stands where a name should may be a piece of a password.
   */
  public ConfigChecks unknownName(
      String path, String name, ConfigNode.Entry entry, Collection<String> known) {
    if (isShowable(name, entry.value(), known)) {
      return add(path.isEmpty() ? name : path + '.' + name, unknown(name, known));
    }
    return entry.value().isRefused()
        ? this
        : add(
            new ConfigProblem(path, "holds something that is none of its names" + known("", known))
                .at(entry.place()));
  }

  /** True if a name is near a known one, or has a value and is of letters. */
  public static boolean isShowable(String name, ConfigNode value, Collection<String> known) {
    String nearest = nearest(name, known);
    if (nearest != null && 3 * distance(letters(name), letters(nearest)) <= name.length()) {
      return true;
    }
    return !value.isNothing()
        && !value.isRefused()
        && name.length() <= 40
        && name.chars().allMatch(c -> Character.isLetter(c) || "-_.".indexOf(c) >= 0);
  }

  /** Checks that a name can be an id: 1 to 64 of a-z, 0-9, '-', '_' and '.'. */
  public ConfigChecks id(String path, String value) {
    boolean fine = !value.isEmpty() && value.length() <= 64;
    for (int i = 0; fine && i < value.length(); i++) {
      char c = value.charAt(i);
      fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }
    return that(fine, path, "must be 1 to 64 characters of a-z, 0-9, '-', '_' and '.'", value);
  }

  /** Adds a problem, whose message does not hold the value. */
  public ConfigChecks add(String path, String message) {
    problems.add(new ConfigProblem(path, message));
    return this;
  }

  /** Adds a problem. */
  public ConfigChecks add(ConfigProblem problem) {
    problems.add(problem);
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
    return "unknown " + what + ' ' + shown(name) + known(name, known);
  }

  /** The same of a name that the problem's path ends with: {@code "is unknown; did you mean …"}. */
  public static String unknown(String name, Collection<String> known) {
    return "is unknown" + known(name, known);
  }

  private static String known(String name, Collection<String> known) {
    String nearest = nearest(name, known);
    return (nearest == null ? "." : "; did you mean '" + nearest + "'?")
        + " Known: "
        + (known.isEmpty() ? "none" : String.join(", ", known));
  }

  /** The known name that one was probably meant to be; null if none is near. */
  public static @Nullable String nearest(String name, Collection<String> known) {
    String nearest = null;
    int best = Math.min(NEAR, Math.max(2, name.length() / 2)) + 1;
    for (String candidate : known) {
      boolean part = name.length() > 2 && candidate.contains(name);
      int distance = part ? 1 : distance(letters(name), letters(candidate));
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** {@code max-sessions} and {@code maxSessions} are as near as can be. */
  private static String letters(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /**
   * The first word of a value in quotes, and a sign that there is more: what comes behind it may
   * have stood in another line or behind another name, before a character was lost.
   */
  public static String shown(String value) {
    int end = 0;
    while (end < value.length() && isOfAWord(value.charAt(end))) {
      end++;
    }
    return end == value.length() ? quote(value) : quote(value.substring(0, end) + '…');
  }

  private static boolean isOfAWord(char c) {
    return c > ' ' && !Character.isSpaceChar(c) && ":=,;?&@".indexOf(c) < 0;
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

  /** Levenshtein's distance; names are short. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > NEAR) {
      return NEAR + 1;
    }
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
