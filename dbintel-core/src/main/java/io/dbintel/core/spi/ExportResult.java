package io.dbintel.core.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * What became of exported events. Reasons are snake_case and from a small fixed set: they are
 * metric labels.
 */
public sealed interface ExportResult {

  /** All went out. */
  record Exported() implements ExportResult {}

  /**
   * Some were refused for good; the others went out.
   *
   * @param refused how many were refused, at least 0 and at most as many as were given
   */
  record PartlyExported(int refused, String reason) implements ExportResult {
    /** Checks the figures. */
    public PartlyExported {
      Objects.requireNonNull(reason, "reason");
      if (refused < 0) {
        throw new IllegalArgumentException("refused must not be negative: " + refused);
      }
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
    return new PartlyExported(refused, reason);
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
