package io.dbintel.jdbc.observe;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which statement a session runs, or ran last. Two are equal if they name the same statement,
 * whatever text they carry.
 *
 * @param serverId the server's own id of the statement, or 0 if it has none
 * @param fingerprint ours; empty if the text could not be read
 * @param text the normalised text, without a literal in it; null if there is none
 * @param summary operation and targets; null if there is none
 * @param truncated true if the server cut the text, so that fingerprint and text are those of its
 *     beginning
 */
public record QueryRef(
    long serverId,
    String fingerprint,
    @Nullable String text,
    @Nullable String summary,
    boolean truncated) {

  /** Checks that nothing is missing. */
  public QueryRef {
    Objects.requireNonNull(fingerprint, "fingerprint");
  }

  /** The name under which time is added up: the fingerprint, else the server's id, else empty. */
  public String label() {
    if (!fingerprint.isEmpty()) {
      return fingerprint;
    }
    return serverId == 0 ? "" : "id:" + serverId;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof QueryRef query
            && serverId == query.serverId
            && fingerprint.equals(query.fingerprint));
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(serverId) + fingerprint.hashCode();
  }
}
