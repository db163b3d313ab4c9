package io.dbintel.core.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What became of exported events. Reasons are snake_case and from a small fixed set: they are
 * metric labels. Immutable.
 */
public sealed interface ExportResult {

  /** All went out. */
  record Exported() implements ExportResult {}

  /**
   * Some were refused for good; the others went out.
   *
   * @param refusals how many were refused, by reason; each at least 0, together at most as many as
   *     were given
   */
  record PartlyExported(Map<String, Integer> refusals) implements ExportResult {
    /** Checks the figures and sorts the reasons. */
    public PartlyExported {
      refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
      for (int refused : refusals.values()) {
        if (refused < 0) {
          throw new IllegalArgumentException("refused must not be negative: " + refused);
        }
      }
    }

    /** How many were refused, for whatever reason. */
    public int refused() {
      return refusals.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The reason for which most were refused; {@code unknown} if there is none. */
    public String reason() {
      return refusals.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElse("unknown");
    }
  }

  /**
   * None went out now; the same events are tried again.
   *
   * @param after the least time to wait; zero leaves it to the back-off
   */
  record Retry(String reason, Duration after) implements ExportResult {
    /** Checks the figures. */
    public Retry {
      Objects.requireNonNull(reason, "reason");
      if (after.isNegative()) {
        throw new IllegalArgumentException("after must not be negative: " + after);
      }
    }
  }

  /** All were refused for good. */
  record Refused(String reason) implements ExportResult {
    /** Checks that nothing is missing. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** All went out. */
  static ExportResult exported() {
    return new Exported();
  }

  /** Some were refused for good. */
  static ExportResult partlyExported(int refused, String reason) {
    return new PartlyExported(Map.of(reason, refused));
  }

  /** Some were refused for good, for one reason or another. */
  static ExportResult partlyExported(Map<String, Integer> refusals) {
    return new PartlyExported(refusals);
  }

  /** None went out now. */
  static ExportResult retry(String reason, Duration after) {
    return new Retry(reason, after);
  }

  /** All were refused for good. */
  static ExportResult refused(String reason) {
    return new Refused(reason);
  }
}
