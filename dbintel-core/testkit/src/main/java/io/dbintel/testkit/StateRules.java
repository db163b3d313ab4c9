package io.dbintel.testkit;

import io.dbintel.core.spi.Stateful;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What components keep that survive a restart. */
final class StateRules {
  private static final int MAX_BYTES = 16 << 20;

  private StateRules() {}

  /** A new one that took the state up writes the same again. */
  static void survivesARestart(Stateful used, Supplier<Stateful> fresh) {
    byte[] state = used.snapshot();
    ProviderContract.require(state != null, "snapshot() is null");
    ProviderContract.require(
        state.length <= MAX_BYTES, "the state is of " + state.length + " bytes: 16 MiB at most");
    Stateful next = fresh.get();
    try {
      next.restore(used.stateVersion(), state.clone());
    } catch (RuntimeException refused) {
      throw new AssertionError("it refused the state it wrote", refused);
    }
    ProviderContract.require(
        Arrays.equals(state, next.snapshot()),
        "what took the state up writes another state: something was lost or is not written in"
            + " a fixed order");
  }

  /** Whatever it refuses leaves it empty; a later version's state it cannot but refuse. */
  static void startsEmptyOnForeignBytes(Stateful used, Supplier<Stateful> fresh) {
    byte[] good = used.snapshot();
    byte[] empty = fresh.get().snapshot();
    byte[] half = Arrays.copyOf(good, good.length / 2);
    int version = used.stateVersion();
    Stateful later = fresh.get();
    restored(later, version + 1, good);
    requireEmpty(later, empty, "the state of a later version");
    for (byte[] bytes : List.of(new byte[0], half, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1})) {
      Stateful next = fresh.get();
      if (!restored(next, version, bytes)) {
        requireEmpty(next, empty, "a state that it refused");
      }
      byte[] unused = next.snapshot();
    }
  }

  private static boolean restored(Stateful fresh, int version, byte[] bytes) {
    try {
      fresh.restore(version, bytes.clone());
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }

  private static void requireEmpty(Stateful fresh, byte[] empty, String what) {
    ProviderContract.require(
        Arrays.equals(empty, fresh.snapshot()), "it did not start empty on " + what);
  }
}
