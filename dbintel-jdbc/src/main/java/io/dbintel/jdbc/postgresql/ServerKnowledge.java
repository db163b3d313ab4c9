package io.dbintel.jdbc.postgresql;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.jdbc.pool.Connections;
import io.dbintel.jdbc.pool.DatabaseException;
import io.dbintel.jdbc.pool.ErrorClass;
import io.dbintel.jdbc.pool.ReadSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an open target's server, and when it is looked at again: when the engine asks
 * who the server is, soon after an error that puts the knowledge in doubt, and every few minutes,
 * since grants, extensions and settings change. Thread-safe.
 */
final class ServerKnowledge implements AutoCloseable {
  static final Duration MAX_AGE = Duration.ofMinutes(5);
  static final Duration MIN_AGE = Duration.ofSeconds(30);

  private final Connections connections;
  private final Clock clock;
  private final TargetHealth health;
  private final ReadSettings limits;
  private final KnownExtensions extensions = new KnownExtensions();
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private final AtomicLong due = new AtomicLong();

  private volatile @Nullable Known known;

  private record Known(ServerFacts facts, PostgresFeatures features, long atNanos) {}

  /** A piece of work that borrows its connection itself. */
  interface Use<T> {
    T with(Connections connections) throws DatabaseException;
  }

  ServerKnowledge(Connections connections, Clock clock, TargetHealth health, ReadSettings limits) {
    this.connections = connections;
    this.clock = clock;
    this.health = health;
    this.limits = limits;
  }

  /** Asks the server who it is and what it offers. */
  TargetIdentity identify() throws DatabaseException {
    try {
      return look().identity();
    } catch (DatabaseException error) {
      noteClosed(error);
      throw error;
    }
  }

  /** Does a collection's work; what goes wrong may put in doubt what is known. */
  <T> T watch(Use<T> use) throws DatabaseException {
    try {
      return use.with(connections);
    } catch (DatabaseException error) {
      noteClosed(error);
      if (error.errorClass().doubtsFeatures()) {
        doubt();
      }
      throw error;
    } finally {
      refreshIfDue();
    }
  }

  /** True if the borrowed pool was closed, and so will never lend again. */
  boolean isSourceClosed() {
    return connections.isSourceClosed();
  }

  boolean isKnown() {
    return known != null;
  }

  ServerFacts facts() {
    return require().facts();
  }

  PostgresFeatures features() {
    return require().features();
  }

  TargetHealth health() {
    return health;
  }

  /** The extensions of the database that the limits name. */
  Answer<Map<String, String>> extensions(ReadSettings where) throws DatabaseException {
    if (where.database().isEmpty()) {
      return features().extensions();
    }
    Answer<Map<String, String>> cached = extensions.of(where.database());
    if (cached != null) {
      return cached;
    }
    Answer<Map<String, String>> found = new FeatureDetection(connections, where).extensions();
    if (found.isPresent() && facts().databases().contains(where.database())) {
      extensions.put(where.database(), found);
    }
    return found;
  }

  @Override
  public void close() {
    connections.close();
  }

  private Known require() {
    Known now = known;
    if (now == null) {
      throw new IllegalStateException("the server has not been identified yet");
    }
    return now;
  }

  private ServerFacts look() throws DatabaseException {
    ServerFacts facts = connections.inTransaction(limits, null, ServerFacts::read);
    connections.measureRoundTrip(limits);
    PostgresFeatures features = new FeatureDetection(connections, limits).detect(facts);
    long now = clock.nanoTime();
    known = new Known(facts, features, now);
    due.set(now + MAX_AGE.toNanos());
    extensions.clear();
    health.report(features);
    return facts;
  }

  /**
   * Something says that what is known may not be so: it is looked at again when it is old enough.
   */
  void doubt() {
    Known now = known;
    if (now != null) {
      long earliest = now.atNanos() + MIN_AGE.toNanos();
      due.accumulateAndGet(earliest, (old, wanted) -> wanted - old < 0 ? wanted : old);
    }
  }

  private void refreshIfDue() {
    if (known == null
        || clock.nanoTime() - due.get() < 0
        || !refreshing.compareAndSet(false, true)) {
      return;
    }
    due.set(clock.nanoTime() + MAX_AGE.toNanos());
    boolean begun = false;
    try {
      connections.inBackground("features", this::refresh);
      begun = true;
    } finally {
      if (!begun) {
        refreshing.set(false);
      }
    }
  }

  private void refresh() {
    try {
      ServerFacts unused = look();
    } catch (DatabaseException | RuntimeException tryLater) {
      // What is known stays; a lost connection is reported by the collectors that meet it.
      due.set(clock.nanoTime() + MIN_AGE.toNanos());
    } finally {
      refreshing.set(false);
    }
  }

  private void noteClosed(DatabaseException error) {
    if (error.errorClass() == ErrorClass.POOL_CLOSED && connections.isSourceClosed()) {
      health.poolClosed();
    }
  }
}
