package io.dbintel.jdbc.postgresql;

import java.util.Objects;

/**
 * Something an operator should change, or at least know.
 *
 * @param code what kind: snake_case, stable, from a fixed set
 * @param message what was found, in a sentence; never a secret
 * @param remedy what to do: SQL where SQL is the remedy; empty if there is nothing to do
 */
public record Finding(String code, String message, String remedy) {
  /** Checks that nothing is missing. */
  public Finding {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(remedy, "remedy");
  }
}
