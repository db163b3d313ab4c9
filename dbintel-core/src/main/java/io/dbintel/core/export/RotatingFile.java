package io.dbintel.core.export;

import io.dbintel.core.spi.ExportResult;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is put aside when it would grow past its bound: {@code events.jsonl} becomes
 * {@code events.jsonl.1}, which becomes {@code events.jsonl.2}, and so on to the last that is kept.
 *
 * <p>A {@link RandomAccessFile} and not a channel: an interrupt would close a channel in mid-write,
 * and then what was written could not be taken back.
 */
final class RotatingFile implements LineSink {
  /** Opens a file for reading and writing. */
  interface Opener {
    RandomAccessFile open(File file) throws IOException;
  }

  private final Path path;
  private final long maxBytes;
  private final int kept;
  private final Opener opener;
  private @Nullable RandomAccessFile file;
  private @Nullable Object fileKey;

  RotatingFile(Path path, long maxBytes, int kept, Opener opener) {
    this.path = path.toAbsolutePath();
    this.maxBytes = maxBytes;
    this.kept = kept;
    this.opener = opener;
  }

  @Override
  public ExportResult prepare() {
    try {
      current();
      return ExportResult.exported();
    } catch (IOException failure) {
      return retry(openTrouble(failure));
    }
  }

  @Override
  public ExportResult write(byte[] lines, int length) {
    WriteTrouble step = WriteTrouble.OPEN_FAILED;
    try {
      RandomAccessFile open = current();
      if (open.length() > 0 && open.length() + length > maxBytes) {
        step = WriteTrouble.ROTATION_FAILED;
        putAside(open);
        step = WriteTrouble.OPEN_FAILED;
        open = current();
      }
      return append(open, lines, length);
    } catch (IOException failure) {
      return retry(step == WriteTrouble.OPEN_FAILED ? openTrouble(failure) : step);
    }
  }

  private ExportResult append(RandomAccessFile open, byte[] lines, int length) throws IOException {
    long start = open.length();
    int torn = endsInMidLine(open, start) ? 1 : 0;
    try {
      open.seek(start);
      if (torn > 0) {
        open.write('\n');
      }
      open.write(lines, 0, length);
      return ExportResult.exported();
    } catch (IOException failure) {
      WriteTrouble trouble = roomFor(length) ? WriteTrouble.WRITE_FAILED : WriteTrouble.DISK_FULL;
      return takeBack(open, start, torn, lines, length, trouble);
    }
  }

  /** A process that was killed while it wrote leaves half a line behind. */
  private static boolean endsInMidLine(RandomAccessFile open, long length) throws IOException {
    if (length == 0) {
      return false;
    }
    open.seek(length - 1);
    return open.read() != '\n';
  }

  private static ExportResult takeBack(
      RandomAccessFile open, long start, int torn, byte[] lines, int length, WriteTrouble trouble) {
    try {
      if (open.length() != start) {
        open.setLength(start);
      }
      return retry(trouble);
    } catch (IOException cannot) {
      return whatStands(open, start, torn, lines, length, trouble);
    }
  }

  /** The file cannot be cut back either, so the lines that are whole went out. */
  private static ExportResult whatStands(
      RandomAccessFile open, long start, int torn, byte[] lines, int length, WriteTrouble trouble) {
    try {
      long stands = open.length() - start - torn;
      int out = countLines(lines, (int) Math.max(0, Math.min(stands, length)));
      int given = countLines(lines, length);
      return out == 0 ? retry(trouble) : ExportResult.partlyExported(given - out, trouble.reason());
    } catch (IOException unknown) {
      return ExportResult.refused(trouble.reason());
    }
  }

  private static int countLines(byte[] lines, int end) {
    int count = 0;
    for (int i = 0; i < end; i++) {
      if (lines[i] == '\n') {
        count++;
      }
    }
    return count;
  }

  private boolean roomFor(int length) {
    try {
      return Files.getFileStore(path).getUsableSpace() > length;
    } catch (IOException unknown) {
      return true;
    }
  }

  // --- opening

  /** The open file, anew if somebody moved it away. */
  private RandomAccessFile current() throws IOException {
    if (file != null && !isStillThere()) {
      close();
    }
    return file == null ? open() : file;
  }

  private boolean isStillThere() throws IOException {
    try {
      return Objects.equals(key(), fileKey);
    } catch (NoSuchFileException movedAway) {
      return false;
    }
  }

  private @Nullable Object key() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private RandomAccessFile open() throws IOException {
    Path folder = Objects.requireNonNull(path.getParent());
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
    }
    try {
      Files.createFile(path, ownerOnly(folder, "rw-------"));
    } catch (FileAlreadyExistsException goOn) {
      // Its permissions are the operator's choice.
    }
    RandomAccessFile opened = opener.open(path.toFile());
    try {
      lock(opened);
      fileKey = key();
    } catch (IOException | RuntimeException failure) {
      opened.close();
      throw failure;
    }
    file = opened;
    return opened;
  }

  private static FileAttribute<?>[] ownerOnly(Path folder, String permissions) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Two writers of one file would put their lines into one another. */
  private static void lock(RandomAccessFile opened) throws IOException {
    FileLock lock;
    try {
      lock = opened.getChannel().tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      throw new InUseException();
    } catch (IOException noLocksHere) {
      return;
    }
    if (lock == null) {
      throw new InUseException();
    }
  }

  // --- rotation

  /** Each step is one atomic rename, so that a crash between two leaves a gap and loses nothing. */
  private void putAside(RandomAccessFile open) throws IOException {
    open.getFD().sync();
    close();
    int free = 1;
    while (free < kept && Files.exists(aside(free))) {
      free++;
    }
    for (int to = free; to > 1; to--) {
      move(aside(to - 1), aside(to));
    }
    move(path, aside(1));
  }

  private Path aside(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  // --- ends

  @Override
  public void flush() throws IOException {
    if (file != null) {
      file.getFD().sync();
    }
  }

  @Override
  public void close() throws IOException {
    RandomAccessFile open = file;
    file = null;
    if (open != null) {
      try (open) {
        open.getFD().sync();
      }
    }
  }

  private static WriteTrouble openTrouble(IOException failure) {
    return failure instanceof InUseException ? WriteTrouble.FILE_IN_USE : WriteTrouble.OPEN_FAILED;
  }

  private static ExportResult retry(WriteTrouble trouble) {
    return ExportResult.retry(trouble.reason(), Duration.ZERO);
  }

  /** Somebody else holds the lock. */
  private static final class InUseException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
