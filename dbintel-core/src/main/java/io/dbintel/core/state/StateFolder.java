package io.dbintel.core.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a store and the files in it. Whoever changes anything holds its lock. */
final class StateFolder {
  private static final int KEPT_BROKEN = 16;

  private final Path folder;
  private final int maxFileBytes;

  StateFolder(Path folder, int maxFileBytes) {
    this.folder = folder.toAbsolutePath();
    this.maxFileBytes = maxFileBytes;
  }

  Path path() {
    return folder;
  }

  /** Makes the folder if it is missing and waits until no other writer is in it. */
  FileChannel lock() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly("rwx------"));
    }
    return FolderLock.acquire(folder, ownerOnly("rw-------"));
  }

  Path file(String key) {
    return folder.resolve(StateFileName.of(key));
  }

  /** Reads a file; null if there is none. Needs no lock, since files change by renaming. */
  @Nullable StateFile load(Path file, String key) throws IOException, BrokenStateException {
    byte[] bytes;
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new BrokenStateException("it is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(maxFileBytes + 1);
      }
    } catch (NoSuchFileException none) {
      return null;
    }
    if (bytes.length > maxFileBytes) {
      throw new BrokenStateException("it is larger than " + maxFileBytes + " bytes");
    }
    return StateFile.decode(bytes, key);
  }

  /** Puts the bytes in the place of a file, all or nothing, also when the machine goes down. */
  void replace(Path file, byte[] bytes) throws IOException {
    Path temporary = StateFileName.temporary(file);
    try {
      Files.deleteIfExists(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              ownerOnly("rw-------"))) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The rename is on the device too, where the system lets a folder be forced. */
  private void forceFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      // Windows does not open folders, and orders its renames by itself.
    }
  }

  /** Renames a file that cannot be used, so that somebody can look at it. */
  void setAside(Path file, long number) throws IOException {
    long free = number;
    while (Files.exists(StateFileName.broken(file, free))) {
      free++;
    }
    Files.move(file, StateFileName.broken(file, free), StandardCopyOption.ATOMIC_MOVE);
    List<Path> broken = list(StateFileName::isBroken);
    broken.stream()
        .sorted(Comparator.comparing(StateFileName::brokenSince).reversed())
        .skip(KEPT_BROKEN)
        .forEach(StateFolder::deleteQuietly);
  }

  boolean holdsBroken() throws IOException {
    return !list(StateFileName::isBroken).isEmpty();
  }

  /** Deletes what a writer that was killed left behind. */
  void deleteTemporaries() throws IOException {
    list(StateFileName::isTemporary).forEach(StateFolder::deleteQuietly);
  }

  /** Deletes the files of values that expired before an instant. */
  void deleteExpired(long beforeEpochNanos) throws IOException {
    for (Path file : list(StateFileName::isState)) {
      if (expiredBefore(file, beforeEpochNanos)) {
        Files.deleteIfExists(file);
      }
    }
  }

  int count() throws IOException {
    return list(StateFileName::isState).size();
  }

  private boolean expiredBefore(Path file, long epochNanos) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return StateFile.decode(in.readNBytes(maxFileBytes + 1)).isExpired(epochNanos);
    } catch (BrokenStateException | NoSuchFileException leaveIt) {
      // Whoever asks for its key sets it aside.
      return false;
    }
  }

  private List<Path> list(Predicate<Path> kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(kind).toList();
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException nextTime) {
      // It is only in the way.
    }
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
