package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks which views that keep plans are there, and how their columns are called. Stateless. */
final class PlanViewFinder {
  private static final SqlResource FIND = resource("plan-views-find");
  private static final SqlResource COUNTERS = resource("plan-views-counters");
  private static final SqlResource PLANS = resource("plan-views-plans");

  private final List<PlanView> views;
  private final int maxPlans;
  private final SqlResource find;

  /** A view that is there: what reads it. */
  record Found(PlanView view, SqlResource counters, SqlResource texts) {
    /** What fetches the texts of these: pairs of hexadecimal names. */
    SqlResource plans(String pairs) {
      return texts.with("pairs", pairs);
    }
  }

  /** A relation or function of one of the names. */
  private record Candidate(
      String schema, String name, boolean isFunction, boolean trusted, Set<String> columns) {}

  PlanViewFinder(List<PlanView> views, int maxPlans) {
    this.views = List.copyOf(views);
    this.maxPlans = maxPlans;
    find = FIND.with("names", Hex.of(views.stream().map(PlanView::bareName).distinct().toList()));
  }

  /** What is looked for. */
  List<String> names() {
    return views.stream().map(PlanView::name).toList();
  }

  /** Those that are there and have the columns, in order. */
  List<Found> find(Reading reading) throws DatabaseException {
    List<Candidate> candidates = new ArrayList<>();
    long unused =
        reading.plain(
            find,
            row ->
                candidates.add(
                    new Candidate(
                        row.text("schema"),
                        row.text("name"),
                        row.flag("is_function"),
                        row.flag("trusted"),
                        new TreeSet<>(row.texts("columns")))));
    Map<PlanView, Found> found = new LinkedHashMap<>();
    for (PlanView view : views) {
      for (Candidate candidate : candidates) {
        boolean named =
            candidate.name().equals(view.bareName())
                && candidate.isFunction() == (view.arguments() != null)
                && (view.schema().isEmpty()
                    ? candidate.trusted()
                    : view.schema().equals(candidate.schema()));
        Found readable = named ? found(view, candidate) : null;
        if (readable != null) {
          Found unusedBefore = found.putIfAbsent(view, readable);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private @Nullable Found found(PlanView view, Candidate candidate) {
    String queryId = column(view.queryId(), candidate);
    String planId = column(view.planId(), candidate);
    String plan = column(view.plan(), candidate);
    String database = column(view.database(), candidate);
    String calls = column(view.calls(), candidate);
    String time = column(view.time(), candidate);
    if (queryId == null
        || planId == null
        || plan == null
        || database == null
        || calls == null
        || time == null) {
      return null;
    }
    String relation =
        SqlResource.identifier(candidate.schema())
            + '.'
            + SqlResource.identifier(candidate.name())
            + (view.arguments() == null ? "" : '(' + view.arguments() + ')');
    return new Found(
        view,
        COUNTERS
            .with("relation", relation)
            .with("query_id", queryId)
            .with("plan_id", planId)
            .with("database", database)
            .with("calls", calls)
            .with("time", time)
            .with("max", Integer.toString(maxPlans)),
        PLANS
            .with("relation", relation)
            .with("query_id", queryId)
            .with("plan_id", planId)
            .with("database", database)
            .with("plan", plan));
  }

  /** The first of the names that is a column, quoted; null if none is. */
  private static @Nullable String column(String names, Candidate candidate) {
    for (String name : PlanView.alternatives(names)) {
      if (candidate.columns().contains(name)) {
        return SqlResource.identifier(name);
      }
    }
    return null;
  }

  private static SqlResource resource(String name) {
    return SqlResource.of(PlanViewFinder.class, name);
  }
}
