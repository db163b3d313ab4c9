package io.dbintel.core.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan as the server printed it, with whatever literals its conditions show: the payload of a
 * {@link EventTypes#QUERY_PLAN} event until the stage that understands plans has replaced it.
 *
 * <p>It travels only inside {@link Sensitive}, and prints neither plan nor statement. Immutable.
 *
 * @param system the product that printed it, as {@code db.system.name} names it: {@code
 *     postgresql}, {@code mysql} or {@code mariadb}
 * @param format how it is written, as far as the source knows
 * @param provenance how the server came to it
 * @param text the plan; it may hold literals of users
 * @param statement the statement's text as it ran, literals included; null where the source does
 *     not give it, or where the plan itself holds it
 */
public record RawPlan(
    String system, Format format, Provenance provenance, String text, @Nullable String statement) {

  /** How a plan is written. */
  public enum Format {
    /** To be found out from the text. */
    UNKNOWN,
    /** JSON of any product and version. */
    JSON,
    /** The product's text for people: PostgreSQL's TEXT, MySQL's TREE. */
    TEXT,
    /** PostgreSQL's YAML. */
    YAML,
    /** PostgreSQL's XML. */
    XML,
    /** The rows of MySQL's and MariaDB's traditional EXPLAIN. */
    TABLE
  }

  /**
   * How the server came to a plan. A generic plan may differ from the one that is executed, so
   * plans of different provenance are never compared.
   */
  public enum Provenance {
    /** Planned without knowing the parameters. */
    GENERIC("generic"),
    /** Planned for certain parameters, not seen to be executed. */
    CUSTOM("custom"),
    /** The plan of an execution. */
    EXECUTED("executed");

    private final String text;

    Provenance(String text) {
      this.text = text;
    }

    /** As the attribute {@link PlanAttributes#PLAN_PROVENANCE} says it. */
    public String text() {
      return text;
    }
  }

  /** Refuses what is missing. */
  public RawPlan {
    Objects.requireNonNull(system, "system");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(text, "text");
  }

  /** Says what it is and how long, and nothing of what it holds. */
  @Override
  public String toString() {
    return "RawPlan["
        + system
        + ", "
        + format
        + ", "
        + provenance
        + ", "
        + text.length()
        + " characters]";
  }
}
