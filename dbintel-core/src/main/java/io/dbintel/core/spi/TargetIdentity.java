package io.dbintel.core.spi;

import java.util.Objects;

/**
 * Who a server is. Two targets with the same server are one server configured twice; the same
 * server with another run was restarted or failed over, and its counters started anew.
 *
 * @param server what stays the same for the life of the server at its address
 * @param run what stays the same from one start, or fail-over, to the next
 */
public record TargetIdentity(String server, String run) {
  /** Checks that nothing is missing. */
  public TargetIdentity {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(run, "run");
  }
}
