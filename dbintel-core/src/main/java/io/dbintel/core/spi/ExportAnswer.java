package io.dbintel.core.spi;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What a destination answered to one export, as far as it could be seen.
 *
 * <p>Immutable and thread-safe.
 *
 * @param signal what was exported
 * @param outcome what became of it
 * @param items how many log records or metric points of dbintel the export held, at least 0
 * @param refused how many of them were not accepted, 0 to {@code items}
 * @param reason why, in snake_case and from a small fixed set, because it is a metric label; {@code
 *     ok} if all was accepted
 * @param retryAfter the least time to wait, if the destination said so; else zero
 * @param remedy what an operator can do; empty if there is nothing to do
 */
public record ExportAnswer(
    Signal signal,
    Outcome outcome,
    int items,
    int refused,
    String reason,
    Duration retryAfter,
    String remedy) {
  private static final int MAX_REASON = 64;

  /** What was exported. */
  public enum Signal {
    /** Log records, which occurrences become. */
    LOGS,
    /** Metric points, which measurements become. */
    METRICS;

    /** The name in labels and in the names of health's parts. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of an export. */
  public enum Outcome {
    /** All went in. */
    ACCEPTED,
    /** Some items were refused for good. */
    PARTLY_ACCEPTED,
    /** Nothing went in now; later it might. */
    UNAVAILABLE,
    /** Nothing went in, nor would it later. */
    REFUSED;

    /** The name in labels. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the figures and that the reason can be a label. */
  public ExportAnswer {
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(remedy, "remedy");
    if (items < 0 || refused < 0 || refused > items) {
      throw new IllegalArgumentException(
          "refused must be in [0, items] but was " + refused + " of " + items);
    }
    if (retryAfter.isNegative()) {
      throw new IllegalArgumentException("retryAfter must not be negative: " + retryAfter);
    }
    if (!isLabel(reason)) {
      throw new IllegalArgumentException("reason must be 1 to 64 characters of a-z, 0-9 and '_'");
    }
  }

  /** All went in. */
  public static ExportAnswer accepted(Signal signal, int items) {
    return new ExportAnswer(signal, Outcome.ACCEPTED, items, 0, "ok", Duration.ZERO, "");
  }

  /** Some items were refused for good. */
  public static ExportAnswer partlyAccepted(
      Signal signal, int items, int refused, String reason, String remedy) {
    return new ExportAnswer(
        signal, Outcome.PARTLY_ACCEPTED, items, refused, reason, Duration.ZERO, remedy);
  }

  /** Nothing went in now. */
  public static ExportAnswer unavailable(
      Signal signal, int items, String reason, Duration retryAfter, String remedy) {
    return new ExportAnswer(signal, Outcome.UNAVAILABLE, items, items, reason, retryAfter, remedy);
  }

  /** Nothing went in for good. */
  public static ExportAnswer refused(Signal signal, int items, String reason, String remedy) {
    return new ExportAnswer(signal, Outcome.REFUSED, items, items, reason, Duration.ZERO, remedy);
  }

  private static boolean isLabel(String reason) {
    if (reason.isEmpty() || reason.length() > MAX_REASON) {
      return false;
    }
    for (int i = 0; i < reason.length(); i++) {
      char c = reason.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
        return false;
      }
    }
    return true;
  }
}
