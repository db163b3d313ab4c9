package io.dbintel.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.StateStore;
import io.dbintel.core.spi.StateStoreProvider;
import io.dbintel.testkit.ProviderContract;
import io.dbintel.testkit.StateStoreContract;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule for state stores finds the store that breaks it. */
class StateStoreContractTest {
  record Config() {}

  /** What a store keeps beyond one use of it. */
  static final class Room {
    final Map<String, Kept> kept = new ConcurrentHashMap<>();
  }

  @SuppressWarnings("ArrayRecordComponent") // They are not compared.
  record Kept(long version, byte[] value, long until) {}

  /** Makes stores on one room. */
  @FunctionalInterface
  interface Maker {
    StateStore make(Room room, ComponentContext context);
  }

  /** An honest store, in the memory of the test. */
  static class Memory implements StateStore {
    final Room room;
    final ComponentContext context;

    Memory(Room room, ComponentContext context) {
      this.room = room;
      this.context = context;
    }

    @Override
    public @Nullable Entry read(String key) throws IOException {
      Kept kept = room.kept.get(key);
      return kept == null || context.clock().epochNanos() >= kept.until()
          ? null
          : new Entry(kept.version(), kept.value().clone());
    }

    @Override
    public long write(String key, long expected, byte[] value, Duration timeToLive)
        throws IOException {
      synchronized (room) {
        Entry entry = read(key);
        if ((entry == null ? 0 : entry.version()) != expected) {
          return -1;
        }
        long until = context.clock().epochNanos() + timeToLive.toNanos();
        room.kept.put(key, new Kept(expected + 1, value.clone(), until));
        return expected + 1;
      }
    }
  }

  static List<Faulty> faulty() {
    return List.of(
        faulty(
            "answersNullForAKeyThatWasNeverWritten",
            "makes something up",
            (room, context) ->
                new Memory(room, context) {
                  @Override
                  public Entry read(String key) {
                    return new Entry(0, new byte[0]);
                  }
                }),
        faulty(
            "readsWhatWasWrittenLast",
            "counts from 0",
            (room, context) ->
                new Memory(room, context) {
                  @Override
                  public long write(String key, long expected, byte[] value, Duration time)
                      throws IOException {
                    return super.write(key, expected, value, time) - 1;
                  }
                }),
        writing(
            "keepsEmptyAndLargestValues",
            "cuts values at a megabyte",
            value -> Arrays.copyOf(value, Math.min(value.length, 1 << 20))),
        faulty(
            "keepsNoReferenceToTheBytes",
            "keeps the caller's bytes",
            (room, context) ->
                new Memory(room, context) {
                  @Override
                  public @Nullable Entry read(String key) {
                    Kept kept = room.kept.get(key);
                    return kept == null ? null : new Entry(kept.version(), kept.value());
                  }
                }),
        faulty(
            "writesNothingOverAnotherVersion",
            "lets the last writer win",
            (room, context) ->
                new Memory(room, context) {
                  @Override
                  public long write(String key, long expected, byte[] value, Duration time)
                      throws IOException {
                    Entry entry = read(key);
                    return super.write(key, entry == null ? 0 : entry.version(), value, time);
                  }
                }),
        faulty(
            "forgetsWhatIsPastItsTimeToLive",
            "keeps everything for ever",
            (room, context) ->
                new Memory(room, context) {
                  @Override
                  public @Nullable Entry read(String key) {
                    Kept kept = room.kept.get(key);
                    return kept == null ? null : new Entry(kept.version(), kept.value().clone());
                  }
                }),
        keyed(
            "keepsKeysApart",
            "does not tell upper from lower case",
            key -> key.toLowerCase(Locale.ROOT)),
        keyed("keepsKeysApart", "cuts keys", key -> key.substring(0, Math.min(300, key.length()))),
        faulty(
            "letsOneOfSeveralWritersWin",
            "looks before it writes, without a lock",
            (room, context) -> new Racing(room, context)),
        faulty(
            "showsAReaderAWholeValueAlways",
            "writes in place",
            (room, context) -> new InPlace(room, context)),
        faulty(
            "survivesBeingOpenedAnew",
            "keeps nothing",
            (room, context) -> new Memory(new Room(), context)),
        faulty(
            "closesTwice",
            "throws at the second close",
            (room, context) ->
                new Memory(room, context) {
                  private boolean closed;

                  @Override
                  public void close() throws IOException {
                    if (closed) {
                      throw new IOException("closed already");
                    }
                    closed = true;
                  }
                }),
        faulty(
            "leavesNoThreadBehind",
            "leaves its thread behind",
            (room, context) -> {
              Thread thread =
                  new Thread(
                      () -> ProcessorContractTest.awaitForever(new CountDownLatch(1)), "mine");
              thread.setDaemon(true);
              thread.start();
              return new Memory(room, context);
            }),
        faulty(
            "speaksInTheFormsThatMachinesRead",
            "gives a sentence for a reason",
            (room, context) -> {
              context.health().report(HealthStatus.DEGRADED, "Disk is slow", "It is.", "");
              return new Memory(room, context);
            }));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void finds(Faulty faulty) {
    faulty.mustBeFound();
  }

  @Test
  void everyRuleIsShownToFail() {
    Faulty.mustShowEveryRuleFail(faulty(), StateStoreContract.class, ProviderContract.class);
  }

  @Test
  void findsNothingInAnHonestStore() {
    for (String rule : Rules.of(StateStoreContract.class, ProviderContract.class)) {
      assertThat(Rules.finds(rule, new Held(Memory::new))).as(rule).isFalse();
    }
  }

  private static Faulty faulty(String rule, String how, Maker maker) {
    return new Faulty(rule, how, () -> new Held(maker));
  }

  private static Faulty writing(String rule, String how, UnaryOperator<byte[]> change) {
    return faulty(
        rule,
        how,
        (room, context) ->
            new Memory(room, context) {
              @Override
              public long write(String key, long expected, byte[] value, Duration time)
                  throws IOException {
                return super.write(key, expected, change.apply(value), time);
              }
            });
  }

  private static Faulty keyed(String rule, String how, UnaryOperator<String> change) {
    return faulty(
        rule,
        how,
        (room, context) ->
            new Memory(room, context) {
              @Override
              public @Nullable Entry read(String key) throws IOException {
                return super.read(change.apply(key));
              }

              @Override
              public long write(String key, long expected, byte[] value, Duration time)
                  throws IOException {
                return super.write(change.apply(key), expected, value, time);
              }
            });
  }

  /** Two writers that both looked before either wrote. */
  private static final class Racing extends Memory {
    Racing(Room room, ComponentContext context) {
      super(room, context);
    }

    @Override
    public long write(String key, long expected, byte[] value, Duration time) throws IOException {
      if (expected == 0) {
        room.kept.put(key, new Kept(1, value.clone(), Long.MAX_VALUE));
        return 1;
      }
      return super.write(key, expected, value, time);
    }
  }

  /** A reader finds the new version before all of the new value. */
  private static final class InPlace extends Memory {
    InPlace(Room room, ComponentContext context) {
      super(room, context);
    }

    @Override
    public @Nullable Entry read(String key) throws IOException {
      Entry entry = super.read(key);
      if (entry != null) {
        entry.value()[entry.value().length / 2]--;
      }
      return entry;
    }
  }

  /** Holds a store to the contract, with little patience. */
  private static final class Held extends StateStoreContract<Config> {
    private final Maker maker;
    private final Room room = new Room();

    Held(Maker maker) {
      this.maker = maker;
    }

    @Override
    protected StateStoreProvider<Config> provider() {
      return new StateStoreProvider<>() {
        @Override
        public String name() {
          return "memory";
        }

        @Override
        public Class<Config> configType() {
          return Config.class;
        }

        @Override
        public Config defaults() {
          return new Config();
        }

        @Override
        public StateStore create(Config config, ComponentContext context) {
          return maker.make(room, context);
        }
      };
    }

    @Override
    protected Config config() {
      return new Config();
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(5);
    }
  }
}
