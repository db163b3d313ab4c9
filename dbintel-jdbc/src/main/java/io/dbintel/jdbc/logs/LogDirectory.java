package io.dbintel.jdbc.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log in a directory of this machine. The one that was written last is the current
 * one. No file stays open between calls. Stateless apart from its settings.
 */
public final class LogDirectory implements LogFiles<IOException> {
  /** Entries of a directory that are looked at. */
  private static final int MAX_ENTRIES = 10_000;

  private final Path directory;
  private final String pattern;

  /**
   * The files of a log.
   *
   * @param file a file; in its last part {@code *} stands for any characters, and so does a {@code
   *     %} with the letter after it, as in the server's {@code log_filename}
   */
  public LogDirectory(Path file) {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null) {
      throw new IllegalArgumentException("the root of a file system is no log file");
    }
    directory = parent;
    pattern = wildcards(name.toString());
  }

  @Override
  public List<LogFile> list() throws IOException {
    List<LogFile> files = scan(name -> matches(name, pattern), null);
    LogFile newest = files.stream().max(LogFile.BY_AGE).orElse(null);
    if (newest == null) {
      return List.of();
    }
    files.replaceAll(file -> file.equals(newest) ? current(file) : file);
    return files;
  }

  private static LogFile current(LogFile file) {
    return new LogFile(file.name(), file.identity(), file.size(), file.modifiedMicros(), true);
  }

  @Override
  public @Nullable LogFile find(String identity) throws IOException {
    List<LogFile> found = scan(name -> true, identity);
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public byte[] read(LogFile file, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileChannel channel =
        FileChannel.open(directory.resolve(file.name()), StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, offset + buffer.position());
        if (read < 0) {
          break;
        }
      }
    } catch (NoSuchFileException gone) {
      return new byte[0];
    }
    return buffer.hasRemaining()
        ? Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }

  private List<LogFile> scan(Predicate<String> names, @Nullable String identity)
      throws IOException {
    List<LogFile> files = new ArrayList<>();
    int entries = 0;
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        String name = String.valueOf(path.getFileName());
        if (++entries > MAX_ENTRIES) {
          break;
        }
        LogFile file = names.test(name) ? file(path, name) : null;
        if (file != null && (identity == null || identity.equals(file.identity()))) {
          files.add(file);
        }
      }
    } catch (DirectoryIteratorException unreadable) {
      throw unreadable.getCause();
    }
    return files;
  }

  private static @Nullable LogFile file(Path path, String name) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return null;
      }
      Object key = attributes.fileKey();
      return new LogFile(
          name,
          key == null ? name : key.toString(),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS),
          false);
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private static String wildcards(String name) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%' && i + 1 < name.length()) {
        i++;
        pattern.append('*');
      } else {
        pattern.append(name.charAt(i));
      }
    }
    return pattern.toString();
  }

  /** Goes back to the last {@code *} only, so that the time is bounded by the lengths' product. */
  static boolean matches(String name, String pattern) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (at < name.length()) {
      if (in < pattern.length() && pattern.charAt(in) == '*') {
        star = in++;
        resume = at;
      } else if (in < pattern.length() && pattern.charAt(in) == name.charAt(at)) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == '*') {
      in++;
    }
    return in == pattern.length();
  }
}
