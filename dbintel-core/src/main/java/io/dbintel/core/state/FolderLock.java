package io.dbintel.core.state;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one writer at a time into a folder: of this process or of another, by a lock on a file that
 * the system lets go of when a process dies.
 */
final class FolderLock {
  private static final String NAME = ".lock";

  // The Java platform can wait for another process's lock but not for one of its own process, nor
  // for either with a bound; so the lock is asked for again and again, for ten seconds.
  private static final long PAUSE_NANOS = 2_000_000;
  private static final int TRIES = 5_000;

  private FolderLock() {}

  /**
   * Waits for the folder. To be called in a folder that exists.
   *
   * @return closing it lets the next one in
   */
  static FileChannel acquire(Path folder, FileAttribute<?>... ownerOnly) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(NAME),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            ownerOnly);
    try {
      for (int i = 0; i < TRIES; i++) {
        if (tryLock(channel) != null) {
          return channel;
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted while waiting for the folder of state");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      throw new IOException("the folder of state " + folder + " is held by another writer");
    } catch (Throwable failure) {
      channel.close();
      throw failure;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException anotherStoreOfThisProcess) {
      return null;
    }
  }
}
