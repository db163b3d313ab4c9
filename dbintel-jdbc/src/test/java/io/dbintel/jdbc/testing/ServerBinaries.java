package io.dbintel.jdbc.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The binaries of one version: a jar with a {@code .txz} in it, unpacked once per build folder:
 * what is run from there, nobody else has put there.
 *
 * @param jar the file
 * @param version for example {@code 18.6.0}
 */
record ServerBinaries(Path jar, String version) {

  int major() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  /**
   * What the build put there, the newest first; with {@code -Ddb.versions=17,16} these alone.
   *
   * @throws IllegalStateException if a version that was asked for is not there
   */
  static List<ServerBinaries> available() {
    return only(System.getProperty("db.versions", ""), all());
  }

  /** Those of the named majors, or all if none is named. */
  static List<ServerBinaries> only(String majors, List<ServerBinaries> all) {
    if (majors.isBlank()) {
      return all;
    }
    List<Integer> wanted =
        Arrays.stream(majors.split(",")).map(String::strip).map(Integer::valueOf).toList();
    List<ServerBinaries> found = all.stream().filter(one -> wanted.contains(one.major())).toList();
    if (!found.stream().map(ServerBinaries::major).toList().containsAll(wanted)) {
      throw new IllegalStateException("-Ddb.versions=" + majors + ", but there are only " + all);
    }
    return found;
  }

  private static List<ServerBinaries> all() {
    Path folder = Path.of(System.getProperty("dbintel.postgres.binaries", "")).normalize();
    if (folder.toString().isEmpty() || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar"))
          .map(jar -> new ServerBinaries(jar, versionIn(jar.getFileName().toString())))
          .sorted(Comparator.comparingInt(ServerBinaries::major).reversed())
          .toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static String versionIn(String file) {
    return file.substring(file.lastIndexOf('-') + 1, file.length() - ".jar".length());
  }

  /** The folder with {@code bin}, {@code lib} and {@code share}: beside the jar. */
  Path unpacked() {
    Path folder = jar.resolveSibling(jar.getFileName().toString().replace(".jar", ""));
    Path done = folder.resolve(".unpacked");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(done)) {
          unpack(folder);
          Files.createFile(done);
        }
      }
      return folder;
    } catch (IOException error) {
      throw new UncheckedIOException("cannot unpack " + jar.getFileName(), error);
    }
  }

  private void unpack(Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry archive =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(() -> new IOException("no .txz in " + jar.getFileName()));
      try (InputStream raw = zip.getInputStream(archive);
          TarArchiveInputStream tar =
              new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, folder);
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path file = folder.resolve(entry.getName()).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException("an entry leaves its folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix && (entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
