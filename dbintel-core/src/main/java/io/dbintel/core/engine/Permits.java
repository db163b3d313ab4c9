package io.dbintel.core.engine;

import io.dbintel.core.spi.Admission;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.CollectionGuard;
import io.dbintel.core.spi.CollectionKey;
import io.dbintel.core.spi.QueryLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The permits that all guards gave for one collection, settled together and exactly once: whoever
 * comes first, the collection's end or its time-out, decides.
 *
 * <p>Thread-safe.
 */
final class Permits {
  static final String GUARD_FAILED = "guard_failed";

  private static final Duration FOREVER = Duration.ofDays(365);

  private final List<Admission.Permit> permits = new ArrayList<>();
  private final BoundaryLog log;
  private boolean settled;

  private Duration shortest = FOREVER;
  private QueryLevel level = QueryLevel.FULL;

  private Permits(BoundaryLog log) {
    this.log = log;
  }

  /** Either permits of all guards, or the first refusal. */
  record Answer(@Nullable Permits permits, Admission.@Nullable Refused refused) {}

  /** No permit, for what asks nothing of the server. */
  static Permits none(BoundaryLog log) {
    return new Permits(log);
  }

  /**
   * Asks all guards in order. One that throws or answers nonsense refuses: the server comes first.
   */
  static Answer ask(
      List<CollectionGuard> guards, CollectionKey key, long nanoTime, BoundaryLog log) {
    Permits given = new Permits(log);
    for (CollectionGuard guard : guards) {
      Admission.Refused refused = given.add(guard, key, nanoTime);
      if (refused != null) {
        given.unused();
        return new Answer(null, refused);
      }
    }
    return new Answer(given, null);
  }

  private Admission.@Nullable Refused add(CollectionGuard guard, CollectionKey key, long nanoTime) {
    try {
      Admission admission = Objects.requireNonNull(guard.admit(key, nanoTime), "admission");
      if (admission instanceof Admission.Refused refused) {
        return refused;
      }
      Admission.Permit permit = (Admission.Permit) admission;
      permits.add(permit);
      Duration timeout = permit.timeout();
      if (timeout.compareTo(shortest) < 0) {
        shortest = timeout;
      }
      level = level.lesser(permit.level());
      return null;
    } catch (Throwable failure) {
      log.failure(key.target() + "/" + key.collector(), "a guard failed", failure);
      return new Admission.Refused(GUARD_FAILED, Duration.ZERO);
    }
  }

  /** The shortest of the permits' time-outs and the collector's own. */
  Duration timeout(Duration own) {
    return shortest.compareTo(own) < 0 ? shortest : own;
  }

  /** The level of the guard that is most worried. */
  QueryLevel level() {
    return level;
  }

  /** How a permit ends. Constants and no lambdas: to end one takes no memory. */
  enum Ending {
    SUCCEEDED {
      @Override
      void tell(Admission.Permit permit, CollectionCost cost, @Nullable Throwable error) {
        permit.succeeded(cost);
      }
    },
    FAILED {
      @Override
      void tell(Admission.Permit permit, CollectionCost cost, @Nullable Throwable error) {
        permit.failed(Objects.requireNonNull(error, "error"), cost);
      }
    },
    ABANDONED {
      @Override
      void tell(Admission.Permit permit, CollectionCost cost, @Nullable Throwable error) {
        permit.abandoned();
      }
    },
    RETURNED {
      @Override
      void tell(Admission.Permit permit, CollectionCost cost, @Nullable Throwable error) {
        permit.returned(cost);
      }
    },
    UNUSED {
      @Override
      void tell(Admission.Permit permit, CollectionCost cost, @Nullable Throwable error) {
        permit.unused();
      }
    };

    abstract void tell(Admission.Permit permit, CollectionCost cost, @Nullable Throwable error);
  }

  void succeeded(CollectionCost cost) {
    settle(Ending.SUCCEEDED, cost, null);
  }

  void failed(Throwable error, CollectionCost cost) {
    settle(Ending.FAILED, cost, error);
  }

  void abandoned() {
    settle(Ending.ABANDONED, CollectionCost.NONE, null);
  }

  /** After {@link #abandoned}, which it makes up for if the time-out is only just at it. */
  synchronized void returned(CollectionCost cost) {
    abandoned();
    tell(Ending.RETURNED, cost, null);
  }

  void unused() {
    settle(Ending.UNUSED, CollectionCost.NONE, null);
  }

  private synchronized void settle(Ending ending, CollectionCost cost, @Nullable Throwable error) {
    if (settled) {
      return;
    }
    settled = true;
    tell(ending, cost, error);
  }

  private void tell(Ending ending, CollectionCost cost, @Nullable Throwable error) {
    for (int i = 0; i < permits.size(); i++) {
      try {
        ending.tell(permits.get(i), cost, error);
      } catch (Throwable failure) {
        log.failure("guards", "settling a permit failed", failure);
      }
    }
  }
}
