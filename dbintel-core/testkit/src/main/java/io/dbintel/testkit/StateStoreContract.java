package io.dbintel.testkit;

import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.StateStoreProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every state store keeps. Extend it in a test, say which provider, and give it a
 * configuration under which the store is empty before each test: each rule of {@link StateStore}
 * and {@link StateStoreProvider} is a test of its own. Opened twice with that configuration, it is
 * one store.
 *
 * @param <C> the configuration
 */
public abstract class StateStoreContract<C extends Record> extends ProviderContract<C> {
  private static final Duration LONG = Duration.ofDays(30);
  private static final int THREADS = 4;
  private static final int ROUNDS = 20;

  /** What the engine keeps: 16 MiB, and a little before it. */
  private static final int LARGEST = (16 << 20) + 1024;

  private static final String KEY = "orders-service/orders/my-stage";

  private final ManualClock clock = new ManualClock();
  private final RecordingContext context = new RecordingContext("store", clock, Vocabulary.core());

  /** For the test that extends it. */
  protected StateStoreContract() {}

  @Override
  protected abstract StateStoreProvider<C> provider();

  /** Where the store keeps things; the same at each call of a test. */
  @Override
  protected abstract C config();

  @Override
  final Class<?> kind() {
    return StateStoreProvider.class;
  }

  private StateStore open() {
    return Objects.requireNonNull(provider().create(config(), context));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireHolds(StateStore store, String key, long version, byte[] value)
      throws IOException {
    StateStore.Entry entry = store.read(key);
    if (entry == null) {
      throw new AssertionError("there is nothing under a key that was written");
    }
    require(entry.version() == version, "the version is " + entry.version() + ", not " + version);
    require(Arrays.equals(value, entry.value()), "another value is read than was written");
  }

  // --- reading and writing

  @Test
  final void answersNullForAKeyThatWasNeverWritten() throws IOException {
    try (StateStore store = open()) {
      require(store.read(KEY) == null, "there is something under a key that was never written");
    }
  }

  @Test
  final void readsWhatWasWrittenLast() throws IOException {
    try (StateStore store = open()) {
      require(store.write(KEY, 0, bytes("one"), LONG) == 1, "the first version is not 1");
      requireHolds(store, KEY, 1, bytes("one"));
      require(store.write(KEY, 1, bytes("two, longer"), LONG) == 2, "the second is not 2");
      requireHolds(store, KEY, 2, bytes("two, longer"));
    }
  }

  @Test
  final void keepsEmptyAndLargestValues() throws IOException {
    try (StateStore store = open()) {
      byte[] large = new byte[LARGEST];
      Arrays.fill(large, (byte) 7);
      require(store.write(KEY, 0, new byte[0], LONG) == 1, "an empty value is refused");
      requireHolds(store, KEY, 1, new byte[0]);
      require(store.write(KEY, 1, large, LONG) == 2, "16 MiB of state are refused");
      requireHolds(store, KEY, 2, large);
    }
  }

  @Test
  final void keepsNoReferenceToTheBytes() throws IOException {
    try (StateStore store = open()) {
      byte[] value = bytes("mine");
      long unused = store.write(KEY, 0, value, LONG);
      value[0] = 'x';
      requireHolds(store, KEY, 1, bytes("mine"));
      Objects.requireNonNull(store.read(KEY)).value()[0] = 'x';
      requireHolds(store, KEY, 1, bytes("mine"));
    }
  }

  @Test
  final void writesNothingOverAnotherVersion() throws IOException {
    try (StateStore store = open()) {
      require(
          store.write(KEY, 3, bytes("a"), LONG) == -1, "it wrote over a version that never was");
      require(store.read(KEY) == null, "what was refused is there");
      long unused = store.write(KEY, 0, bytes("one"), LONG);
      require(store.write(KEY, 0, bytes("two"), LONG) == -1, "it wrote as if nothing were there");
      require(store.write(KEY, 2, bytes("two"), LONG) == -1, "it wrote over a later version");
      requireHolds(store, KEY, 1, bytes("one"));
    }
  }

  @Test
  final void forgetsWhatIsPastItsTimeToLive() throws IOException {
    try (StateStore store = open()) {
      long unused = store.write(KEY, 0, bytes("short"), Duration.ofMinutes(1));
      clock.advance(Duration.ofSeconds(59));
      requireHolds(store, KEY, 1, bytes("short"));
      clock.advance(Duration.ofSeconds(2));
      require(store.read(KEY) == null, "it is read past its time to live");
      require(store.write(KEY, 0, bytes("new"), LONG) > 0, "nothing can be written in its place");
    }
  }

  @Test
  final void keepsKeysApart() throws IOException {
    List<String> keys =
        List.of(
            KEY,
            KEY.toUpperCase(Locale.ROOT),
            KEY + "/",
            KEY + ".",
            KEY.replace('/', '\\'),
            KEY.replace('/', '_'),
            KEY.replace('/', '-'),
            "../" + KEY,
            "a",
            "a ",
            "a\0b",
            "a\nb",
            "\u00e9",
            "e\u0301",
            "con",
            "x".repeat(300),
            "x".repeat(301));
    try (StateStore store = open()) {
      List<String> kept = new ArrayList<>();
      for (String key : keys) {
        if (writes(store, key)) {
          kept.add(key);
        }
      }
      require(kept.contains(KEY), "it refuses the key of a component");
      for (String key : kept) {
        requireHolds(store, key, 1, bytes(key));
      }
    }
  }

  /** A key may be refused, but not mistaken. */
  private static boolean writes(StateStore store, String key) {
    try {
      require(store.write(key, 0, bytes(key), LONG) == 1, "a key is taken for another one");
      return true;
    } catch (IOException | IllegalArgumentException refused) {
      return false;
    }
  }

  // --- several at once

  @Test
  final void letsOneOfSeveralWritersWin() {
    Watched.run(
        patience(),
        "writing by " + THREADS + " threads",
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            requireOneWinner("key-" + round);
          }
        });
  }

  private void requireOneWinner(String key) throws Exception {
    try (StateStore one = open();
        StateStore other = open()) {
      List<FutureTask<Long>> writers = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        StateStore store = t % 2 == 0 ? one : other;
        byte[] value = bytes("writer " + t);
        writers.add(new FutureTask<>(() -> store.write(key, 0, value, LONG)));
      }
      for (FutureTask<Long> writer : writers) {
        Thread thread = new Thread(writer, "contract: writer");
        thread.setDaemon(true);
        thread.start();
      }
      int winners = 0;
      for (FutureTask<Long> writer : writers) {
        winners += writer.get() == 1 ? 1 : 0;
      }
      require(winners == 1, winners + " writers wrote the first version of one key");
    }
  }

  @Test
  final void showsAReaderAWholeValueAlways() {
    Watched.run(
        patience(),
        "reading while it is written",
        () -> {
          try (StateStore store = open()) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger reads = new AtomicInteger();
            FutureTask<Boolean> reader = new FutureTask<>(() -> readsWhole(store, over, reads));
            Thread thread = new Thread(reader, "contract: reader");
            thread.setDaemon(true);
            thread.start();
            long version = 0;
            while (!reader.isDone() && (version < ROUNDS || reads.get() < ROUNDS)) {
              byte[] value = new byte[1 << 16];
              Arrays.fill(value, (byte) version);
              version = store.write(KEY, version, value, LONG);
            }
            over.set(true);
            boolean unused = reader.get();
          }
        });
  }

  private static boolean readsWhole(StateStore store, AtomicBoolean over, AtomicInteger reads)
      throws IOException {
    long last = 0;
    while (!over.get()) {
      StateStore.Entry entry = store.read(KEY);
      if (entry != null) {
        reads.incrementAndGet();
        require(entry.version() >= last, "a reader saw an older version after a newer one");
        last = entry.version();
        byte[] whole = new byte[1 << 16];
        Arrays.fill(whole, (byte) (entry.version() - 1));
        require(Arrays.equals(whole, entry.value()), "a reader saw a value that nobody wrote");
      }
    }
    return true;
  }

  // --- life

  @Test
  final void survivesBeingOpenedAnew() throws IOException {
    try (StateStore store = open()) {
      long unused = store.write(KEY, 0, bytes("kept"), LONG);
    }
    try (StateStore store = open()) {
      requireHolds(store, KEY, 1, bytes("kept"));
      require(store.write(KEY, 1, bytes("next"), LONG) == 2, "the version does not count on");
    }
  }

  @Test
  final void closesTwice() {
    StateStore store = open();
    Watched.run(patience(), "write()", () -> writeOnce(store));
    Watched.run(patience(), "close()", store::close);
    Watched.run(patience(), "close() for the second time", store::close);
  }

  private static void writeOnce(StateStore store) throws IOException {
    long unused = store.write(KEY, 0, bytes("x"), LONG);
  }

  @Test
  final void leavesNoThreadBehind() {
    var before = Watched.threads();
    StateStore store = open();
    Watched.run(patience(), "write()", () -> writeOnce(store));
    Watched.run(patience(), "close()", store::close);
    var left = Watched.leftBehind(before, patience());
    require(left.isEmpty(), "after close() there are still " + left);
  }

  @Test
  final void speaksInTheFormsThatMachinesRead() throws IOException {
    try (StateStore store = open()) {
      long unused = store.write(KEY, 0, bytes("one"), LONG);
      long refused = store.write(KEY, 0, bytes("two"), LONG);
      require(refused == -1, "it wrote as if nothing were there");
    }
    requireNoFaults(context);
  }
}
