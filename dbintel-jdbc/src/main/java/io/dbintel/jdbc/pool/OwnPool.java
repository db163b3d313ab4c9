package io.dbintel.jdbc.pool;

import io.dbintel.core.spi.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How our own pool reaches a server. Prints nothing of what it holds.
 *
 * @param urlOf the driver's URL for a database; for the empty name, that of the configured one
 * @param user null if the driver finds it elsewhere
 * @param password null if none is needed; it is revealed for each new connection
 * @param properties the driver's properties: TLS, time-outs, session settings
 * @param connectTimeout how long one connection may take to come up
 * @param maxLifetime how long a connection is used before it is replaced
 * @param sessionLimited true if the properties give each session our time-outs, so that one
 *     statement may run without a transaction around it
 */
public record OwnPool(
    Function<String, String> urlOf,
    @Nullable String user,
    @Nullable Secret password,
    Map<String, String> properties,
    Duration connectTimeout,
    Duration maxLifetime,
    boolean sessionLimited) {
  /** Copies the properties. */
  public OwnPool {
    Objects.requireNonNull(urlOf, "urlOf");
    properties = Map.copyOf(properties);
  }

  @Override
  public String toString() {
    return "OwnPool[***]";
  }
}
