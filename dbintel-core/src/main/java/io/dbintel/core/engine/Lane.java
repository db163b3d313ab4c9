package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.TargetIdentity;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One target's way from the collectors to the exporters. Batches and other work are done one after
 * another, by whatever thread of the CPU pool is free, one piece a turn so that lanes share the
 * pool fairly. Its processors therefore have a single writer by construction.
 *
 * <p>A place for a batch is reserved before the collection starts, so nothing that was read is lost
 * to a full inbox.
 */
final class Lane {
  static final String SENSITIVE = "sensitive_payload";
  static final String ENGINE_FAILED = "engine_failed";
  private static final String ENGINE = "engine";

  /** So many ticks is it waited for a turn that an executor took; then twice as many. */
  private static final int PATIENCE_TICKS = 10;

  private final String target;
  private final List<Stage> stages;
  private final LaneBooks books;
  private final Exports exports;
  private final Executor cpu;
  private final Clock clock;
  private final BoundaryLog log;
  private final int capacity;
  private final int batchLimit;

  private final Object lock = new Object();
  private final Fifo<Runnable> inbox = new Fifo<>();
  private final Runnable turn = new LaneTurn();
  private final Runnable tick = this::runTick;
  private int places;
  private int waitingEvents;
  private boolean scheduled;
  private @Nullable Thread runner;
  private int ticksUntaken;
  private int patience = PATIENCE_TICKS;
  private boolean tickWaits;
  private boolean closed;
  private volatile boolean drained;
  private volatile TargetIdentity server = new TargetIdentity("", "");

  /** What the lane's turn holds: a batch that went nowhere yet, and the place of one. */
  private EventBatch.@Nullable Control current;

  private boolean holdsPlace;

  Lane(
      String target,
      List<Stage> stages,
      LaneBooks books,
      Exports exports,
      Executor cpu,
      Clock clock,
      BoundaryLog log,
      EngineSettings settings) {
    this.target = target;
    this.stages = List.copyOf(stages);
    this.books = books;
    this.exports = exports;
    this.cpu = cpu;
    this.clock = clock;
    this.log = log;
    this.capacity = settings.inboxBatches();
    this.batchLimit = settings.collectionEvents();
  }

  /** Says who the server is: from now on every event bears its address. */
  void serverIs(TargetIdentity identity) {
    server = identity;
  }

  List<Stage> stages() {
    return stages;
  }

  /** Reserves a place for a batch; false if there is none, and then nothing must be read. */
  boolean reserve() {
    synchronized (lock) {
      if (closed || places >= capacity) {
        return false;
      }
      places++;
      return true;
    }
  }

  /** Gives a place back that was not used. */
  void release() {
    synchronized (lock) {
      places--;
    }
  }

  /**
   * Takes a collected batch into the place that was reserved for it; {@link #schedule} is left to
   * the caller. Throws nothing.
   */
  void deliver(EventBatch.Control batch) {
    String refusal = ExportQueue.CLOSED;
    try {
      Runnable work = () -> processCollected(batch);
      books.book(batch.tally());
      synchronized (lock) {
        if (!closed) {
          inbox.addLast(work);
          waitingEvents += batch.batch().size();
          return;
        }
      }
    } catch (OutOfMemoryError noRoom) {
      refusal = Losses.OUT_OF_MEMORY;
    }
    refuse(batch, refusal);
  }

  /** Books a batch that did not make it, and gives its place back. Throws nothing. */
  void refuse(EventBatch.Control batch, String reason) {
    giveUp(batch, reason);
    release();
  }

  /** Has every stage tick, unless the last tick still waits. */
  void tick() {
    synchronized (lock) {
      if (!tickWaits && !closed) {
        inbox.addLast(tick);
        tickWaits = true;
      }
      remind();
    }
    schedule();
    long now = clock.nanoTime();
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).watch(now);
    }
  }

  /**
   * Has the lane scheduled anew if nobody came for long: an executor can lose what it took, and one
   * that is only slow finds a turn without work. Ever less often, so that they do not pile up.
   */
  private void remind() {
    if (!scheduled || runner != null) {
      ticksUntaken = 0;
    } else if (++ticksUntaken > patience) {
      ticksUntaken = 0;
      patience *= 2;
      scheduled = false;
    }
  }

  /** Does something in the lane's turn; nothing once the lane is closed. */
  void execute(Runnable task) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      inbox.addLast(task);
    }
    schedule();
  }

  /** Goes on if there is work and no reason to stand still. */
  void schedule() {
    synchronized (lock) {
      if (scheduled || inbox.isEmpty() || (exports.isPaused() && !closed)) {
        return;
      }
      scheduled = true;
    }
    try {
      cpu.execute(turn);
    } catch (Throwable refused) {
      // The executor is full or shut down, or there is no thread to be had; the next tick tries
      // again.
      synchronized (lock) {
        scheduled = false;
      }
      log.failure(target, "the executor refused the lane", refused);
    }
  }

  /** Takes no more batches; has every stage drain after what waits; then runs {@code done}. */
  void close(Runnable done) {
    synchronized (lock) {
      closed = true;
      inbox.addLast(
          () -> {
            try {
              drain();
            } finally {
              drained = true;
              done.run();
            }
          });
    }
    schedule();
  }

  /** True once every stage drained after the lane was closed. */
  boolean isDrained() {
    return drained;
  }

  /** How many events wait in the inbox. */
  int waitingEvents() {
    synchronized (lock) {
      return waitingEvents;
    }
  }

  /** True if nothing waits, nothing runs and no place is reserved. */
  boolean isIdle() {
    synchronized (lock) {
      return inbox.isEmpty() && !scheduled && places == 0;
    }
  }

  /** The lane's turn, as an executor sees it. */
  private final class LaneTurn implements Runnable, Rescue {
    @Override
    public void run() {
      Runnable work = null;
      synchronized (lock) {
        if (runner != null) {
          return;
        }
        runner = Thread.currentThread();
        patience = PATIENCE_TICKS;
        ticksUntaken = 0;
        if (!inbox.isEmpty()) {
          work = inbox.removeFirst();
        }
      }
      try {
        if (work != null) {
          work.run();
        }
      } catch (Throwable failure) {
        log.failure(target, "work in the lane failed", failure);
      } finally {
        rest();
      }
    }

    @Override
    public void rescue() {
      synchronized (lock) {
        if (runner != Thread.currentThread()) {
          return;
        }
      }
      rest();
    }
  }

  /** Ends the lane's turn and gives back what it holds, wherever it broke off. */
  private void rest() {
    EventBatch.Control batch = current;
    if (batch != null) {
      giveUp(batch, Losses.OUT_OF_MEMORY);
      current = null;
    }
    if (holdsPlace) {
      holdsPlace = false;
      release();
    }
    synchronized (lock) {
      runner = null;
      scheduled = false;
    }
    schedule();
  }

  private void processCollected(EventBatch.Control batch) {
    current = batch;
    holdsPlace = true;
    synchronized (lock) {
      waitingEvents -= batch.batch().size();
    }
    process(batch, 0);
  }

  private void runTick() {
    synchronized (lock) {
      tickWaits = false;
    }
    for (int i = 0; i < stages.size(); i++) {
      EventBatch.Control batch = open(stages.get(i).name());
      stages.get(i).tick(batch);
      process(batch, i + 1);
    }
  }

  private void drain() {
    for (int i = 0; i < stages.size(); i++) {
      EventBatch.Control batch = open(stages.get(i).name());
      stages.get(i).drain(batch);
      process(batch, i + 1);
    }
  }

  /** An empty batch; the only place where one is opened, so that all bear the server's address. */
  EventBatch.Control open(String source) {
    TargetIdentity known = server;
    return EventBatch.open(
        target, source, clock.epochNanos(), batchLimit, known.address(), known.port());
  }

  /** Runs a batch through the stages from {@code first} on, and out. In the lane's turn only. */
  void process(EventBatch.Control batch, int first) {
    current = batch;
    List<DbEvent> left;
    try {
      for (int i = first; i < stages.size() && !batch.batch().isEmpty(); i++) {
        stages.get(i).process(batch);
      }
      batch.enterStage(ENGINE);
      for (DbEvent event : batch.batch()) {
        if (event.payload() != null) {
          batch.batch().drop(event, SENSITIVE);
        }
      }
      left = batch.close();
    } catch (Throwable failure) {
      log.failure(target, "the pipeline failed and its batch is dropped", failure);
      giveUp(batch, failure instanceof OutOfMemoryError ? Losses.OUT_OF_MEMORY : ENGINE_FAILED);
      current = null;
      return;
    }
    books.book(batch.tally());
    double weight = 0;
    for (int i = 0; i < left.size(); i++) {
      weight += left.get(i).weight();
    }
    boolean welcome = books.handOver(left.size(), weight);
    current = null;
    if (welcome && !left.isEmpty()) {
      exports.handOver(left);
    }
  }

  private void giveUp(EventBatch.Control batch, String reason) {
    batch.giveUp(ENGINE, reason);
    books.book(batch.tally());
  }
}
