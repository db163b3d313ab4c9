package io.dbintel.core.spi;

import java.util.List;

/**
 * One monitored server, with one or more databases. The host configures it, the engine opens and
 * closes it, and collectors that serve its {@link #type()} read from it.
 *
 * <p>Implementations are thread-safe: up to two collections use a target at the same time.
 */
public interface Target extends AutoCloseable {
  /** The host's name for it: unique in the instance, 1 to 64 of a-z, 0-9, '-', '_' and '.'. */
  String id();

  /** The kind of server, by which collectors are matched: {@code postgresql}, {@code mysql}. */
  String type();

  /**
   * Makes the target ready without touching the network. Called once, before anything else.
   *
   * @throws Exception if the target can never work as it is configured
   */
  void open(ComponentContext context) throws Exception;

  /**
   * Asks the server who it is. Blocks on the network, within the target's own time-outs. Called
   * until it succeeds, and again after a collector reported that the connection was lost.
   *
   * @throws Exception if the server cannot be asked now; it is tried again with back-off
   */
  TargetIdentity identify() throws Exception;

  /**
   * The databases that database-scoped collectors visit, as found by the last {@link #identify}.
   */
  List<String> databases();

  /**
   * True if this failure means that the connection is gone, so that the server must be asked anew
   * who it is: it may have restarted, failed over or been upgraded.
   */
  boolean isConnectionLoss(Throwable failure);

  /**
   * True once it can never answer again, as when the host closed the pool it lent: then nobody asks
   * it any more, and health keeps saying why.
   */
  default boolean isStopped() {
    return false;
  }

  /** Closes what it opened itself; a borrowed pool stays open. Idempotent. */
  @Override
  void close();
}
