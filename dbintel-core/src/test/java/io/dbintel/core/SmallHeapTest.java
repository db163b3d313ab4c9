package io.dbintel.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service of 24 MiB whose destination is away: dbintel gives up what it must, and goes on. */
@Timeout(300)
class SmallHeapTest {
  private static final List<String> WELL =
      List.of(
          "pressed",
          "told",
          "exported",
          "up",
          "collecting still",
          "no thread ended",
          "balanced",
          "all accounted");

  /** The bound of what waits keeps memory from running out at all. */
  @Test
  void aQueueThatFitsGivesUpTheOldestAndGoesOn() throws IOException {
    assertWell(run(4 << 20, false));
  }

  private static void assertWell(List<String> said) {
    assertThat(said)
        .as(String.join("\n", said))
        .containsAll(WELL.stream().map(f -> f + ": yes").toList());
  }

  private static List<String> run(long queueBytes, boolean untilNoMemory) throws IOException {
    Process service =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                Long.toString(queueBytes),
                Boolean.toString(untilNoMemory))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = service.inputReader(UTF_8)) {
      return out.lines().toList();
    } finally {
      service.destroyForcibly();
    }
  }
}
