package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server of our own on a loopback port, which it keeps over restarts. The superuser comes in
 * without a password; all others need theirs.
 */
public final class EmbeddedServer extends TestDatabase {
  private static final String SUPERUSER = "postgres";
  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  private final int major;
  private final Path home;
  private final Path data;
  private final int port;
  private boolean running;

  private EmbeddedServer(int major, Path home, Path data, int port) {
    this.major = major;
    this.home = home;
    this.data = data;
    this.port = port;
  }

  static EmbeddedServer start(ServerBinaries binaries) {
    try {
      Path home = binaries.unpacked();
      Path data = Files.createTempDirectory("dbintel-postgres-" + binaries.major() + "-");
      EmbeddedServer server = new EmbeddedServer(binaries.major(), home, data, freePort());
      server.initialise();
      server.start();
      server.run("create extension pg_stat_statements");
      return server;
    } catch (IOException | SQLException error) {
      throw new IllegalStateException("cannot start PostgreSQL " + binaries.version(), error);
    }
  }

  @Override
  public int major() {
    return major;
  }

  @Override
  String prefix() {
    return "jdbc:postgresql://127.0.0.1:" + port + '/';
  }

  @Override
  public Role superuser() {
    return new Role(SUPERUSER, "");
  }

  /** The port it keeps. */
  public int port() {
    return port;
  }

  /** The directory of its data. */
  public Path data() {
    return data;
  }

  /** Starts it on its old port and data, and waits until it answers. */
  public void start() {
    command("pg_ctl", "-D", data.toString(), "-l", log().toString(), "-w", "-t", "60", "start");
    running = true;
  }

  /** Starts it if a test left it stopped. */
  public void startIfStopped() {
    if (!running) {
      start();
    }
  }

  /** Ends all sessions and stops it. */
  public void stop() {
    if (running) {
      command("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", "60", "stop");
      running = false;
    }
  }

  /** Stops and starts it. */
  public void restart() {
    stop();
    start();
  }

  /** Kills it without a warning, as the kernel does when memory runs out. */
  public void kill() {
    try {
      ProcessHandle postmaster = postmaster();
      List<ProcessHandle> backends = postmaster.descendants().toList();
      boolean signalled = postmaster.destroyForcibly();
      backends.forEach(ProcessHandle::destroyForcibly);
      if (signalled) {
        postmaster.onExit().orTimeout(10, TimeUnit.SECONDS).join();
      }
      Files.deleteIfExists(data.resolve("postmaster.pid"));
      running = false;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** A physical standby of this server, on a port of its own; this one is restarted for it. */
  public EmbeddedServer startStandby() {
    return startStandby("");
  }

  /** The same, fed by streaming; it calls itself {@code standby_it}. */
  public EmbeddedServer startStreamingStandby() {
    try {
      Files.writeString(
          data.resolve("pg_hba.conf"),
          "host replication " + SUPERUSER + " 127.0.0.1/32 trust\n",
          StandardOpenOption.APPEND);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return startStandby(
        "primary_conninfo = 'host=127.0.0.1 port="
            + port
            + " user="
            + SUPERUSER
            + " application_name=standby_it'\n");
  }

  private EmbeddedServer startStandby(String settings) {
    stop();
    try {
      Path copy = Files.createTempDirectory("dbintel-standby-" + major + "-");
      copy(data, copy);
      EmbeddedServer standby = new EmbeddedServer(major, home, copy, freePort());
      Files.writeString(
          copy.resolve("postgresql.conf"),
          "\nport = " + standby.port + "\n" + settings,
          StandardOpenOption.APPEND);
      Files.createFile(copy.resolve("standby.signal"));
      start();
      standby.start();
      return standby;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** Makes a standby a primary. */
  public void promote() {
    command("pg_ctl", "-D", data.toString(), "-w", "-t", "60", "promote");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (!Files.exists(target)) {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /** Stops every process of it in mid-flight: connections stay open and nothing answers. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on after {@link #freeze}. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      ProcessHandle postmaster = postmaster();
      List<String> line = new ArrayList<>(List.of("kill", "-" + name));
      line.add(Long.toString(postmaster.pid()));
      postmaster.descendants().forEach(child -> line.add(Long.toString(child.pid())));
      int unused = new ProcessBuilder(line).start().waitFor();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessHandle postmaster() throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
  }

  /** Changes a setting and restarts. */
  public void set(String setting, String value) throws SQLException {
    run("alter system set " + setting + " = " + value);
    restart();
  }

  /** Stops it and removes its data. */
  public void remove() {
    stop();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private void initialise() throws IOException {
    command(
        "initdb",
        "-D",
        data.toString(),
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--data-checksums",
        "--no-sync");
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "host all "
            + SUPERUSER
            + " 127.0.0.1/32 trust\n"
            + "host all all 127.0.0.1/32 scram-sha-256\n");
    List<String> settings = new ArrayList<>(Files.readAllLines(data.resolve("postgresql.conf")));
    settings.add("listen_addresses = '127.0.0.1'");
    settings.add("port = " + port);
    settings.add("unix_socket_directories = ''");
    settings.add("fsync = off");
    settings.add("max_connections = 300");
    settings.add("max_prepared_transactions = 10");
    settings.add("password_encryption = 'scram-sha-256'");
    settings.add("shared_preload_libraries = 'pg_stat_statements,auto_explain'");
    settings.add("pg_stat_statements.track = all");
    settings.add("track_io_timing = on");
    if (major >= 14) {
      settings.add("compute_query_id = on");
    }
    Files.write(data.resolve("postgresql.conf"), settings);
  }

  private Path log() {
    return data.resolve("server.log");
  }

  private void command(String program, String... arguments) {
    List<String> line = new ArrayList<>(asNobodySpecial());
    line.add(home.resolve("bin").resolve(WINDOWS ? program + ".exe" : program).toString());
    line.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("dbintel-" + program, ".out");
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(90, TimeUnit.SECONDS);
      String said = Files.readString(output);
      Files.delete(output);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(program + " failed: " + said + logTail());
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(program + " was interrupted", error);
    }
  }

  private String logTail() throws IOException {
    return Files.exists(log()) ? Files.readString(log()) : "";
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own it does not see root. */
  private static List<String> asNobodySpecial() {
    return !WINDOWS && "root".equals(System.getProperty("user.name"))
        ? List.of("unshare", "-U")
        : List.of();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
