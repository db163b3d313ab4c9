package io.dbintel.examples.quickstart;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.jdbc.observe.BlockingTree;
import io.dbintel.jdbc.observe.Dimension;
import io.dbintel.jdbc.observe.LockWait;
import io.dbintel.jdbc.observe.QueryRef;
import io.dbintel.jdbc.observe.SessionObservation;
import io.dbintel.jdbc.observe.SessionScope;
import io.dbintel.jdbc.observe.SessionTime;
import io.dbintel.jdbc.observe.TimelineBucket;
import io.dbintel.jdbc.postgresql.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints what an operator would want to know. */
record Report(Observed observed, Console console) {
  static final int TOP_STATEMENTS = 10;
  static final String OLDEST_TRANSACTION = "postgresql.transaction.oldest_age";
  static final String TEMPORARY_FILES = "postgresql.temp.io";
  private static final int COUNTED = 8;
  private static final int CLASSES = 6;
  private static final int BAR = 40;
  private static final int TEXT = 88;
  private static final Duration STEP = Duration.ofMillis(1500);

  void print() {
    whereTimeWent();
    timeline();
    statements();
    counted();
    blocking();
    told();
    vitalSigns();
    cost();
    console.heading("How dbintel and its access to the server are");
    console.print(observed.health().toString());
    for (Finding finding : observed.findings()) {
      console.line("  finding %s: %s", finding.code(), finding.message());
      if (!finding.remedy().isEmpty()) {
        console.line("    %s", finding.remedy());
      }
    }
    console.heading("Where every event went");
    console.print(observed.ledger().toString());
  }

  private void whereTimeWent() {
    console.heading("Where time went");
    double idle = observed.history().seconds(observed.window(), SessionScope.IDLE_IN_TRANSACTION);
    console.line(
        "%.1f sessions ran on average; %.0f s more were spent idle in transaction.",
        observed.history().averageActiveSessions(observed.window()), idle);
    for (SessionTime time : top(Dimension.WAIT_CLASS, CLASSES)) {
      console.line(
          "  %-10s %6.1f s  %3.0f %%  %s",
          time.value(),
          time.seconds(),
          100 * time.share(),
          console.bar(Math.max(1, Math.round(BAR * time.share()))));
    }
    console.line("by wait event:");
    for (SessionTime time : top(Dimension.WAIT_EVENT, CLASSES)) {
      console.line("  %6.1f s  %s", time.seconds(), time.value());
    }
  }

  private void timeline() {
    List<TimelineBucket> steps =
        observed
            .history()
            .timeline(Dimension.WAIT_CLASS, observed.window(), SessionScope.DB_TIME, STEP, CLASSES);
    List<SessionTime> classes = steps.get(0).series();
    double most =
        steps.stream()
            .flatMap(step -> step.series().stream())
            .mapToDouble(SessionTime::averageSessions)
            .max()
            .orElse(0);
    console.heading("When");
    for (int i = 0; i < classes.size(); i++) {
      StringBuilder row = new StringBuilder();
      for (TimelineBucket step : steps) {
        row.append(console.level(step.series().get(i).averageSessions(), most));
      }
      console.line("  %-10s |%s|", classes.get(i).value(), row);
    }
    console.line(
        "  a character is %.1f s; the highest is %.1f sessions", STEP.toMillis() / 1e3, most);
  }

  private void statements() {
    console.heading("Top statements by time, as sampled each second");
    for (SessionTime time : top(Dimension.QUERY, TOP_STATEMENTS)) {
      String text = time.text() == null ? time.value() : time.text();
      console.line(
          "  %6.1f s  %3.0f %%  %s", time.seconds(), 100 * time.share(), shorten(text, TEXT));
    }
  }

  private void counted() {
    TopStatements statements = observed.statements();
    console.heading("Top statements by time, as the server counted them");
    console.line("  %8s  %6s  %8s  %10s  %10s", "time", "share", "calls", "mean", "deviation");
    for (TopStatements.Statement one : first(statements.byTime(), COUNTED)) {
      console.line(
          "  %6.1f s  %4.0f %%  %8d  %7.3f ms  %7.3f ms  %s",
          one.seconds(),
          100 * statements.share(one),
          one.calls(),
          1e3 * one.mean(),
          1e3 * one.deviation(),
          shorten(one.text(), TEXT / 2));
    }
  }

  private void vitalSigns() {
    VitalSigns signs = observed.vitalSigns();
    double seconds = observed.cost().wallSeconds();
    double hit = signs.sum("postgresql.blks_hit");
    double read = signs.sum("postgresql.blks_read");
    console.heading("The server's vital signs");
    console.line(
        "  connections          %.0f of %.0f at most",
        signs.highest("postgresql.connection.used"), signs.highest("postgresql.connection.max"));
    console.line(
        "  transactions         %.0f committed a second, the oldest was open for %.0f s",
        signs.sum("postgresql.commits") / seconds, signs.highest(OLDEST_TRANSACTION));
    console.line(
        "  pages                %.1f %% of %.1f million found in the shared buffers",
        100 * hit / Math.max(1, hit + read), (hit + read) / 1e6);
    console.line("  temporary files      %.0f MB written", signs.sum(TEMPORARY_FILES) / 1e6);
    console.line("  write-ahead log      %.1f MB written", signs.sum("postgresql.wal.bytes") / 1e6);
    console.line(
        "  databases            %.0f MB on disk, %.0f deadlocks",
        signs.highest("postgresql.db_size") / 1e6, signs.sum("postgresql.deadlocks"));
    console.line("  and %d metrics in all, under names of OpenTelemetry", signs.metrics());
  }

  private void told() {
    console.heading("What became worse, and what can be done");
    for (DbEvent event : observed.told()) {
      String about = event.get(Attributes.DB_QUERY_SUMMARY);
      String remedy = event.get(Attributes.FINDING_REMEDY);
      console.line(
          "  %s%s: %s",
          event.get(Attributes.FINDING_CODE),
          about == null ? "" : " of " + about,
          event.get(Attributes.FINDING_MESSAGE));
      if (remedy != null && !remedy.isEmpty()) {
        console.line("    %s", remedy);
      }
    }
  }

  private void blocking() {
    console.heading("Who blocked whom");
    Observed.Blocking worst = observed.worstBlocking().orElse(null);
    if (worst == null) {
      console.line("  nobody");
      return;
    }
    BlockingTree tree = worst.tree();
    console.line(
        "  %d sessions waited for one, %d deep; together they lost %.0f s.",
        tree.victims(), tree.depth(), worst.victimSeconds());
    for (BlockingTree.Node node : tree.nodes()) {
      String indent = node.depth() == 0 ? "" : "   ".repeat(node.depth() - 1) + console.branch();
      console.line("  %s%s", indent, describe(node.session()));
    }
  }

  private static String describe(SessionObservation session) {
    LockWait lock = session.lock();
    QueryRef query = session.query();
    String what =
        lock == null
            ? seconds("%s, transaction open for %.0f s", session)
            : String.format(Locale.ROOT, "waited %.0f s for %s", lock.waitSeconds(), lock.label());
    String text = query == null || query.text() == null ? "" : query.text();
    return "pid %d %s, %s: %s"
        .formatted(session.pid(), session.owner().application(), what, shorten(text, TEXT / 2));
  }

  private static String seconds(String format, SessionObservation session) {
    return String.format(
        Locale.ROOT, format, session.state().label(), session.ages().transaction());
  }

  private void cost() {
    Cost cost = observed.cost();
    console.heading("What dbintel cost the server");
    cost.serverSeconds()
        .forEach(
            (turn, seconds) ->
                console.line(
                    "  dbintel's own meter:      %.3f s of %.0f s, %.2f %% (turn %s)",
                    seconds, cost.wallSeconds(), 100 * seconds / cost.wallSeconds(), turn));
    console.line(
        "  pg_stat_statements says:  %.3f s in %d statements of role %s",
        cost.executionSeconds(), cost.statements(), EmbeddedServer.MONITOR);
    console.line("  collections: %s, skipped: %s", cost.collections(), cost.skipped());
  }

  private List<SessionTime> top(Dimension dimension, int limit) {
    return observed.history().top(dimension, observed.window(), SessionScope.DB_TIME, limit);
  }

  private static <T> List<T> first(List<T> all, int most) {
    return all.subList(0, Math.min(most, all.size()));
  }

  private static String shorten(String text, int length) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= length ? line : line.substring(0, length - 1) + "\u2026";
  }
}
