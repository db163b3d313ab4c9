package io.dbintel.core.spi;

import java.time.Duration;
import java.util.Objects;

/** A guard's answer. */
public sealed interface Admission {

  /**
   * The collection must not start.
   *
   * @param reason in snake_case and from a small fixed set: it is a metric label
   * @param retryAfter how long it makes no sense to ask again; zero if the next turn may ask
   */
  record Refused(String reason, Duration retryAfter) implements Admission {
    /** Checks that nothing is missing or negative. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
      if (retryAfter.isNegative()) {
        throw new IllegalArgumentException("retryAfter must not be negative: " + retryAfter);
      }
    }
  }

  /**
   * The collection may start. The engine settles each permit exactly once, with one of its four
   * endings; one that a collection does not settle in time is settled as abandoned.
   */
  non-sealed interface Permit extends Admission {
    /** How long the collection may take. */
    Duration timeout();

    /** How much it may ask. */
    default QueryLevel level() {
      return QueryLevel.FULL;
    }

    /** It succeeded. */
    void succeeded(CollectionCost cost);

    /** It failed. */
    void failed(Throwable error, CollectionCost cost);

    /** It took too long, or dbintel closed; what it cost is not known yet. */
    void abandoned();

    /**
     * It was abandoned, and now its thread is back: this is what it cost. Nothing else of its turn
     * ran in between. It does not come if the thread never comes back.
     */
    default void returned(CollectionCost cost) {}

    /** It never started, because another guard refused or there was no room. */
    void unused();
  }
}
