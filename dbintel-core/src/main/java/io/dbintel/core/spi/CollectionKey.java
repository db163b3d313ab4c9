package io.dbintel.core.spi;

import java.util.Objects;

/**
 * What is about to be collected.
 *
 * @param target the target's id
 * @param collector the collector's name
 * @param turn which of the target's two turns the collection takes
 */
public record CollectionKey(String target, String collector, Turn turn) {
  /** Checks that nothing is missing. */
  public CollectionKey {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(collector, "collector");
    Objects.requireNonNull(turn, "turn");
  }
}
