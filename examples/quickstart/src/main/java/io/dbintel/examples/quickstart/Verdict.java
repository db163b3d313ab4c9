package io.dbintel.examples.quickstart;

import io.dbintel.core.event.DbEvent;
import io.dbintel.jdbc.observe.BlockingTree;
import io.dbintel.jdbc.observe.Dimension;
import io.dbintel.jdbc.observe.SessionScope;
import io.dbintel.jdbc.observe.SessionState;
import io.dbintel.jdbc.observe.SessionTime;
import io.dbintel.processors.advice.AdviceAttributes;
import io.dbintel.processors.regression.RegressionAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Holds what dbintel found against what was planted. */
final class Verdict {
  private final Observed observed;
  private final Console console;
  private boolean allGood = true;

  Verdict(Observed observed, Console console) {
    this.observed = observed;
    this.console = console;
  }

  /** Prints each check, and returns whether all hold. */
  boolean print(Path events, LogCapture log, ThreadNames threads) throws IOException {
    console.heading("Was everything found?");
    lockChain();
    double io = seconds(Dimension.WAIT_CLASS, "IO");
    check(io > 0, "I/O waits seen: %.1f s", io);
    double paid = statementSeconds(Customers.TABLES);
    check(paid > 0, "the customers' statements are among the top ones: %.1f s", paid);
    statementsAsCounted();
    droppedIndex();
    vitalSigns();
    double talked = statementSeconds(List.of(LooseTalk.TABLE));
    check(talked > 0, "the session that spells out personal data was sampled: %.1f s", talked);
    leaks(events, log, threads);
    check(observed.ledger().isBalanced(), "the ledger is balanced");
    check(observed.ledger().pending() == 0, "nothing is pending: %d", observed.ledger().pending());
    Cost cost = observed.cost();
    check(
        cost.dearest() > 0 && cost.execution() > 0,
        "what it costs the server is known: %.2f %% of the time in the dearest turn",
        100 * cost.dearest());
    console.line("%nAll %d events are in %s", observed.events().size(), events);
    return allGood;
  }

  private void lockChain() {
    BlockingTree tree = observed.worstBlocking().map(Observed.Blocking::tree).orElse(null);
    if (tree == null) {
      check(false, "the lock chain was found");
      return;
    }
    check(
        tree.root().state() == SessionState.IDLE_IN_TRANSACTION,
        "the root of the lock chain was found, and is %s",
        tree.root().state().label());
    int victims = ForgottenTransaction.SESSIONS - 1;
    check(
        tree.depth() == victims && tree.victims() == victims,
        "it is %d deep and has %d victims",
        tree.depth(),
        tree.victims());
  }

  /**
   * The first reading is where counting begins and the last is up to 10 s old: so not quite all.
   */
  private void statementsAsCounted() {
    TopStatements.Statement look =
        observed.statements().byTime().stream()
            .filter(statement -> statement.text().contains("FROM payments_log"))
            .findFirst()
            .orElse(null);
    if (look == null) {
      check(false, "the customers' look at their payments is among the counted statements");
      return;
    }
    check(
        look.calls() > 0 && look.mean() > 0 && look.deviation() >= 0,
        "the customers' look at their payments was counted: %d calls, %.2f \u00b1 %.2f ms",
        look.calls(),
        1e3 * look.mean(),
        1e3 * look.deviation());
    double shares =
        observed.statements().byTime().stream().mapToDouble(observed.statements()::share).sum();
    check(shares <= 1 + 1e-9, "the shares of all statements add up to %.0f %%", 100 * shares);
  }

  private void droppedIndex() {
    List<DbEvent> worse = observed.told("plan_regression");
    boolean found =
        worse.size() == 1
            && Objects.requireNonNullElse(worse.get(0).get(RegressionAttributes.DIFFERENCE), "")
                .contains("Seq Scan on " + DroppedIndex.TABLE);
    check(
        found,
        "the dropped index was found: %d statement, %.0f times the %s",
        worse.size(),
        found ? worse.get(0).getDouble(RegressionAttributes.RATIO, 0) : 0,
        found ? worse.get(0).get(RegressionAttributes.MEASURE) : "cost");
    DbEvent advice =
        observed.told("missing_index").stream()
            .filter(event -> DroppedIndex.TABLE.equals(event.get(AdviceAttributes.RELATION)))
            .findFirst()
            .orElse(null);
    check(
        advice != null,
        "and the advice is to have one: it would save %.0f %% of an execution's time",
        advice == null ? 0 : 100 * advice.getDouble(AdviceAttributes.GAIN, 0));
  }

  private void vitalSigns() {
    VitalSigns signs = observed.vitalSigns();
    double written = signs.sum(Report.TEMPORARY_FILES);
    check(written > 0, "the report's temporary files were seen: %.0f MB", written / 1e6);
    double age = signs.highest(Report.OLDEST_TRANSACTION);
    check(age >= 1, "the forgotten transaction was seen getting old: %.0f s", age);
  }

  private void leaks(Path events, LogCapture log, ThreadNames threads) throws IOException {
    LeakScan scan = new LeakScan();
    try (Stream<Path> files = Files.list(events.toAbsolutePath().getParent())) {
      String name = events.getFileName().toString();
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(name)) {
          scan.in(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    scan.in("the log", log.text());
    scan.in("a thread's name", threads.text());
    scan.in("health", observed.health().toString());
    scan.in("a finding", observed.findings().toString());
    scan.in("the ledger", observed.ledger().toString());
    scan.in("this report", console.transcript());
    String found = scan.leaks().isEmpty() ? "" : ": " + String.join(", ", scan.leaks());
    check(
        scan.leaks().isEmpty(),
        "no planted literal in the %d kB that came out%s",
        scan.characters() / 1000,
        found);
  }

  /** The time of those of the top statements that use one of the tables. */
  private double statementSeconds(List<String> tables) {
    return observed
        .history()
        .top(Dimension.QUERY, observed.window(), SessionScope.DB_TIME, Report.TOP_STATEMENTS)
        .stream()
        .filter(time -> tables.stream().anyMatch(table -> says(time, table)))
        .mapToDouble(SessionTime::seconds)
        .sum();
  }

  private double seconds(Dimension dimension, String value) {
    return observed
        .history()
        .top(dimension, observed.window(), SessionScope.DB_TIME, Integer.MAX_VALUE)
        .stream()
        .filter(time -> time.value().equals(value))
        .mapToDouble(SessionTime::seconds)
        .sum();
  }

  private static boolean says(SessionTime time, String part) {
    String text = time.text();
    return text != null && text.contains(part);
  }

  private void check(boolean good, String what, Object... values) {
    allGood &= good;
    console.line("  %s %s", console.mark(good), String.format(Locale.ROOT, what, values));
  }
}
