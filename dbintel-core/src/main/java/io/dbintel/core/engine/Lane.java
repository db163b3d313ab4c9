package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.TargetIdentity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

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
  private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
  private int places;
  private int waitingEvents;
  private boolean scheduled;
  private boolean tickWaits;
  private boolean closed;
  private volatile boolean drained;
  private volatile TargetIdentity server = new TargetIdentity("", "");

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

  /** Takes a collected batch into the place that was reserved for it. */
  void deliver(EventBatch.Control batch) {
    books.book(batch.takeTally());
    boolean accepted = false;
    synchronized (lock) {
      if (!closed) {
        waitingEvents += batch.batch().size();
        inbox.addLast(() -> processCollected(batch));
        accepted = true;
      }
    }
    if (accepted) {
      schedule();
      return;
    }
    discard(batch, ExportQueue.CLOSED);
    release();
  }

  /** Books a batch that did not make it, and gives its place back. */
  void refuse(EventBatch.Control batch, String reason) {
    discard(batch, reason);
    release();
  }

  /** Has every stage tick, unless the last tick still waits. */
  void tick() {
    synchronized (lock) {
      if (!tickWaits && !closed) {
        tickWaits = true;
        inbox.addLast(this::runTick);
      }
    }
    schedule();
    long now = clock.nanoTime();
    stages.forEach(stage -> stage.watch(now));
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
      cpu.execute(this::turn);
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

  private void turn() {
    Runnable work;
    synchronized (lock) {
      work = inbox.pollFirst();
    }
    if (work != null) {
      try {
        work.run();
      } catch (Throwable failure) {
        log.failure(target, "work in the lane failed", failure);
      }
    }
    synchronized (lock) {
      scheduled = false;
    }
    schedule();
  }

  private void processCollected(EventBatch.Control batch) {
    synchronized (lock) {
      waitingEvents -= batch.batch().size();
    }
    try {
      process(batch, 0);
    } finally {
      release();
    }
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
    try {
      for (int i = first; i < stages.size() && !batch.batch().isEmpty(); i++) {
        stages.get(i).process(batch);
      }
      batch.enterStage("engine");
      for (DbEvent event : batch.batch()) {
        if (event.payload() != null) {
          batch.batch().drop(event, SENSITIVE);
        }
      }
    } catch (Throwable failure) {
      log.failure(target, "the pipeline failed and its batch is dropped", failure);
      batch.dropAll(ENGINE_FAILED);
    }
    books.book(batch.takeTally());
    List<DbEvent> left = batch.close();
    if (!left.isEmpty()) {
      double weight = 0;
      for (DbEvent event : left) {
        weight += event.weight();
      }
      if (books.handOver(left.size(), weight)) {
        exports.handOver(new ArrayList<>(left));
      }
    }
  }

  private void discard(EventBatch.Control batch, String reason) {
    batch.enterStage("engine");
    batch.dropAll(reason);
    books.book(batch.takeTally());
    batch.close();
  }
}
