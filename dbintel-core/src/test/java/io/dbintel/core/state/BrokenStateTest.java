package io.dbintel.core.state;

import static io.dbintel.core.state.StateRoom.bytes;
import static io.dbintel.core.state.StateRoom.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenStateTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private StateRoom room;

  @BeforeEach
  void open(@TempDir Path temp) {
    room = new StateRoom(temp.resolve("deep/state"));
  }

  @Test
  void noSingleFlippedBitGoesUnnoticed() throws IOException {
    room.store().write("a", 0, bytes("value"), HOUR);
    Path file = room.file("a");
    byte[] fine = Files.readAllBytes(file);
    for (int bit = 0; bit < fine.length * 8; bit++) {
      byte[] flipped = fine.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> StateFile.decode(flipped, "a"))
          .isInstanceOf(BrokenStateException.class);
    }
  }

  @Test
  void noTruncationGoesUnnoticed() throws IOException {
    room.store().write("a", 0, bytes("value"), HOUR);
    byte[] fine = Files.readAllBytes(room.file("a"));
    for (int length = 0; length < fine.length; length++) {
      byte[] cut = Arrays.copyOf(fine, length);
      assertThatThrownBy(() -> StateFile.decode(cut, "a")).isInstanceOf(BrokenStateException.class);
    }
    assertThatThrownBy(() -> StateFile.decode(Arrays.copyOf(fine, fine.length + 1), "a"))
        .isInstanceOf(BrokenStateException.class);
  }

  @Test
  void setsABrokenFileAsideReportsItAndStartsAnew() throws IOException {
    FileStateStore store = room.store();
    store.write("a", 0, bytes("x"), HOUR);
    Path file = room.file("a");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] ^= 1;
    Files.write(file, bytes);

    assertThat(store.read("a")).isNull();
    assertThat(file).doesNotExist();
    assertThat(room.names()).anyMatch(name -> name.startsWith(StateFileName.of("a") + ".broken-"));
    assertThat(room.reports)
        .last()
        .asString()
        .startsWith("broken-files DEGRADED state_broken")
        .contains("its checksum is wrong");
    assertThat(store.write("a", 0, bytes("y"), HOUR)).isEqualTo(1);
    assertThat(text(store.read("a"))).isEqualTo("y");
  }

  @Test
  void setsAsideWhatAnotherVersionAnotherProgramOrAnotherKeyLeft() throws IOException {
    FileStateStore store = room.store();
    store.write("a", 0, bytes("x"), HOUR);
    Path file = room.file("a");
    byte[] otherVersion = Files.readAllBytes(file);
    otherVersion[11] = 2;
    Files.write(file, otherVersion);
    assertThat(store.read("a")).isNull();
    assertThat(room.reports).last().asString().contains("its format is 2 and not 1");

    Files.writeString(file, "#!/bin/sh\nexit\n");
    assertThat(store.read("a")).isNull();
    assertThat(room.reports).last().asString().contains("it is not a file of state");

    store.write("b", 0, bytes("of b"), HOUR);
    Files.copy(room.file("b"), file);
    assertThat(store.write("a", 0, bytes("x"), HOUR)).isEqualTo(1);
    assertThat(room.reports).anyMatch(report -> report.contains("it belongs to another key"));

    Files.delete(file);
    Files.createDirectory(file);
    assertThat(store.read("a")).isNull();
    assertThat(room.reports).last().asString().contains("it is not a regular file");
  }

  @Test
  void keepsOnlyTheLatestBrokenFiles() throws IOException {
    FileStateStore store = room.store();
    store.write("b", 0, bytes("x"), HOUR);
    for (int i = 0; i < 40; i++) {
      room.clock.advance(Duration.ofSeconds(1));
      Files.writeString(room.file("a"), "broken " + i);
      store.read("a");
    }
    List<Path> broken = room.listing().stream().filter(StateFileName::isBroken).toList();
    assertThat(broken).hasSize(16);
    assertThat(broken).noneMatch(file -> content(file).equals("broken 23"));
    assertThat(broken).anyMatch(file -> content(file).equals("broken 39"));
  }

  @Test
  void isWellAgainOnceTheBrokenFilesAreGone() throws IOException {
    FileStateStore store = room.store();
    store.write("b", 0, bytes("x"), HOUR);
    Files.writeString(room.file("a"), "broken");
    store.read("a");
    room.clock.advance(HOUR);
    store.write("c", 0, bytes("x"), HOUR);
    assertThat(room.reports)
        .filteredOn(report -> report.startsWith("broken-files"))
        .last()
        .asString()
        .contains("DEGRADED");

    for (Path file : room.listing()) {
      if (StateFileName.isBroken(file)) {
        Files.delete(file);
      }
    }
    room.clock.advance(HOUR);
    store.write("c", 1, bytes("x"), Duration.ofDays(1));
    assertThat(room.reports).contains("broken-files up");
  }

  @Test
  void leavesFilesOfOthersAlone() throws IOException {
    room.store().write("a", 0, bytes("x"), HOUR);
    Files.writeString(room.folder().resolve("notes.txt"), "mine");
    Files.writeString(room.folder().resolve("a.state.tmp"), "mine");
    room.clock.advance(Duration.ofDays(3));
    room.store().write("b", 0, bytes("x"), HOUR);

    assertThat(room.names()).contains("notes.txt", "a.state.tmp");
  }

  @Test
  void cleansUpAfterAWriterThatWasKilled() throws IOException {
    room.store().write("a", 0, bytes("x"), HOUR);
    Path left = StateFileName.temporary(room.file("gone"));
    Files.writeString(left, "half a sta");

    FileStateStore next = room.store();
    assertThat(text(next.read("a"))).isEqualTo("x");
    next.write("a", 1, bytes("y"), HOUR);
    assertThat(left).doesNotExist();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
