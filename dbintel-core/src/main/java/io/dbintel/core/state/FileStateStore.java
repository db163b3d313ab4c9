package io.dbintel.core.state;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.StateStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one file a key in a folder.
 *
 * <p>Every file bears a checksum, the version and the expiry of its value, and is replaced by an
 * atomic rename once it is on the device, so that a reader sees the old value or the new one, and
 * so does a restart after a crash. A file that is broken, or written by somebody else or by another
 * version, is renamed to {@code ….broken-…}, the latest sixteen of which are kept, and reported.
 * Files of other names are left alone. Folder and files are made for the owner only.
 *
 * <p>Processes and stores may share a folder: writers take turns by a lock file, and one that waits
 * for ten seconds gives up with an {@link IOException}. A value of more than 16 MiB, and a key
 * beyond the bound of keys, are refused with one too. A value past its time to live is not read any
 * more; its file is deleted a day later, by the next write, or sooner if its place is needed.
 *
 * <p>Thread-safe: reading takes no lock, writing takes a turn among the threads of this store and
 * then among all writers of the folder.
 */
@SuppressWarnings("try") // A lock is held by its block, which need not speak of it.
public final class FileStateStore implements StateStore {
  /** 16 MiB of state, and a little for what the engine writes before it. */
  static final int MAX_VALUE_BYTES = (16 << 20) + 1024;

  static final int MAX_KEY_CHARS = 1024;

  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  private final StateFolder folder;
  private final int maxKeys;
  private final Clock clock;
  private final HealthReporter health;
  private final HealthReporter brokenFiles;
  private final Object turn = new Object();
  private long lastSweep;
  private boolean swept;

  FileStateStore(Path folder, int maxKeys, Clock clock, HealthReporter health) {
    this.folder = new StateFolder(folder, StateFile.maxBytes(MAX_KEY_CHARS, MAX_VALUE_BYTES));
    this.maxKeys = maxKeys;
    this.clock = clock;
    this.health = health;
    this.brokenFiles = health.part("broken-files");
  }

  /**
   * A store with the default bounds, whose trouble is logged. It touches the folder when it is
   * first used.
   */
  public static FileStateStore in(Path folder) {
    FileStateConfig config = FileStateConfig.in(folder);
    return new FileStateStore(folder, config.maxKeys(), Clock.system(), new LoggedHealth());
  }

  @Override
  public @Nullable Entry read(String key) throws IOException {
    requireKey(key);
    StateFile state = load(key);
    return state == null || state.isExpired(clock.epochNanos())
        ? null
        : new Entry(state.version(), state.value());
  }

  private @Nullable StateFile load(String key) throws IOException {
    try {
      return folder.load(folder.file(key), key);
    } catch (BrokenStateException broken) {
      return loadInTurn(key, broken);
    }
  }

  private @Nullable StateFile loadInTurn(String key, BrokenStateException broken) {
    synchronized (turn) {
      try (FileChannel lock = folder.lock()) {
        // A writer may have replaced it in the meantime.
        return loadOrSetAside(key);
      } catch (IOException cannotSetAside) {
        reportBroken(key, broken, "It cannot be renamed either.");
        return null;
      }
    }
  }

  private @Nullable StateFile loadOrSetAside(String key) throws IOException {
    Path file = folder.file(key);
    try {
      return folder.load(file, key);
    } catch (BrokenStateException broken) {
      folder.setAside(file, clock.epochNanos());
      reportBroken(key, broken, "It was renamed to .broken-… and the component starts anew.");
      return null;
    }
  }

  @Override
  public long write(String key, long expectedVersion, byte[] value, Duration timeToLive)
      throws IOException {
    requireKey(key);
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException("timeToLive must be positive but was " + timeToLive);
    }
    if (value.length > MAX_VALUE_BYTES) {
      throw new IOException(
          "a state must be at most " + MAX_VALUE_BYTES + " bytes but was " + value.length);
    }
    synchronized (turn) {
      long version;
      try (FileChannel lock = folder.lock()) {
        sweepIfDue();
        version = writeInTurn(key, expectedVersion, value, timeToLive);
      } catch (IOException failure) {
        reportUnwritable(failure);
        throw failure;
      }
      health.up();
      return version;
    }
  }

  private long writeInTurn(String key, long expectedVersion, byte[] value, Duration timeToLive)
      throws IOException {
    long now = clock.epochNanos();
    StateFile current = loadOrSetAside(key);
    long currentVersion = current == null || current.isExpired(now) ? 0 : current.version();
    if (expectedVersion != currentVersion) {
      return -1;
    }
    if (current == null) {
      requireRoom(now);
    }
    // It counts on from an expired value, or a writer that slept through the expiry could take the
    // next writer's version for its own.
    long version = current == null ? 1 : current.version() + 1;
    StateFile next = new StateFile(version, expiry(now, timeToLive), key, value);
    folder.replace(folder.file(key), next.encode());
    return version;
  }

  private void requireRoom(long now) throws IOException {
    if (folder.count() < maxKeys) {
      return;
    }
    folder.deleteExpired(now);
    if (folder.count() >= maxKeys) {
      throw new IOException(
          "the folder of state " + folder.path() + " holds its bound of " + maxKeys + " keys");
    }
  }

  /** An expired value stays for a day, so that its version is remembered. */
  private void sweepIfDue() throws IOException {
    long nanos = clock.nanoTime();
    if (swept && nanos - lastSweep < HOUR_NANOS) {
      return;
    }
    swept = true;
    lastSweep = nanos;
    folder.deleteTemporaries();
    folder.deleteExpired(clock.epochNanos() - DAY_NANOS);
    if (!folder.holdsBroken()) {
      brokenFiles.up();
    }
  }

  private static long expiry(long now, Duration timeToLive) {
    try {
      return Math.addExact(now, timeToLive.toNanos());
    } catch (ArithmeticException farAway) {
      return Long.MAX_VALUE;
    }
  }

  private static void requireKey(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY_CHARS) {
      throw new IllegalArgumentException(
          "a key must have 1 to " + MAX_KEY_CHARS + " characters but had " + key.length());
    }
  }

  private void reportBroken(String key, BrokenStateException broken, String what) {
    brokenFiles.report(
        HealthStatus.DEGRADED,
        "state_broken",
        "The file " + StateFileName.of(key) + " cannot be used: " + broken.why() + ". " + what,
        "If it was not left by another version, check the device. Delete the file when done.");
  }

  private void reportUnwritable(IOException failure) {
    health.report(
        HealthStatus.DEGRADED,
        "state_unwritable",
        "State cannot be written to " + folder.path() + " (" + failure.getClass().getName() + ").",
        "Check that the folder exists or can be made, is writable by the process and has room, and"
            + " that state.maxKeys is large enough.");
  }
}
