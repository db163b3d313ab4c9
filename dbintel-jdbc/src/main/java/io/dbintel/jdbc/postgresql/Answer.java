package io.dbintel.jdbc.postgresql;

import java.util.Objects;

/**
 * What the server said when it was asked for something.
 *
 * @param presence whether there is an answer, and if not, why
 * @param value the answer; empty in its own way unless the presence is {@link Presence#PRESENT}
 * @param <T> the type of the value
 */
public record Answer<T>(Presence presence, T value) {
  /** Checks that nothing is missing. */
  public Answer {
    Objects.requireNonNull(presence, "presence");
    Objects.requireNonNull(value, "value");
  }

  /** True if the value is the server's. */
  public boolean isPresent() {
    return presence == Presence.PRESENT;
  }
}
