package io.dbintel.jdbc.explain;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.event.RawPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a view, a table or a function shows plans. Names of columns may be several, separated by
 * {@code |}, of which the first that is there is read; the column {@code database} holds a
 * database's name or object identifier. Immutable and thread-safe.
 *
 * @param name what the source of its plans is called, and the view too unless {@code relation} says
 *     otherwise
 * @param relation the view, {@code schema.name} or {@code name}; if it is left out, {@code name}.
 *     Without a schema it must be a superuser's
 * @param arguments {@code true} or {@code false} if it is a function with such an argument
 * @param queryId the column with the server's id of the statement
 * @param planId the column with what tells one plan of a statement from another
 * @param plan the column with the plan, in any format
 * @param database the column with the database
 * @param calls the column with how often the plan was executed
 * @param time the column with how long that took in all, in milliseconds
 * @param provenance how the server came to the plans: {@code executed} unless it says otherwise
 */
public record PlanView(
    String name,
    @Nullable String relation,
    @Nullable String arguments,
    String queryId,
    String planId,
    String plan,
    String database,
    String calls,
    String time,
    RawPlan.Provenance provenance) {
  private static final int FIELDS = 8;
  private static final List<PlanView> SHIPPED = load();

  /** Checks that every name is one. */
  public PlanView {
    ConfigChecks checks = new ConfigChecks(PlanViewsProvider.NAME);
    String called = relation == null ? name : relation;
    checks
        .that(isName(name), "name", "must be lower-case letters, digits and '_'")
        .that(
            List.of(called.split("\\.", -1)).stream().allMatch(PlanView::isName)
                && called.split("\\.", -1).length <= 2,
            "relation",
            "must be schema.name or name, in lower-case letters, digits and '_'")
        .that(
            arguments == null || Set.of("true", "false").contains(arguments),
            "arguments",
            "must be true or false");
    columns(checks, "queryId", queryId);
    columns(checks, "planId", planId);
    columns(checks, "plan", plan);
    columns(checks, "database", database);
    columns(checks, "calls", calls);
    columns(checks, "time", time);
    checks.throwIfAny();
  }

  private static void columns(ConfigChecks checks, String path, String value) {
    checks.that(
        alternatives(value).stream().allMatch(PlanView::isName),
        path,
        "must be names of columns in lower-case letters, digits and '_', separated by '|'");
  }

  /** Those that come with dbintel, in the order in which they are looked for. */
  static List<PlanView> shipped() {
    return SHIPPED;
  }

  /** The name without its schema. */
  String bareName() {
    String called = relation == null ? name : relation;
    return called.substring(called.indexOf('.') + 1);
  }

  /** The schema; empty if it is to be found. */
  String schema() {
    String called = relation == null ? name : relation;
    return called.substring(0, Math.max(0, called.indexOf('.')));
  }

  /** The names that a column may have. */
  static List<String> alternatives(String columns) {
    return List.of(columns.split("\\|", -1));
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= 63
        && (text.charAt(0) < '0' || text.charAt(0) > '9')
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }

  private static List<PlanView> load() {
    List<PlanView> views = new ArrayList<>();
    try (InputStream in = PlanView.class.getResourceAsStream("plan-views.mappings")) {
      if (in == null) {
        throw new IllegalStateException("no resource plan-views.mappings");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          views.add(parse(line.strip().split(" +", -1)));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read plan-views.mappings", unreadable);
    }
    return List.copyOf(views);
  }

  private static PlanView parse(String[] fields) {
    if (fields.length != FIELDS) {
      throw new IllegalStateException("a line of plan-views.mappings has " + fields.length);
    }
    return new PlanView(
        fields[0],
        null,
        fields[1].equals("-") ? null : fields[1],
        fields[2],
        fields[3],
        fields[4],
        fields[5],
        fields[6],
        fields[7],
        RawPlan.Provenance.EXECUTED);
  }
}
