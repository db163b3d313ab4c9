package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.SelfMetrics;
import io.dbintel.jdbc.observe.IntervalMoments;
import io.dbintel.jdbc.observe.StatementActivity;
import io.dbintel.jdbc.observe.StatementDelta;
import io.dbintel.jdbc.observe.StatementDeltas;
import io.dbintel.jdbc.observe.StatementInterval;
import io.dbintel.jdbc.observe.StatementRows;
import io.dbintel.jdbc.observe.StatementUse;
import io.dbintel.jdbc.observe.TopUnion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Chooses which statements of an interval are told one by one, and tells them and the rest. Every
 * rise is told once: by its own event, within the rest, or as our own. Belongs to one writer; not
 * thread-safe.
 */
final class StatementIntervals {
  private static final int CALLS = StatementColumn.CALLS.index();
  private static final int ROWS = StatementColumn.ROWS.index();
  private static final int TIME = StatementColumn.TOTAL_EXEC_TIME.index();
  private static final int PLANNING = StatementColumn.TOTAL_PLAN_TIME.index();
  private static final int READ = StatementColumn.SHARED_BLKS_READ.index();
  private static final int MEAN = StatementColumn.MEAN_EXEC_TIME.index();
  private static final int DEVIATION = StatementColumn.STDDEV_EXEC_TIME.index();
  private static final double MILLIS = 1e3;

  private static final List<ToDoubleFunction<StatementDelta>> MEASURES =
      List.of(
          delta -> delta.sum(TIME),
          delta -> delta.count(CALLS),
          delta -> delta.count(ROWS),
          delta -> delta.count(READ) + delta.count(StatementColumn.LOCAL_BLKS_READ.index()),
          delta ->
              delta.count(StatementColumn.TEMP_BLKS_READ.index())
                  + delta.count(StatementColumn.TEMP_BLKS_WRITTEN.index()),
          delta -> delta.count(StatementColumn.WAL_BYTES.index()),
          delta -> delta.sum(PLANNING));

  /** By time, and then by what no two rows have in common. */
  private static final Comparator<StatementDelta> ORDER =
      Comparator.<StatementDelta>comparingDouble(delta -> delta.sum(TIME))
          .reversed()
          .thenComparing(Comparator.<StatementDelta>comparingLong(d -> d.count(CALLS)).reversed())
          .thenComparingLong(StatementDelta::id)
          .thenComparingLong(StatementDelta::scope)
          .thenComparing(StatementDelta::isNested);

  private final int topN;
  private final StatementActivity activity;
  private final StatementTexts texts;
  private final OidNames names;
  private final SelfMetrics metrics;
  private double ownMillis;

  /**
   * What was chosen.
   *
   * @param keys the statements whose texts are needed
   * @param sharesKnown whether the time of top-level statements is known as such
   */
  record Choice(
      List<StatementDelta> risen,
      List<StatementDelta> top,
      Set<StatementKey> keys,
      OwnStatements own,
      StatementFunctions functions,
      boolean sharesKnown) {

    Set<Long> databases() {
      Set<Long> oids = new HashSet<>();
      top.forEach(delta -> oids.add(StatementsReading.database(delta.scope())));
      return oids;
    }

    Set<Long> users() {
      Set<Long> oids = new HashSet<>();
      top.forEach(delta -> oids.add(StatementsReading.user(delta.scope())));
      return oids;
    }

    /** Those that wait for their texts, the longest first. */
    Set<StatementKey> waiting() {
      Set<StatementKey> waiting = new LinkedHashSet<>();
      risen.stream()
          .filter(delta -> whose(delta) == OwnStatements.Whose.UNKNOWN)
          .sorted(ORDER)
          .forEach(delta -> waiting.add(StatementKey.of(delta)));
      return waiting;
    }

    OwnStatements.Whose whose(StatementDelta delta) {
      return StatementIntervals.whose(delta, own);
    }
  }

  StatementIntervals(
      int topN,
      StatementActivity activity,
      StatementTexts texts,
      OidNames names,
      SelfMetrics metrics) {
    this.topN = topN;
    this.activity = activity;
    this.texts = texts;
    this.names = names;
    this.metrics = metrics;
  }

  /**
   * Chooses the leading statements, top-level and nested apart. What may be our own does not
   * compete: it would take places and then not be told.
   */
  Choice choose(
      List<StatementDelta> risen,
      StatementRows rows,
      StatementFunctions functions,
      PostgresFeatures features,
      OwnStatements own) {
    List<StatementDelta> topLevel = new ArrayList<>();
    List<StatementDelta> nested = new ArrayList<>();
    for (StatementDelta delta : risen) {
      if (whose(delta, own) == OwnStatements.Whose.WORKLOAD) {
        (delta.isNested() ? nested : topLevel).add(delta);
      }
    }
    List<StatementDelta> top = new ArrayList<>(TopUnion.of(topLevel, topN, MEASURES, ORDER));
    top.addAll(TopUnion.of(nested, topN, MEASURES, ORDER));
    Set<StatementKey> keys = new LinkedHashSet<>();
    top.forEach(delta -> keys.add(StatementKey.of(delta)));
    if (risen.isEmpty()) {
      keys.addAll(longestSoFar(rows));
    }
    Setting track = features.setting("pg_stat_statements.track");
    boolean sharesKnown = functions.hasTopLevel() || (track != null && track.value().equals("top"));
    return new Choice(risen, top, keys, own, functions, sharesKnown);
  }

  /** What is gone has no text that could say whose it was, and is told as everybody's. */
  private static OwnStatements.Whose whose(StatementDelta delta, OwnStatements own) {
    OwnStatements.Whose whose =
        own.of(StatementKey.of(delta), StatementsReading.user(delta.scope()));
    boolean lost = whose == OwnStatements.Whose.UNKNOWN && delta.isGone();
    return lost ? OwnStatements.Whose.WORKLOAD : whose;
  }

  /** Those that will probably lead, so that their texts are there when they do. */
  private List<StatementKey> longestSoFar(StatementRows rows) {
    List<Integer> all = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      all.add(row);
    }
    return TopUnion.of(
            all, topN, List.of(row -> rows.number(row, TIME)), Comparator.<Integer>naturalOrder())
        .stream()
        .map(row -> StatementKey.of(rows, row))
        .toList();
  }

  /** Tells all that rose, once; what may be our own waits until that is known. */
  void tell(CollectionContext out, Choice choice, StatementRest.Span span, StatementDeltas deltas) {
    StatementRest rest = new StatementRest(span);
    StatementRest late = new StatementRest(span);
    Set<StatementDelta> chosen = new HashSet<>(choice.top());
    List<StatementDelta> top = new ArrayList<>();
    double topLevelMillis = 0;
    long ownCalls = 0;
    for (StatementDelta delta : choice.risen()) {
      OwnStatements.Whose whose = choice.whose(delta);
      if (whose == OwnStatements.Whose.OURS) {
        ownCalls += own(delta);
      } else if (whose == OwnStatements.Whose.WORKLOAD
          || !deltas.hold(delta, span.fromNanos(), span.lossy())) {
        topLevelMillis += hasShare(delta) ? delta.sum(TIME) : 0;
        if (chosen.contains(delta)) {
          top.add(delta);
        } else {
          (delta.waited() == null ? rest : late).add(delta);
        }
      }
    }
    countOwn(ownCalls);
    top.sort(ORDER);
    while (!top.isEmpty() && top.size() + rest.events() + late.events() > out.room()) {
      StatementDelta last = top.remove(top.size() - 1);
      (last.waited() == null ? rest : late).add(last);
    }
    double whole = choice.sharesKnown() ? topLevelMillis : 0;
    List<StatementUse> uses = new ArrayList<>();
    for (StatementDelta delta : top) {
      StatementRest.Span own = span.of(delta);
      StatementUse use = use(delta, choice.functions(), own.seconds(), whole);
      uses.add(use);
      StatementEvents.emitTop(out, own.interval(choice.functions()), delta, use);
    }
    rest.emit(out, choice.functions());
    late.emit(out, choice.functions());
    activity.record(
        new StatementInterval(
            out.epochNanos(),
            span.seconds(),
            span.lossy(),
            uses,
            rest.topLevel().rows(),
            rest.topLevel().count(CALLS),
            rest.topLevel().sum(TIME) / MILLIS));
  }

  /**
   * Tells what was held back and will not be known any better, as a rest that is lossy. On a pool
   * of ours whose role nobody else is seen to use it is taken for ours: at close that is what the
   * other collectors asked since texts were last read.
   *
   * @param untilNanos when what it is made of was last read
   */
  void tellLeft(
      CollectionContext out,
      StatementFunctions functions,
      List<StatementDelta> left,
      long untilNanos,
      boolean ours) {
    StatementRest rest = new StatementRest(new StatementRest.Span(untilNanos, untilNanos, true));
    long ownCalls = 0;
    for (StatementDelta delta : left) {
      if (ours) {
        ownCalls += own(delta);
      } else {
        rest.add(delta);
      }
    }
    countOwn(ownCalls);
    rest.emit(out, functions);
  }

  private long own(StatementDelta delta) {
    ownMillis += delta.sum(TIME);
    return delta.count(CALLS);
  }

  private void countOwn(long calls) {
    metrics.add("own_calls", calls);
    metrics.set("own_seconds", ownMillis / MILLIS);
  }

  /**
   * What nested statements take is in the time of others, and what waited is of other intervals.
   */
  private static boolean hasShare(StatementDelta delta) {
    return !delta.isNested() && delta.waited() == null;
  }

  private StatementUse use(
      StatementDelta delta, StatementFunctions functions, double seconds, double wholeMillis) {
    boolean shared = hasShare(delta) && wholeMillis > 0;
    return new StatementUse(
        texts.of(StatementKey.of(delta)),
        names.database(StatementsReading.database(delta.scope())),
        names.role(StatementsReading.user(delta.scope())),
        !delta.isNested(),
        seconds,
        delta.count(CALLS),
        delta.count(ROWS),
        delta.sum(TIME) / MILLIS,
        delta.sum(PLANNING) / MILLIS,
        delta.count(READ),
        shared ? Math.min(1, delta.sum(TIME) / wholeMillis) : Double.NaN,
        moments(delta, functions));
  }

  private static IntervalMoments moments(StatementDelta delta, StatementFunctions functions) {
    boolean known =
        functions.has(StatementColumn.MEAN_EXEC_TIME, StatementColumn.STDDEV_EXEC_TIME)
            && delta.isOfOneLife(CALLS)
            && delta.isOfOneLife(TIME)
            && delta.isOfOneLife(MEAN)
            && delta.isOfOneLife(DEVIATION);
    return known
        ? IntervalMoments.between(
                new IntervalMoments.State(
                    delta.countBefore(CALLS),
                    delta.numberBefore(TIME),
                    delta.numberBefore(MEAN),
                    delta.numberBefore(DEVIATION)),
                new IntervalMoments.State(
                    delta.countNow(CALLS),
                    delta.numberNow(TIME),
                    delta.numberNow(MEAN),
                    delta.numberNow(DEVIATION)))
            .times(1 / MILLIS)
        : IntervalMoments.UNKNOWN;
  }
}
