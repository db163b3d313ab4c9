package io.dbintel.jdbc.observe;

import java.util.Objects;

/**
 * The lock a session waits for.
 *
 * @param mode the mode it asks for: {@code ShareLock}
 * @param type what is locked: {@code relation}, {@code transactionid}, {@code tuple}, …
 * @param relation the table or index; empty if it is none, or not visible from here
 * @param waitSeconds how long it has waited, at least 0, by the server's clock; NaN if the server
 *     does not say
 */
public record LockWait(String mode, String type, String relation, double waitSeconds) {
  /** Checks that nothing is missing. */
  public LockWait {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(relation, "relation");
  }

  /** True if it is the same wait, seen earlier or later. */
  boolean isSameAs(LockWait other) {
    return mode.equals(other.mode) && type.equals(other.type) && relation.equals(other.relation);
  }

  /** Mode, type and relation: {@code ShareLock on relation orders}. */
  public String label() {
    return mode + " on " + type + (relation.isEmpty() ? "" : ' ' + relation);
  }
}
