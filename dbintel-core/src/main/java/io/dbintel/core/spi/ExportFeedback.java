package io.dbintel.core.spi;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What destinations really answered, for exporters that hand events to somebody else's queue and so
 * learn of it late or from elsewhere. Each answer becomes health of the exporter that heard it, as
 * the part {@code logs} or {@code metrics}, and self-metrics, and reaches every subscriber within
 * the instance.
 *
 * <p>Thread-safe. No call blocks for longer than it takes to copy a reference, and none throws
 * because of what a subscriber does.
 */
public interface ExportFeedback {
  /** Says what a destination answered. Called on whatever thread heard it. */
  void answered(ExportAnswer answer);

  /**
   * Begins to keep answers for a subscriber, until it is closed. All exporters' answers are kept.
   *
   * @param capacity how many are kept, 1 to 10 000; then the oldest are forgotten and counted
   * @throws IllegalArgumentException if the capacity is out of range
   * @throws IllegalStateException if the instance has 1 024 subscribers
   */
  Subscription subscribe(int capacity);

  /**
   * An answer as a subscriber sees it.
   *
   * @param exporter the name of the exporter that heard it
   * @param epochNanos when it was heard, on the wall
   * @param answer what was answered
   */
  record Heard(String exporter, long epochNanos, ExportAnswer answer) {}

  /** The answers that wait for one subscriber. Thread-safe; never blocks. */
  interface Subscription extends AutoCloseable {
    /** The oldest answer that waits, or null. */
    @Nullable Heard poll();

    /** How many answers were forgotten because the subscriber was too slow. */
    long lost();

    /** Ends the subscription. Idempotent. */
    @Override
    void close();
  }

  /**
   * Something that hears what destinations answer, such as a decorated exporter of the host's. It
   * may outlive the instances that listen to it.
   */
  @FunctionalInterface
  interface Source {
    /**
     * Tells {@code listener} every answer from now on, on whatever thread heard it; so it must be
     * quick.
     *
     * @return ends that; a second call of it does nothing
     */
    Connection connect(Consumer<ExportAnswer> listener);
  }

  /** Ends a connection; a second call does nothing. */
  @FunctionalInterface
  interface Connection extends AutoCloseable {
    @Override
    void close();
  }
}
