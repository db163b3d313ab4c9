package io.dbintel.jdbc.pool;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.ComponentContext;
import java.sql.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one target: at most two at a time, each borrowed for one piece of work, with a
 * deadline. Thread-safe.
 *
 * <p>Errors come out as {@link DatabaseException}, classified and without what the driver said.
 */
public final class Connections implements AutoCloseable {
  /** How many connections a target may use at a time. */
  public static final int MAX = 2;

  private static final int PROBES = 5;

  /** What a connection is borrowed for. */
  private enum Use {
    TRANSACTION,
    ONE_STATEMENT
  }

  private final String component;
  private final Clock clock;
  private final Dialect dialect;
  private final ConnectionSource source;
  private final CallThreads threads;
  private final boolean sessionLimited;
  private final Semaphore permits = new Semaphore(MAX, true);
  private final Semaphore transactions = new Semaphore(MAX - 1, true);
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile boolean sourceClosed;
  private volatile long idleRoundTripNanos;

  private Connections(
      ComponentContext context,
      Dialect dialect,
      ConnectionSource source,
      CallThreads threads,
      boolean sessionLimited) {
    this.component = label(context);
    this.clock = context.clock();
    this.dialect = dialect;
    this.source = source;
    this.threads = threads;
    this.sessionLimited = sessionLimited;
  }

  /**
   * A pool of our own. Opens no connection yet.
   *
   * @throws DatabaseException if no driver accepts the URL
   */
  public static Connections own(ComponentContext context, OwnPool settings, Dialect dialect)
      throws DatabaseException {
    String name = "dbintel-" + context.instance() + '-' + context.component();
    CallThreads threads = new CallThreads(name);
    OwnSource source = new OwnSource(name, label(context), settings, context.clock(), threads);
    return new Connections(context, dialect, source, threads, settings.sessionLimited());
  }

  /** The host's pool, which stays the host's: it is never closed from here. */
  public static Connections borrowed(
      ComponentContext context, DataSource dataSource, Dialect dialect) {
    CallThreads threads =
        new CallThreads("dbintel-" + context.instance() + '-' + context.component());
    return new Connections(
        context, dialect, new BorrowedSource(label(context), dataSource), threads, false);
  }

  /**
   * Works within one read-only transaction that is limited by the settings and rolled back at the
   * end; the connection goes back as it came. One at a time, so that {@link #inOneStatement} never
   * waits for it; for the same reason not within another.
   *
   * @param context whose cost, bad rows and abandonment are meant; null outside a collection
   * @throws DatabaseException if there was no connection in time, or the work failed
   */
  public <T> T inTransaction(
      ReadSettings settings, @Nullable CollectionContext context, Work<T> work)
      throws DatabaseException {
    return borrow(settings, context, work, Use.TRANSACTION);
  }

  /**
   * Works in autocommit, for one quick statement, where the session itself has the time-outs: on
   * our own pool. Elsewhere it has a transaction around it. One connection is kept for this: for
   * the session sampler, which must not wait for what takes long.
   */
  public <T> T inOneStatement(
      ReadSettings settings, @Nullable CollectionContext context, Work<T> work)
      throws DatabaseException {
    return borrow(settings, context, work, Use.ONE_STATEMENT);
  }

  /** Measures the idle round trip anew: the quickest of a few statements that do nothing. */
  public void measureRoundTrip(ReadSettings settings) throws DatabaseException {
    idleRoundTripNanos =
        inTransaction(
            settings,
            null,
            reading -> {
              long quickest = Long.MAX_VALUE;
              for (int i = 0; i < PROBES; i++) {
                long before = reading.statementNanos();
                reading.run(dialect.roundTrip());
                quickest = Math.min(quickest, reading.statementNanos() - before);
              }
              return quickest;
            });
  }

  /**
   * Runs something that reads but belongs to no collection, on a daemon thread of its own, which
   * ends with it.
   *
   * @param role what it does, for the thread's name
   */
  public void inBackground(String role, Runnable task) {
    if (!closed) {
      threads.now(role, task);
    }
  }

  /** The idle round trip in nanoseconds, as last measured; 0 before. */
  public long idleRoundTripNanos() {
    return idleRoundTripNanos;
  }

  /** True if the borrowed pool was found closed: it will not open again. */
  public boolean isSourceClosed() {
    return sourceClosed;
  }

  /**
   * Gives up what runs, waits about a second for it to end, and closes what was opened here.
   * Idempotent.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    calls.forEach(Call::abandon);
    awaitReturns();
    source.close();
    threads.close();
  }

  /**
   * Waits for borrowed connections to come back. A pool that is closed while one does may lose it:
   * HikariCP's closing executor discards what reaches it late.
   */
  private void awaitReturns() {
    try {
      boolean unused = permits.tryAcquire(MAX, 2 * Call.GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException closeNow) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T borrow(
      ReadSettings settings, @Nullable CollectionContext context, Work<T> work, Use use)
      throws DatabaseException {
    if (closed || sourceClosed) {
      throw new DatabaseException(component, "connect", ErrorClass.POOL_CLOSED, null);
    }
    Call call = new Call(threads);
    Future<?> alarm = threads.after(settings.deadline(), call::abandon);
    calls.add(call);
    if (context != null) {
      context.onAbandon(call::abandon);
    }
    try {
      return inTurn(settings, context, work, use, call);
    } catch (DatabaseException error) {
      sourceClosed |= error.errorClass() == ErrorClass.POOL_CLOSED;
      throw error;
    } finally {
      boolean unused = call.ended();
      calls.remove(call);
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }

  private <T> T inTurn(
      ReadSettings settings, @Nullable CollectionContext context, Work<T> work, Use use, Call call)
      throws DatabaseException {
    long deadline = clock.nanoTime() + settings.deadline().toNanos();
    if (use == Use.ONE_STATEMENT) {
      return withPermit(settings, context, work, !sessionLimited, call, deadline);
    }
    acquire(transactions, call, deadline);
    try {
      return withPermit(settings, context, work, true, call, deadline);
    } finally {
      transactions.release();
    }
  }

  private <T> T withPermit(
      ReadSettings settings,
      @Nullable CollectionContext context,
      Work<T> work,
      boolean transaction,
      Call call,
      long deadline)
      throws DatabaseException {
    acquire(permits, call, deadline);
    try {
      return withConnection(settings, context, work, transaction, call, deadline);
    } finally {
      permits.release();
    }
  }

  private void acquire(Semaphore semaphore, Call call, long deadline) throws DatabaseException {
    call.waiting();
    try {
      if (semaphore.tryAcquire(deadline - clock.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      call.waited();
    }
    throw new DatabaseException(component, "connect", ErrorClass.TIMEOUT, null);
  }

  private Connection connect(ReadSettings settings, Call call, long deadline)
      throws DatabaseException {
    call.waiting();
    try {
      if (call.isAbandoned()) {
        throw new DatabaseException(component, "connect", ErrorClass.TIMEOUT, null);
      }
      return source.borrow(settings.database(), call, deadline - clock.nanoTime());
    } finally {
      call.waited();
    }
  }

  private <T> T withConnection(
      ReadSettings settings,
      @Nullable CollectionContext context,
      Work<T> work,
      boolean transaction,
      Call call,
      long deadline)
      throws DatabaseException {
    Connection connection = connect(settings, call, deadline);
    boolean broken = true;
    try {
      call.using(connection);
      Borrowed borrowed =
          new Borrowed(
              component,
              connection,
              new Reading(component, connection, clock, call, context, source.isOwn()),
              clock);
      try {
        return transaction
            ? borrowed.inTransaction(dialect.openTransaction(settings), work)
            : borrowed.inAutoCommit(work);
      } finally {
        broken = borrowed.isBroken();
        if (context != null) {
          context.spent(borrowed.reading().cost(idleRoundTripNanos));
        }
      }
    } finally {
      boolean cut = call.ended();
      source.giveBack(settings.database(), connection, broken || cut);
    }
  }

  private static String label(ComponentContext context) {
    return context.instance() + " / " + context.component();
  }
}
