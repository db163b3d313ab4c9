package io.dbintel.core.state;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.StateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A process that writes: counts a counter up so many times, or writes until it is killed. */
final class StateWriter {
  static final String COUNTER = "counter";
  static final int LARGE_BYTES = 2 << 20;

  private StateWriter() {}

  public static void main(String... arguments) throws IOException {
    FileStateStore store = open(Path.of(arguments[0]));
    if (arguments.length > 1) {
      count(store, Integer.parseInt(arguments[1]));
      return;
    }
    for (int i = 1; ; i++) {
      byte[] value = new byte[LARGE_BYTES];
      Arrays.fill(value, (byte) i);
      store.write(COUNTER, i - 1, value, Duration.ofDays(1));
      System.out.println(i);
    }
  }

  static FileStateStore open(Path folder) {
    return new FileStateStore(folder, 10, Clock.system(), new Silence());
  }

  /** Adds one, so many times, by reading, adding, and writing if nobody was faster. */
  static void count(FileStateStore store, int times) throws IOException {
    for (int done = 0; done < times; ) {
      StateStore.Entry entry = store.read(COUNTER);
      long version = entry == null ? 0 : entry.version();
      long value = entry == null ? 0 : ByteBuffer.wrap(entry.value()).getLong();
      byte[] next = ByteBuffer.allocate(8).putLong(value + 1).array();
      if (store.write(COUNTER, version, next, Duration.ofDays(1)) > 0) {
        done++;
      }
    }
  }

  private static final class Silence implements HealthReporter {
    @Override
    public void up() {}

    @Override
    public void report(HealthStatus status, String reason, String message, String remedy) {
      throw new AssertionError(reason + ": " + message);
    }

    @Override
    public HealthReporter part(String name) {
      return this;
    }
  }
}
