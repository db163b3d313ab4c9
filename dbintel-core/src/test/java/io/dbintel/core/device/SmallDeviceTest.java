package io.dbintel.core.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * State and events on a real device of 64 KiB, mounted in a namespace of the child's own. Where
 * that is not allowed, or on another system, it is skipped.
 */
@Timeout(120)
class SmallDeviceTest {
  private static final String MOUNT = "mount -t tmpfs -o size=64k none \"$1\"";
  private static final String RUN = "\"$2\" -cp \"$3\" \"$4\" \"$1\" ";

  private Path folder;

  @BeforeEach
  void mount(@TempDir Path temp) {
    folder = temp;
    assumeThat(run(MOUNT + " && echo mounted"))
        .as("a device may be mounted in a user namespace here")
        .contains("mounted");
  }

  @Test
  void aFullDeviceLeavesTheOldStateAndTakesTheNewOneOnceThereIsRoom() {
    assertWell(run(MOUNT + " && " + RUN + "state"), 7);
  }

  @Test
  void aFullDeviceIsToldAndEachEventIsWrittenOnceWhenThereIsRoom() {
    assertWell(run(MOUNT + " && " + RUN + "events"), 8);
  }

  /** Also as root, who may write in any folder but not on a device that takes no writing. */
  @Test
  void aReadOnlyDeviceIsToldAndReadFrom() {
    assertWell(
        run(
            MOUNT
                + " && "
                + RUN
                + "read && mount -t tmpfs -o remount,ro,size=64k none \"$1\" && "
                + RUN
                + "read"),
        4);
  }

  @Test
  void anInstanceSaysThatItsStateHasNoRoomAndGoesOnWhereItWasOnceThereIs() {
    assertWell(run(MOUNT + " && " + RUN + "instance"), 8);
  }

  @Test
  void anInstanceOnAReadOnlyDeviceTakesUpItsStateAndSaysThatItCannotBeWritten() {
    assertWell(
        run(
            MOUNT
                + " && "
                + RUN
                + "instance && mount -t tmpfs -o remount,ro,size=64k none \"$1\" && "
                + RUN
                + "frozen"),
        8 + 4);
  }

  private static void assertWell(List<String> said, int facts) {
    String all = String.join("\n", said);
    assertThat(said).as(all).noneMatch(line -> line.endsWith(": no"));
    assertThat(said.stream().filter(line -> line.endsWith(": yes"))).as(all).hasSize(facts);
  }

  private List<String> run(String script) {
    try {
      Process child =
          new ProcessBuilder(
                  "unshare",
                  "-rm",
                  "sh",
                  "-c",
                  script,
                  "sh",
                  folder.toString(),
                  ProcessHandle.current().info().command().orElse("java"),
                  System.getProperty("java.class.path"),
                  SmallDevice.class.getName())
              .redirectErrorStream(true)
              .start();
      try (var out = child.inputReader(UTF_8)) {
        return out.lines().toList();
      } finally {
        child.destroyForcibly();
      }
    } catch (IOException noUnshare) {
      return List.of(String.valueOf(noUnshare.getMessage()));
    }
  }
}
