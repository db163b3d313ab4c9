package io.dbintel.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A service of 24 MiB in which the host, a collector, a stage and an exporter take all memory in
 * turn: no thread of dbintel ends, everything goes on afterwards, and no event is missed in the
 * books. {@code -Dmemory.rounds=20} for longer, {@code -Dmemory.hold=2000} to hold it longer.
 */
@Timeout(900)
class OutOfMemoryTest {
  private static final String ROUNDS = System.getProperty("memory.rounds", "1");
  private static final String HOLD_MILLIS = System.getProperty("memory.hold", "500");

  private static final List<String> WELL =
      List.of(
          "health is what it was: yes",
          "no thread ended: yes",
          "closed in time: yes",
          "no thread left: yes",
          "balanced: yes",
          "all accounted: yes");

  @Test
  void memoryThatRanOutEndsNothingAndEveryLossIsInTheBooks() throws IOException {
    List<String> said = run();
    assertThat(said).as(String.join("\n", said)).containsAll(WELL);
  }

  private static List<String> run() throws IOException {
    Process service =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemory.class.getName(),
                ROUNDS,
                HOLD_MILLIS)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = service.inputReader(UTF_8)) {
      return out.lines().toList();
    } finally {
      service.destroyForcibly();
    }
  }
}
