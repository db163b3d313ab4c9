package io.dbintel.core.spi;

import io.dbintel.core.event.Attributes;
import java.util.Objects;

/**
 * Who a server is. Two targets with the same server are one server configured twice; the same
 * server with another run was restarted or failed over, and its counters started anew.
 *
 * @param server what stays the same for the life of the server at its address
 * @param run what stays the same from one start, or fail-over, to the next
 * @param address the server's host name or address, which every event of the target bears as {@link
 *     Attributes#SERVER_ADDRESS}; empty if it has none
 * @param port the server's port, for {@link Attributes#SERVER_PORT}; 0 if it has none
 */
public record TargetIdentity(String server, String run, String address, int port) {
  private static final int MAX_PORT = 65_535;

  /** Checks that nothing is missing and that the port can be one. */
  public TargetIdentity {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be in [0, 65535] but was " + port);
    }
  }

  /** A server that is not known by an address. */
  public TargetIdentity(String server, String run) {
    this(server, run, "", 0);
  }
}
