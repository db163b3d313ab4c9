package io.dbintel.core.state;

import static io.dbintel.core.state.StateRoom.bytes;
import static io.dbintel.core.state.StateRoom.text;
import static io.dbintel.core.state.StateRoom.value;
import static io.dbintel.core.state.StateRoom.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.spi.StateStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStateStoreTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private Path temp;
  private StateRoom room;

  @BeforeEach
  void open(@TempDir Path temp) {
    this.temp = temp;
    room = new StateRoom(temp.resolve("deep/state"));
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    FileStateStore store = room.store();
    assertThat(store.write("orders/sampler", 0, bytes("one"), HOUR)).isEqualTo(1);
    assertThat(store.write("orders/sampler", 1, bytes("two"), HOUR)).isEqualTo(2);

    assertThat(text(room.store().read("orders/sampler"))).isEqualTo("two");
    assertThat(version(room.store().read("orders/sampler"))).isEqualTo(2);
  }

  @Test
  void knowsNothingInAMissingFolderAndMakesItOnlyToWrite() throws IOException {
    FileStateStore store = room.store();
    assertThat(store.read("a")).isNull();
    assertThat(room.folder()).doesNotExist();

    store.write("a", 0, bytes("x"), HOUR);
    for (Path file : room.listing()) {
      Files.delete(file);
    }
    Files.delete(room.folder());
    assertThat(store.read("a")).isNull();
    assertThat(store.write("a", 0, bytes("y"), HOUR)).isEqualTo(1);
  }

  @Test
  void keepsFolderAndFilesForTheOwner() throws IOException {
    assumeThat(temp.getFileSystem().supportedFileAttributeViews()).contains("posix");
    room.store().write("a", 0, bytes("x"), HOUR);

    assertThat(permissions(room.folder())).isEqualTo("rwx------");
    assertThat(room.listing()).hasSize(2);
    assertThat(room.listing()).allSatisfy(f -> assertThat(permissions(f)).isEqualTo("rw-------"));
  }

  @Test
  void refusesAWriterWhoDidNotSeeTheLastVersion() throws IOException {
    FileStateStore store = room.store();
    assertThat(store.write("a", 3, bytes("x"), HOUR)).isEqualTo(-1);
    assertThat(store.write("a", 0, bytes("x"), HOUR)).isEqualTo(1);
    assertThat(store.write("a", 0, bytes("y"), HOUR)).isEqualTo(-1);
    assertThat(text(store.read("a"))).isEqualTo("x");
  }

  @Test
  void forgetsAValuePastItsTimeToLive() throws IOException {
    FileStateStore store = room.store();
    store.write("a", 0, bytes("x"), HOUR);
    room.clock.advance(HOUR.minusNanos(1));
    assertThat(text(store.read("a"))).isEqualTo("x");
    room.clock.advance(Duration.ofNanos(1));
    assertThat(store.read("a")).isNull();
  }

  @Test
  void countsOnAfterAnExpirySoThatASleeperDoesNotTakeAnothersVersionForItsOwn() throws IOException {
    FileStateStore store = room.store();
    long sleeper = store.write("lease", 0, bytes("sleeper"), HOUR);
    room.clock.advance(HOUR);
    long other = store.write("lease", 0, bytes("other"), HOUR);

    assertThat(other).isEqualTo(2);
    assertThat(store.write("lease", sleeper, bytes("sleeper"), HOUR)).isEqualTo(-1);
  }

  @Test
  void deletesTheFileADayAfterItExpired() throws IOException {
    FileStateStore store = room.store();
    store.write("a", 0, bytes("x"), HOUR);
    room.clock.advance(HOUR.plusDays(1).plusNanos(1));
    store.write("b", 0, bytes("x"), HOUR);

    assertThat(room.names()).containsExactly(".lock", StateFileName.of("b"));
  }

  @Test
  void livesForeverIfTheTimeToLiveIsBeyondTheCalendar() throws IOException {
    FileStateStore store = room.store();
    store.write("a", 0, bytes("x"), Duration.ofDays(100_000));
    room.clock.advance(Duration.ofDays(50_000));
    assertThat(text(store.read("a"))).isEqualTo("x");
  }

  @Test
  void boundsTheNumberOfKeysAndMakesRoomFromWhatExpired() throws IOException {
    FileStateStore store = room.store(3);
    for (String key : List.of("a", "b", "c")) {
      store.write(key, 0, bytes("x"), HOUR);
    }
    assertThatThrownBy(() -> store.write("d", 0, bytes("x"), HOUR))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds its bound of 3 keys");
    assertThat(room.reports).last().asString().contains("state_unwritable");
    assertThat(store.write("a", 1, bytes("y"), HOUR)).isEqualTo(2);

    room.clock.advance(HOUR);
    assertThat(store.write("d", 0, bytes("x"), HOUR)).isEqualTo(1);
    assertThat(room.reports).last().isEqualTo("up");
  }

  @Test
  void boundsTheSizeOfAValue() throws IOException {
    FileStateStore store = room.store();
    byte[] largest = new byte[FileStateStore.MAX_VALUE_BYTES];
    largest[largest.length - 1] = 7;
    store.write("a", 0, largest, HOUR);
    assertThat(value(store.read("a"))).isEqualTo(largest);

    assertThatThrownBy(() -> store.write("a", 1, new byte[largest.length + 1], HOUR))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 16778240 bytes but was 16778241");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsHostileKeysApartAndInItsFolder(long seed) throws IOException {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "../../etc/passwd",
                "/etc/passwd",
                "..",
                ".",
                ".lock",
                "con",
                "A",
                "a",
                "a ",
                "a\0",
                "\\\\host\\share",
                "a:b",
                "ä",
                "\uD800",
                "\uD801",
                "*?",
                "x".repeat(1024),
                "x".repeat(1023)));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20; i++) {
      StringBuilder key = new StringBuilder();
      for (int j = random.nextInt(1, 30); j > 0; j--) {
        key.append((char) random.nextInt(0x10000));
      }
      keys.add(key.toString());
    }
    FileStateStore store = room.store();
    for (String key : keys) {
      assertThat(store.write(key, 0, key.getBytes(UTF_8), HOUR)).isEqualTo(1);
    }
    for (String key : keys) {
      assertThat(value(store.read(key))).isEqualTo(key.getBytes(UTF_8));
    }
    assertThat(room.names()).hasSize(keys.size() + 1);
    assertThat(room.names())
        .allMatch(name -> name.equals(".lock") || name.matches("[a-z0-9_.-]{1,99}"));
    try (Stream<Path> all = Files.walk(temp)) {
      assertThat(all).hasSize(keys.size() + 1 + 3);
    }
  }

  @Test
  void refusesAKeyThatIsNone() {
    assertThatThrownBy(() -> room.store().read("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> room.store().write("x".repeat(1025), 0, bytes(""), HOUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1024 characters but had 1025");
    assertThatThrownBy(() -> room.store().write("a", 0, bytes(""), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- folders that do not serve

  @Test
  void readsButDoesNotWriteInAFolderThatIsReadOnly() throws IOException {
    room.store().write("a", 0, bytes("x"), HOUR);
    Files.setPosixFilePermissions(room.folder(), PosixFilePermissions.fromString("r-x------"));
    try {
      assumeThat(Files.isWritable(room.folder())).as("root may write everywhere").isFalse();
      FileStateStore store = room.store();
      assertThat(text(store.read("a"))).isEqualTo("x");
      assertThatThrownBy(() -> store.write("a", 1, bytes("y"), HOUR))
          .isInstanceOf(IOException.class);
      assertThat(room.reports).last().asString().contains("state_unwritable");
    } finally {
      Files.setPosixFilePermissions(room.folder(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void saysWhatToDoWhenTheFolderIsNone() throws IOException {
    Files.createDirectories(room.folder().getParent());
    Files.writeString(room.folder(), "a file");
    FileStateStore store = room.store();

    assertThatThrownBy(() -> store.write("a", 0, bytes("y"), HOUR)).isInstanceOf(IOException.class);
    assertThat(room.reports).last().asString().contains("state_unwritable");
  }

  @Test
  void leavesTheOldValueWhenTheNewOneCannotBeWritten() throws IOException {
    FileStateStore store = room.store();
    store.write("a", 0, bytes("old"), HOUR);
    Path inTheWay = StateFileName.temporary(room.file("a"));
    Files.createDirectories(inTheWay.resolve("full"));

    assertThatThrownBy(() -> store.write("a", 1, bytes("new"), HOUR))
        .isInstanceOf(IOException.class);
    assertThat(text(store.read("a"))).isEqualTo("old");
  }

  @Test
  void anInterruptedWriteFailsAndLeavesTheOldValue() throws IOException {
    FileStateStore store = room.store();
    store.write("a", 0, bytes("old"), HOUR);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.write("a", 1, bytes("new"), HOUR))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(text(store.read("a"))).isEqualTo("old");
    assertThat(store.write("a", 1, bytes("new"), HOUR)).isEqualTo(2);
  }

  // --- provider

  @Test
  void tellsWhatIsWrongWithItsConfiguration() {
    assertThatThrownBy(() -> new FileStateConfig(" ", 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[file] folder must be the path of a folder")
        .hasMessageContaining("maxKeys must be in [1, 100000] but was 0");
  }

  @Test
  void aHostMakesOneWithNothingButAFolder() throws IOException {
    FileStateStore store = FileStateStore.in(room.folder());
    assertThat(store.write("a", 0, bytes("x"), HOUR)).isEqualTo(1);
    Files.writeString(room.file("a"), "broken");
    assertThat(store.read("a")).isNull();
  }

  @Test
  void theProviderIsFound() {
    List<String> names = new ArrayList<>();
    ServiceLoader.load(StateStoreProvider.class).forEach(provider -> names.add(provider.name()));
    assertThat(names).contains("file");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
