package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A package of the machine's own distribution, fetched by its own {@code apt-get} and unpacked in
 * the build's folder. Nothing is installed and nobody need be root: where the machine's lists of
 * packages are missing or old, the build fetches lists of its own.
 *
 * @param name for example {@code postgresql-15-pg-wait-sampling}
 * @param folder where it is unpacked
 */
record DebianPackage(String name, Path folder) {

  /** Whether this machine has packages of that kind at all. */
  static boolean isAptHere() {
    try {
      return run(Path.of("."), List.of("apt-get", "--version"))
          && run(Path.of("."), List.of("dpkg-deb", "--version"));
    } catch (IOException none) {
      return false;
    }
  }

  /**
   * The package, below this folder; empty if the distribution has none of that name.
   *
   * @throws IOException if there is one and it cannot be had
   */
  static Optional<DebianPackage> fetch(String name, Path build) throws IOException {
    Path folder = Files.createDirectories(build.resolve(name));
    Path done = folder.resolve(".unpacked");
    Path none = folder.resolve(".none");
    try (FileChannel channel =
            FileChannel.open(
                build.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (Files.exists(none)) {
        return Optional.empty();
      }
      if (lock.isValid() && !Files.exists(done)) {
        if (!download(name, build, folder)) {
          Files.createFile(none);
          return Optional.empty();
        }
        unpack(folder);
        Files.createFile(done);
      }
    }
    return Optional.of(new DebianPackage(name, folder));
  }

  private static boolean download(String name, Path build, Path folder) throws IOException {
    if (run(folder, List.of("apt-get", "-q", "download", name))) {
      return true;
    }
    List<String> own = new ArrayList<>();
    for (String place : List.of("State::Lists=lists", "Cache=cache")) {
      String[] key = place.split("=", -1);
      Path at = build.resolve(key[1]).toAbsolutePath();
      Files.createDirectories(at.resolve("partial"));
      Files.createDirectories(at.resolve("archives/partial"));
      own.addAll(List.of("-o", "Dir::" + key[0] + '=' + at));
    }
    boolean updated = run(build, with(own, "apt-get", "-q", "update"));
    if (run(folder, with(own, "apt-get", "-q", "download", name))) {
      return true;
    }
    if (updated && !run(folder, with(own, "apt-cache", "show", name))) {
      return false;
    }
    throw new IOException(name + " cannot be fetched: is the machine's source of packages there?");
  }

  private static List<String> with(List<String> options, String... command) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(1, options);
    return line;
  }

  private static void unpack(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path deb : files.filter(file -> file.toString().endsWith(".deb")).toList()) {
        if (!run(folder, List.of("dpkg-deb", "-x", deb.getFileName().toString(), "."))) {
          throw new IOException("cannot unpack " + deb.getFileName());
        }
      }
    }
  }

  /** Puts the extension that is in it beside those of an unpacked server. */
  void addTo(Path home, int major) throws IOException {
    copy(folder.resolve("usr/lib/postgresql/" + major + "/lib"), home.resolve("lib/postgresql"));
    copy(
        folder.resolve("usr/share/postgresql/" + major + "/extension"),
        home.resolve("share/postgresql/extension"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(file.getFileName());
        if (!Files.exists(target)) {
          // Another JVM of this build may be reading it.
          Path written = Files.createTempFile(to, "new", ".part");
          Files.copy(file, written, StandardCopyOption.REPLACE_EXISTING);
          Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private static boolean run(Path where, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      if (process.waitFor(120, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      Process unused = process.destroyForcibly();
      return false;
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", error);
    }
  }
}
