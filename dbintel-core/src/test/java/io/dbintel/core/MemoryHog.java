package io.dbintel.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Another part of a service that takes all memory there is, to the last few bytes, and again what
 * becomes free while it holds it; then it lets go of all.
 */
final class MemoryHog {
  private static final int LARGEST = 1 << 16;
  private static final int SMALLEST = 16;

  /** A piece of memory and the one before. */
  private static final class Piece {
    // Both are only held, for the room they take.
    @SuppressWarnings({"unused", "UnusedVariable"})
    private final @Nullable Piece before;

    @SuppressWarnings({"unused", "UnusedVariable"})
    private final byte[] held;

    private Piece(@Nullable Piece before, int size) {
      this.before = before;
      this.held = new byte[size];
    }
  }

  private @Nullable Piece last;

  /** Takes all, holds it for a while, and lets go. */
  void takeAllFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      for (int size = LARGEST; size >= SMALLEST; size /= 2) {
        take(size);
      }
    }
    last = null;
  }

  private void take(int size) {
    try {
      while (true) {
        last = new Piece(last, size);
      }
    } catch (OutOfMemoryError all) {
      // There is no piece of that size any more.
    }
  }
}
