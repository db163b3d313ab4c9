package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.dbintel.jdbc.observe.StatementDeltas.Absence;
import io.dbintel.jdbc.observe.StatementDeltas.Continuity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * The law: for each life of a row, what is told adds up to its last reading less the baseline. Held
 * against a server that executes at random and loses entries in every way a real one does, read by
 * somebody whose readings may fail or be given up.
 */
final class StatementLawTest {
  private static final int KEYS = 40;
  private static final int READINGS = 300;
  private static final List<CounterKind> KINDS =
      List.of(CounterKind.COUNT, CounterKind.SUM, CounterKind.COUNT);

  /** An entry of the server: the life of a row. */
  private static final class Entry {
    private final long since;
    private long calls;
    private double time;
    private long rows;
    private long baselineCalls;
    private double baselineTime;
    private long lastCalls;
    private double lastTime;
    private boolean read;

    Entry(long since) {
      this.since = since;
    }
  }

  private final Map<Integer, Entry> entries = new HashMap<>();
  private final StatementDeltas deltas = new StatementDeltas(KINDS);
  private final Map<Integer, Long> truthCalls = new HashMap<>();
  private final Map<Integer, BigDecimal> truthTime = new HashMap<>();
  private final Map<Integer, Long> toldCalls = new HashMap<>();
  private final Map<Integer, BigDecimal> toldTime = new HashMap<>();
  private Random random = new Random(0);
  private long now;
  private boolean resetSeen;
  private boolean otherServer;

  /** With known beginnings, as from PostgreSQL 17 on: whatever happens is told apart. */
  @RepeatedTest(20)
  void holdsWhereBeginningsAreKnown(RepetitionInfo info) {
    random = new Random(info.getCurrentRepetition());
    run(true);
  }

  /** Without, as long as an entry that returns is lower than it was, or all were reset. */
  @RepeatedTest(20)
  void holdsWhereCountersFall(RepetitionInfo info) {
    random = new Random(1_000 + info.getCurrentRepetition());
    run(false);
  }

  private void run(boolean sinceKnown) {
    for (int reading = 0; reading < READINGS; reading++) {
      execute();
      int event = random.nextInt(20);
      if (event == 0) {
        lose(random.nextInt(KEYS)); // evicted, or reset by itself
      } else if (event == 1) {
        entries.keySet().removeIf(key -> key % 4 == 1); // reset by user or database
      } else if (event == 2) {
        entries.clear(); // reset, or killed
        resetSeen = true;
      } else if (event == 3) {
        otherServer = reading < READINGS / 10;
      }
      if (!sinceKnown && event <= 1) {
        // What returns has less than before, or nobody can tell.
        read(sinceKnown, true);
      }
      execute();
      read(sinceKnown, random.nextInt(6) != 0);
    }
    // What is held back at the end is told at last.
    releaseAll(sinceKnown);
    entries.values().forEach(this::settle);
    assertThat(toldCalls).isEqualTo(truthCalls);
    truthTime.forEach(
        (key, truth) ->
            assertThat(toldTime.getOrDefault(key, BigDecimal.ZERO).doubleValue())
                .isCloseTo(
                    truth.doubleValue(), offset(1e-9 * Math.max(1e-12, truth.doubleValue()))));
  }

  private void execute() {
    for (int i = 0; i < 100; i++) {
      now++;
      int key = (int) Math.min(KEYS - 1, Math.abs(random.nextGaussian()) * 12);
      Entry entry = entries.computeIfAbsent(key, k -> new Entry(now));
      entry.calls++;
      entry.time += random.nextDouble() * Math.pow(10, random.nextInt(6) - 3);
      entry.rows += random.nextInt(100);
    }
  }

  private void lose(int key) {
    entries.remove(key);
  }

  private void releaseAll(boolean sinceKnown) {
    holding = false;
    read(sinceKnown, true);
  }

  private boolean holding = true;

  private void read(boolean sinceKnown, boolean accepted) {
    StatementRows rows = deltas.begin(0b111);
    entries.forEach(
        (key, entry) -> {
          int row =
              rows.add(
                  key, key % 3, key % 2 == 0, sinceKnown ? entry.since : StatementRows.NO_SINCE);
          rows.count(row, 0, entry.calls);
          rows.number(row, 1, entry.time);
          rows.count(row, 2, entry.rows);
        });
    Continuity continuity =
        otherServer ? Continuity.BASELINE : resetSeen ? Continuity.RESET : Continuity.CONTINUED;
    List<StatementDelta> told = deltas.compare(continuity, new Absence(true, Long.MAX_VALUE));
    if (!accepted) {
      return;
    }
    boolean baseline = otherServer || !deltas.hasBaseline();
    for (StatementDelta delta : told) {
      boolean held =
          holding
              && delta.id() % 5 == 0
              && random.nextInt(4) != 0
              && deltas.hold(delta, now, false);
      if (!held) {
        int key = (int) delta.id();
        toldCalls.merge(key, delta.count(0), Long::sum);
        toldTime.merge(key, new BigDecimal(delta.sum(1)), BigDecimal::add);
      }
    }
    deltas.accept();
    for (Map.Entry<Integer, Entry> one : entries.entrySet()) {
      note(one.getKey(), one.getValue(), baseline);
    }
    resetSeen = false;
    otherServer = false;
  }

  /** Of each life: what was last read, less what was the baseline. */
  private void note(int key, Entry entry, boolean baseline) {
    if (baseline) {
      entry.baselineCalls = entry.calls;
      entry.baselineTime = entry.time;
      entry.lastCalls = entry.calls;
      entry.lastTime = entry.time;
      entry.read = true;
      return;
    }
    long calls = entry.calls - (entry.read ? entry.lastCalls : 0);
    if (calls > 0) {
      truthCalls.merge(key, calls, Long::sum);
    }
    BigDecimal before = new BigDecimal(entry.read ? entry.lastTime : 0);
    truthTime.merge(key, new BigDecimal(entry.time).subtract(before), BigDecimal::add);
    entry.lastCalls = entry.calls;
    entry.lastTime = entry.time;
    entry.read = true;
  }

  private void settle(Entry entry) {
    assertThat(entry.lastCalls).isGreaterThanOrEqualTo(entry.baselineCalls);
    assertThat(entry.lastTime).isGreaterThanOrEqualTo(entry.baselineTime);
  }
}
