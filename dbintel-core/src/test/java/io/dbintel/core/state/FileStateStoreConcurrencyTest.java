package io.dbintel.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.StateStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No count is lost among threads, stores and processes; a killed one leaves an old value or a new.
 */
@Timeout(120)
class FileStateStoreConcurrencyTest {
  private static final int TIMES = 50;

  @TempDir Path folder;

  @Test
  void noCountIsLostAmongThreadsOfOneStore() throws Exception {
    FileStateStore store = StateWriter.open(folder);
    inParallel(4, () -> StateWriter.count(store, TIMES));
    assertThat(counter()).isEqualTo(4 * TIMES);
  }

  @Test
  void noCountIsLostAmongStoresOfOneProcess() throws Exception {
    inParallel(3, () -> StateWriter.count(StateWriter.open(folder), TIMES));
    assertThat(counter()).isEqualTo(3 * TIMES);
  }

  @Test
  void noCountIsLostAmongProcesses() throws Exception {
    List<Process> others = List.of(process("" + TIMES), process("" + TIMES));
    try {
      StateWriter.count(StateWriter.open(folder), TIMES);
      for (Process other : others) {
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isZero();
      }
      assertThat(counter()).isEqualTo(3 * TIMES);
    } finally {
      others.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void aKilledWriterLeavesAWholeValueAndFreesTheFolder() throws Exception {
    Process writer = process();
    try (BufferedReader out = writer.inputReader(UTF_8)) {
      for (int told = 0; told < 5; told++) {
        assertThat(out.readLine()).isNotNull();
      }
      writer.destroyForcibly();
      writer.waitFor();
    }
    FileStateStore store = StateWriter.open(folder);
    StateStore.Entry entry = store.read(StateWriter.COUNTER);
    assertThat(entry).isNotNull();
    assertThat(entry.version()).isGreaterThanOrEqualTo(5);
    assertThat(entry.value()).hasSize(StateWriter.LARGE_BYTES).containsOnly((byte) entry.version());

    store.write(StateWriter.COUNTER, entry.version(), new byte[1], Duration.ofDays(1));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  private long counter() throws IOException {
    StateStore.Entry entry = StateWriter.open(folder).read(StateWriter.COUNTER);
    assertThat(entry).isNotNull();
    return ByteBuffer.wrap(entry.value()).getLong();
  }

  /** Something that may fail. */
  private interface Work {
    void run() throws Exception;
  }

  private static void inParallel(int threads, Work work)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(
            () -> {
              work.run();
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private Process process(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(StateWriter.class.getName());
    command.add(folder.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
