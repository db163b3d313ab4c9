package io.dbintel.core.engine;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.Stateful;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings state from the store to components and back. Reading and writing block and happen on I/O
 * threads; {@link Stateful} itself is called in the component's turn by whoever holds it.
 *
 * <p>Thread-safe. Remembers one version number, and at most one state to be written, a component.
 */
final class StateKeeper {
  private static final int MAX_BYTES = 16 << 20;
  private static final int HEADER_BYTES = 4;

  private final @Nullable StateStore store;
  private final String instance;
  private final Duration timeToLive;
  private final BoundaryLog log;
  private final Map<String, Long> versions = new ConcurrentHashMap<>();
  private final Map<String, Slot> slots = new HashMap<>();

  /** One write of a component at a time; what comes meanwhile waits, the newest alone. */
  private static final class Slot {
    private final Untaken untaken = new Untaken(0);
    private @Nullable Saved next;

    /** True while an executor has the writing and no thread has begun it. */
    private boolean handedOut;

    private long handAgainAt;
    private boolean writing;

    private boolean isFree(long now) {
      return !writing && (!handedOut || now - handAgainAt >= 0);
    }
  }

  StateKeeper(@Nullable StateStore store, String instance, Duration timeToLive, BoundaryLog log) {
    this.store = store;
    this.instance = instance;
    this.timeToLive = timeToLive;
    this.log = log;
  }

  boolean isOn() {
    return store != null;
  }

  /** State that was read and waits for its component. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, not compared.
  record Saved(int version, byte[] bytes) {}

  /** Reads what a component left; null if there is nothing usable. Blocks. */
  @Nullable Saved read(Components.Component component) {
    if (store == null) {
      return null;
    }
    try {
      StateStore.Entry entry = store.read(key(component));
      if (entry == null) {
        return null;
      }
      versions.put(component.component(), entry.version());
      if (entry.value().length < HEADER_BYTES) {
        return null;
      }
      ByteBuffer buffer = ByteBuffer.wrap(entry.value());
      int version = buffer.getInt();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return new Saved(version, bytes);
    } catch (Throwable failure) {
      trouble(component, "state_unreadable", "its state could not be read", failure);
      return null;
    }
  }

  /** Hands a component its state. In the component's turn. */
  void restore(Stateful stateful, Saved saved, Components.Component component) {
    try {
      stateful.restore(saved.version(), saved.bytes());
    } catch (Throwable failure) {
      trouble(
          component, "state_refused", "did not take up its old state and starts empty", failure);
    }
  }

  /** Asks a component for its state; null if it fails. In the component's turn. */
  @Nullable Saved snapshot(Stateful stateful, Components.Component component) {
    try {
      byte[] bytes = stateful.snapshot();
      if (bytes.length > MAX_BYTES) {
        throw new IllegalStateException("state of " + bytes.length + " bytes");
      }
      return new Saved(stateful.stateVersion(), bytes);
    } catch (Throwable failure) {
      trouble(component, "state_snapshot_failed", "its state could not be taken", failure);
      return null;
    }
  }

  /**
   * Has a component's state written; a newer one replaces one that still waits. Where the one
   * before is not written yet, health says so.
   */
  void writeSoon(Saved saved, Components.Component component, Executor io) {
    Slot slot = slot(component);
    boolean late;
    boolean free;
    synchronized (slots) {
      slot.next = saved;
      long now = component.clock().nanoTime();
      late = slot.handedOut || slot.writing;
      free = slot.isFree(now);
      if (free) {
        slot.handedOut = true;
        slot.handAgainAt = now + slot.untaken.pause();
      }
    }
    if (late) {
      tellLate(component);
    }
    if (free) {
      handOut(slot, component, io);
    }
  }

  private void handOut(Slot slot, Components.Component component, Executor io) {
    try {
      io.execute(
          () -> {
            if (claim(slot, true)) {
              writeAll(slot, component);
            }
          });
    } catch (Throwable refused) {
      synchronized (slots) {
        slot.handedOut = false;
      }
      log.failure(component.component() + "/state", "the executor refused to write", refused);
    }
  }

  /** Writes a component's state, after what is being written. Blocks, at most to the deadline. */
  void writeNow(Saved saved, Components.Component component, Deadline deadline)
      throws InterruptedException {
    Slot slot = slot(component);
    synchronized (slots) {
      slot.next = saved;
    }
    if (claim(slot, false)) {
      writeAll(slot, component);
    } else {
      awaitWritten(slot, deadline);
    }
  }

  private Slot slot(Components.Component component) {
    synchronized (slots) {
      return slots.computeIfAbsent(component.component(), id -> new Slot());
    }
  }

  /** True for the one who writes now; a thread that comes when all is written finds nothing. */
  private boolean claim(Slot slot, boolean handed) {
    synchronized (slots) {
      if (handed) {
        slot.untaken.taken();
      }
      slot.handedOut = false;
      if (slot.writing || slot.next == null) {
        return false;
      }
      slot.writing = true;
      return true;
    }
  }

  private void writeAll(Slot slot, Components.Component component) {
    try {
      for (Saved saved = next(slot); saved != null; saved = next(slot)) {
        write(saved, component);
      }
    } catch (Throwable failure) {
      synchronized (slots) {
        end(slot);
      }
      throw failure;
    }
  }

  /** What is to be written; ends the writing if that is nothing. */
  private @Nullable Saved next(Slot slot) {
    synchronized (slots) {
      Saved saved = slot.next;
      slot.next = null;
      if (saved == null) {
        end(slot);
      }
      return saved;
    }
  }

  private void end(Slot slot) {
    slot.writing = false;
    slots.notifyAll();
  }

  private void awaitWritten(Slot slot, Deadline deadline) throws InterruptedException {
    synchronized (slots) {
      long millis = deadline.remainingMillis();
      while (slot.writing && millis > 0) {
        slots.wait(millis);
        millis = deadline.remainingMillis();
      }
    }
  }

  private void tellLate(Components.Component component) {
    part(component)
        .report(
            HealthStatus.DEGRADED,
            "state_unwritable",
            "its last state is not written yet",
            "Check that the state store answers and, if the host lends executors, that they have"
                + " threads.");
  }

  /** Says that a component starts without the state it left. */
  void unread(Components.Component component) {
    part(component)
        .report(
            HealthStatus.DEGRADED,
            "state_unreadable",
            "its state was not read in time, and it starts empty",
            "Check that the state store answers and, if the host lends executors, that they have"
                + " threads.");
  }

  private void write(Saved saved, Components.Component component) {
    if (store == null) {
      return;
    }
    try {
      long expected = versions.getOrDefault(component.component(), 0L);
      byte[] value =
          ByteBuffer.allocate(HEADER_BYTES + saved.bytes().length)
              .putInt(saved.version())
              .put(saved.bytes())
              .array();
      long written = store.write(key(component), expected, value, timeToLive);
      if (written < 0) {
        conflict(component);
        return;
      }
      versions.put(component.component(), written);
      part(component).up();
    } catch (Throwable failure) {
      trouble(component, "state_unwritable", "its state could not be written", failure);
    }
  }

  void forget(String target) {
    versions.keySet().removeIf(component -> component.startsWith(target + "/"));
    synchronized (slots) {
      slots.keySet().removeIf(component -> component.startsWith(target + "/"));
    }
  }

  void close() {
    if (store != null) {
      try {
        store.close();
      } catch (Throwable failure) {
        log.failure("state", "closing the state store failed", failure);
      }
    }
  }

  private void conflict(Components.Component component) throws IOException {
    StateStore.Entry theirs = store == null ? null : store.read(key(component));
    versions.put(component.component(), theirs == null ? 0L : theirs.version());
    part(component)
        .report(
            HealthStatus.DEGRADED,
            "state_conflict",
            "another writer changed its stored state",
            "Give each instance that shares a state store a name of its own.");
  }

  private void trouble(
      Components.Component component, String reason, String message, Throwable failure) {
    try {
      log.failure(component.component() + "/state", message, failure);
      part(component)
          .report(
              HealthStatus.DEGRADED,
              reason,
              message + " (" + failure.getClass().getName() + ")",
              "Check that the state store's folder exists, is writable and has room.");
    } catch (OutOfMemoryError untold) {
      // It is told when it is so again.
    }
  }

  private static HealthReporter part(Components.Component component) {
    return component.engineHealth().part("state");
  }

  private String key(Components.Component component) {
    return instance + "/" + component.component();
  }
}
