package io.dbintel.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.StateStore;
import io.dbintel.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of state, a clock moved by hand, and what the stores in it reported. */
final class StateRoom {
  final ManualClock clock = new ManualClock();
  final List<String> reports = new CopyOnWriteArrayList<>();
  private final Path folder;

  StateRoom(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  FileStateStore store() {
    return store(100);
  }

  FileStateStore store(int maxKeys) {
    return new FileStateStore(folder, maxKeys, clock, new Reports(reports, ""));
  }

  Path file(String key) {
    return folder.resolve(StateFileName.of(key));
  }

  List<Path> listing() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  List<String> names() throws IOException {
    return listing().stream().map(file -> file.getFileName().toString()).toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] value(StateStore.@Nullable Entry entry) {
    assertThat(entry).isNotNull();
    return entry.value();
  }

  static String text(StateStore.@Nullable Entry entry) {
    return new String(value(entry), UTF_8);
  }

  static long version(StateStore.@Nullable Entry entry) {
    assertThat(entry).isNotNull();
    return entry.version();
  }

  /** Writes down what is reported. */
  private record Reports(List<String> reports, String prefix) implements HealthReporter {
    @Override
    public void up() {
      reports.add(prefix + "up");
    }

    @Override
    public void report(HealthStatus status, String reason, String message, String remedy) {
      reports.add(prefix + status + " " + reason + ": " + message + " " + remedy);
    }

    @Override
    public HealthReporter part(String name) {
      return new Reports(reports, name + " ");
    }
  }
}
