package io.dbintel.jdbc.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFollowerTest {
  private static final LogFormat FORMAT = Logs.stderr("[%p] ");
  private static final long BACKLOG = 1 << 20;

  @TempDir Path directory;
  private final Logs logs = new Logs();
  private LogFollower follower = new LogFollower(BACKLOG);
  private long second;

  private LogFollower.Turn turn(String file) throws IOException {
    LogFollower.Turn turn =
        follower.turn(new LogDirectory(directory.resolve(file)), name -> FORMAT, () -> 100, logs);
    follower.keep();
    return turn;
  }

  private static String entry(Object message) {
    return "[1] LOG:  " + message + '\n';
  }

  private Path append(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return touch(path);
  }

  /** Each write is a second later than the one before. */
  private Path touch(Path path) throws IOException {
    return Files.setLastModifiedTime(
        path, FileTime.fromMillis(1_700_000_000_000L + 1000 * second++));
  }

  private void restart() {
    byte[] state = follower.state();
    follower = new LogFollower(BACKLOG);
    follower.restore(state);
  }

  @Test
  void beginsAtTheEndAndTellsWhatIsWrittenFromThenOn() throws IOException {
    append("a.log", entry("old"));
    turn("a.log");
    append("a.log", entry("first") + entry("second"));
    turn("a.log");
    assertThat(logs.messages()).containsExactly("first");
    turn("a.log");
    assertThat(logs.messages()).as("after a turn without news").containsExactly("first", "second");
    assertThat(logs.losses).isEmpty();
  }

  @Test
  void saysThatThereIsNoFileAndBeginsOnceThereIsOne() throws IOException {
    assertThat(turn("a*.log").file()).isEmpty();
    append("a1.log", entry("before"));
    turn("a*.log");
    append("a1.log", entry("after"));
    turn("a*.log");
    turn("a*.log");
    assertThat(logs.messages()).containsExactly("after");
  }

  @Test
  void goesOnFromFileToFileWhateverHappenedInBetween() throws IOException {
    append("log-1000.log", entry("old"));
    append("log-1001.log", entry("old"));
    turn("log-%H%M.log");
    append("log-1001.log", entry(1));
    append("log-1002.log", entry(2) + entry(3));
    append("log-1003.log", entry(4));
    LogFollower.Turn turn = turn("log-%H%M.log");
    assertThat(turn.filesBegun()).isEqualTo(2);
    append("log-1003.log", entry(5));
    turn("log-%H%M.log");
    turn("log-%H%M.log");
    assertThat(logs.messages()).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void readsTheRestOfAFileThatWasRenamed() throws IOException {
    append("a.log", entry("old"));
    turn("a.log");
    append("a.log", entry(1));
    turn("a.log");
    append("a.log", entry(2));
    touch(Files.move(directory.resolve("a.log"), directory.resolve("a.log.1")));
    append("a.log.1", entry(3));
    assertThat(turn("a.log").file()).as("no new file yet").isEmpty();
    append("a.log", entry(4));
    LogFollower.Turn turn = turn("a.log");
    assertThat(turn.filesBegun()).isEqualTo(1);
    assertThat(turn.filesGone()).isZero();
    turn("a.log");
    assertThat(logs.messages()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void saysThatAFileWentBeforeItWasReadToTheEnd() throws IOException {
    append("a-1.log", entry("old"));
    turn("a-*.log");
    append("a-1.log", entry(1));
    Files.delete(directory.resolve("a-1.log"));
    append("a-2.log", entry(2));
    LogFollower.Turn turn = turn("a-*.log");
    // The new file may get the number of the old one, and is then taken for the old one begun anew.
    assertThat(turn.filesGone() + turn.filesRestarted()).isEqualTo(1);
    turn("a-*.log");
    assertThat(logs.messages()).containsExactly("2");
  }

  @Test
  void beginsAFileAnewThatWasCopiedAndTruncated() throws IOException {
    append("a.log", entry("old") + entry("older"));
    turn("a.log");
    append("a.log", entry(1));
    turn("a.log");
    turn("a.log");
    Files.writeString(directory.resolve("a.log"), "");
    append("a.log", entry(2));
    assertThat(turn("a.log").filesRestarted()).isEqualTo(1);
    turn("a.log");
    assertThat(logs.messages()).containsExactly("1", "2");
  }

  @Test
  void knowsATruncatedFileThatGrewBeyondWhereItWas() throws IOException {
    append("a.log", entry("old"));
    turn("a.log");
    Files.writeString(directory.resolve("a.log"), "");
    append("a.log", entry(1) + entry(2) + entry(3));
    assertThat(turn("a.log").filesRestarted()).isEqualTo(1);
    turn("a.log");
    assertThat(logs.messages()).containsExactly("1", "2", "3");
  }

  @Test
  void readsAFileThatIsUsedAgainInAWeek() throws IOException {
    append("mon.log", entry("old"));
    turn("*.log");
    append("mon.log", entry(1));
    append("tue.log", entry(2));
    turn("*.log");
    Files.writeString(directory.resolve("mon.log"), "");
    append("mon.log", entry(3));
    turn("*.log");
    append("tue.log", entry(4));
    turn("*.log");
    turn("*.log");
    assertThat(logs.messages())
        .as("mon truncated, tue written on")
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void goesOnWhereItWasAfterARestart() throws IOException {
    append("a-1.log", entry("old"));
    turn("a-*.log");
    append("a-1.log", entry(1) + entry(2));
    turn("a-*.log");
    restart();
    append("a-1.log", entry(3));
    append("a-2.log", entry(4));
    restart();
    turn("a-*.log");
    restart();
    turn("a-*.log");
    turn("a-*.log");
    assertThat(logs.messages()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void tellsAgainWhatReachedNobody() throws IOException {
    append("a.log", entry("old"));
    turn("a.log");
    append("a.log", entry(1) + entry(2));
    LogDirectory files = new LogDirectory(directory.resolve("a.log"));
    follower.turn(files, name -> FORMAT, () -> 100, logs);
    assertThat(logs.messages()).containsExactly("1");
    follower.takeBack();
    turn("a.log");
    turn("a.log");
    assertThat(logs.messages()).containsExactly("1", "1", "2");
  }

  @Test
  void tellsEachEntryOnceHoweverLittleATurnMayRead() throws IOException {
    append("a-1.log", entry("old"));
    turn("a-*.log");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      append("a-1.log", entry("one " + i));
      expected.add("one " + i);
    }
    for (int i = 0; i < 50; i++) {
      append("a-2.log", entry("two " + i));
      expected.add("two " + i);
    }
    LogDirectory files = new LogDirectory(directory.resolve("a-*.log"));
    for (int turn = 0; turn < 400; turn++) {
      Iterator<Integer> reads = List.of(30, 30, 0).iterator();
      LogFollower.Turn unused = follower.turn(files, name -> FORMAT, reads::next, logs);
      follower.keep();
      if (turn % 5 == 0) {
        restart();
      }
    }
    assertThat(logs.messages()).isEqualTo(expected);
  }

  @Test
  void skipsWhatIsMoreThanMayWaitAndSaysHowMuch() throws IOException {
    follower = new LogFollower(1_000);
    append("a.log", entry("old"));
    turn("a.log");
    StringBuilder much = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      much.append(entry("number " + i));
    }
    append("a.log", much.toString());
    LogFollower.Turn turn = turn("a.log");
    turn("a.log");
    assertThat(turn.skippedBytes()).isEqualTo(much.length() - 500L);
    assertThat(logs.messages()).contains("number 999").doesNotContain("number 500");
  }

  @Test
  void keepsNoTextOfTheLogInItsState() throws IOException {
    append("a.log", entry("secret-before"));
    turn("a.log");
    append("a.log", entry("secret-after"));
    turn("a.log");

    assertThat(new String(follower.state(), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
  }

  @Test
  void refusesAStateThatIsNone() {
    assertThatThrownBy(() -> follower.restore(new byte[] {0, 0, 0, 1, 5}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> follower.restore(new byte[] {127, 0, 0, 1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a.log, a.log, true",
    "a.log, a.log.1, false",
    "a*.log, a-2026.log, true",
    "a*.log, b.log, false",
    "*-*.log, x-y-z.log, true",
    "*, anything, true",
    "a*, '', false"
  })
  void matchesNames(String pattern, String name, boolean expected) {
    assertThat(LogDirectory.matches(name, pattern)).isEqualTo(expected);
  }
}
