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
    private @Nullable Saved next;
    private boolean busy;
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

  /** Has a component's state written; a newer one replaces one that still waits. */
  void writeSoon(Saved saved, Components.Component component, Executor io) {
    Slot slot = offer(saved, component);
    if (slot == null) {
      return;
    }
    try {
      io.execute(() -> writeAll(slot, component));
    } catch (Throwable refused) {
      release(slot);
      log.failure(component.component() + "/state", "the executor refused to write", refused);
    }
  }

  /** Writes a component's state, after what is being written. Blocks. */
  void writeNow(Saved saved, Components.Component component) {
    Slot slot = offer(saved, component);
    if (slot != null) {
      writeAll(slot, component);
      return;
    }
    awaitWritten(component);
  }

  /** Leaves the state to be written; returns the slot if nobody is writing it yet. */
  private @Nullable Slot offer(Saved saved, Components.Component component) {
    synchronized (slots) {
      Slot slot = slots.computeIfAbsent(component.component(), id -> new Slot());
      slot.next = saved;
      if (slot.busy) {
        return null;
      }
      slot.busy = true;
      return slot;
    }
  }

  private void writeAll(Slot slot, Components.Component component) {
    while (true) {
      Saved saved;
      synchronized (slots) {
        saved = slot.next;
        slot.next = null;
        if (saved == null) {
          slot.busy = false;
          slots.notifyAll();
          return;
        }
      }
      try {
        write(saved, component);
      } catch (Throwable failure) {
        release(slot);
        throw failure;
      }
    }
  }

  private void release(Slot slot) {
    synchronized (slots) {
      slot.busy = false;
      slots.notifyAll();
    }
  }

  private void awaitWritten(Components.Component component) {
    synchronized (slots) {
      Slot slot = slots.get(component.component());
      while (slot != null && slot.busy) {
        try {
          slots.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
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
