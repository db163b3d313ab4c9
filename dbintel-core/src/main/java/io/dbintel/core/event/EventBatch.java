package io.dbintel.core.event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * What one collection produced, on its way through the pipeline of one target.
 *
 * <p>A stage may change an event, {@linkplain #add add} one, {@linkplain #drop drop} one, or
 * {@linkplain #merge(DbEvent, DbEvent) merge} one into another. These are the only ways in which an
 * event comes to be or ceases to be, and the batch keeps the books of all of them. The sampler also
 * {@linkplain #reweigh reweighs} what it keeps.
 *
 * <p>Belongs to the lane that processes it; not thread-safe. Iteration shows the events that were
 * there when it began, may drop and merge as it goes, and does not show what it adds. An iteration
 * does not outlast the stage that began it.
 *
 * <p>Full is a batch that holds its limit, or in which one stage has taken out and added as many
 * again: what left is remembered until the stage is done.
 */
public final class EventBatch implements Iterable<DbEvent> {
  private final String target;
  private final String source;
  private final long epochNanos;
  private final int limit;
  private final String address;
  private final int port;
  private final BatchTally tally = new BatchTally();
  private final List<DbEvent> events;
  private int live;
  private String stage;
  private boolean closed;

  private EventBatch(
      String target, String source, long epochNanos, int limit, String address, int port) {
    this.target = Objects.requireNonNull(target, "target");
    this.source = Objects.requireNonNull(source, "source");
    this.epochNanos = epochNanos;
    this.limit = limit;
    this.address = Objects.requireNonNull(address, "address");
    this.port = port;
    this.events = new ArrayList<>();
    this.stage = source;
  }

  /**
   * An empty batch, and the means to fill and close it, which only the engine and tests hold.
   *
   * @param source what the events come from: a collector's name, or the stage that ticks
   * @param limit how many events the batch may hold at most
   */
  public static Control open(String target, String source, long epochNanos, int limit) {
    return open(target, source, epochNanos, limit, "", 0);
  }

  /**
   * An empty batch whose events bear their server's address from the start, so that whatever is
   * measured or judged later counts it.
   *
   * @param address the server's host name or address; empty if none is known
   * @param port the server's port; 0 if none is known
   */
  public static Control open(
      String target, String source, long epochNanos, int limit, String address, int port) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1 but was " + limit);
    }
    return new Control(new EventBatch(target, source, epochNanos, limit, address, port));
  }

  /** The id of the target. */
  public String target() {
    return target;
  }

  /** The collector, or the stage that ticks, from which the events come. */
  public String source() {
    return source;
  }

  /** When the collection began, in nanoseconds since 1970-01-01T00:00Z. */
  public long epochNanos() {
    return epochNanos;
  }

  /** How many events are in it. */
  public int size() {
    return live;
  }

  /** True if no event is in it. */
  public boolean isEmpty() {
    return live == 0;
  }

  /**
   * Adds a new event of {@code type}, at this batch's time, for the caller to fill.
   *
   * @throws IllegalStateException if the batch is full
   */
  public DbEvent add(EventType type) {
    return add(type, epochNanos);
  }

  /** Adds a new event of {@code type} that was observed at {@code atEpochNanos}. */
  public DbEvent add(EventType type, long atEpochNanos) {
    DbEvent event = enter(new DbEvent(type, target, atEpochNanos));
    tally.created++;
    tally.createdWeight += event.weight;
    return event;
  }

  /**
   * Takes an event out for good.
   *
   * @param reason why, in snake_case and from a small fixed set: it is a metric label
   */
  public void drop(DbEvent event, String reason) {
    leave(event);
    tally.drop(stage, reason, 1, event.weight);
  }

  /** Takes an event out; the other stands for it from now on and gains its weight. */
  public void merge(DbEvent event, DbEvent into) {
    if (event == into) {
      throw new IllegalArgumentException("an event cannot be merged into itself");
    }
    requireHere(into);
    leave(event);
    into.weight += event.weight;
    tally.merged++;
  }

  /** Takes an event out; the token's event, which may have left earlier, stands for it. */
  public void merge(DbEvent event, EventToken into) {
    DbEvent present = into.present;
    if (present != null && present.batch == this && !present.gone) {
      merge(event, present);
      return;
    }
    leave(event);
    into.carriedWeight += event.weight;
    into.carriedEvents++;
    tally.merged++;
    tally.carriedWeight += event.weight;
  }

  /** A handle on an event of this batch for merges to come; the same one at each call. */
  public EventToken token(DbEvent event) {
    requireHere(event);
    if (event.token == null) {
      event.token = new EventToken(event);
    }
    return event.token;
  }

  /**
   * Adds a new event, of the type of the token's event, with the weight that the token carries, and
   * empties the token. The caller fills in the attributes that say what it stands for.
   *
   * @throws IllegalStateException if the token carries nothing, or the batch is full
   */
  public DbEvent settle(EventToken token) {
    if (token.carriedEvents == 0) {
      throw new IllegalStateException("the token carries nothing to settle");
    }
    DbEvent event = enter(new DbEvent(token.type(), target, epochNanos));
    event.weight = token.carriedWeight;
    tally.created++;
    tally.carriedWeight -= token.carriedWeight;
    token.carriedWeight = 0;
    token.carriedEvents = 0;
    return event;
  }

  /** Gives up what the token carries, for a reason, and empties it. */
  public void forfeit(EventToken token, String reason) {
    tally.drop(stage, reason, 0, token.carriedWeight);
    tally.carriedWeight -= token.carriedWeight;
    token.carriedWeight = 0;
    token.carriedEvents = 0;
  }

  /**
   * Says how many occurrences a kept event stands for. For the stage that drops by chance, and for
   * no other.
   *
   * @param weight finite and at least 0
   */
  public void reweigh(DbEvent event, double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight must be finite and at least 0 but was " + weight);
    }
    requireHere(event);
    tally.reweighed += weight - event.weight;
    event.weight = weight;
  }

  /** The events that are here now; what is added during the iteration is not shown. */
  @Override
  public Iterator<DbEvent> iterator() {
    return new Walk(events.size());
  }

  private DbEvent enter(DbEvent event) {
    requireOpen();
    if (isFull()) {
      throw new IllegalStateException(
          "the batch holds its limit of " + limit + " events, or a stage has replaced as many");
    }
    if (!address.isEmpty()) {
      event.set(Attributes.SERVER_ADDRESS, address);
    }
    if (port != 0) {
      event.set(Attributes.SERVER_PORT, port);
    }
    event.batch = this;
    events.add(event);
    live++;
    return event;
  }

  private boolean isFull() {
    return room() == 0;
  }

  private int room() {
    return (int) Math.max(0, Math.min(limit - live, 2L * limit - events.size()));
  }

  private void leave(DbEvent event) {
    requireHere(event);
    event.gone = true;
    detach(event);
    live--;
  }

  private static void detach(DbEvent event) {
    if (event.token != null) {
      event.token.present = null;
    }
  }

  private void requireHere(DbEvent event) {
    requireOpen();
    if (event.batch != this || event.gone) {
      throw new IllegalStateException("event " + event.type().name() + " is not in this batch");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the batch left the pipeline and cannot be changed any more");
    }
  }

  private final class Walk implements Iterator<DbEvent> {
    private final int end;
    private int next;

    Walk(int end) {
      this.end = end;
      skipGone();
    }

    @Override
    public boolean hasNext() {
      skipGone();
      return next < last();
    }

    @Override
    public DbEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return events.get(next++);
    }

    /** One that is kept beyond its stage finds fewer than there were. */
    private int last() {
      return Math.min(end, events.size());
    }

    private void skipGone() {
      while (next < last() && events.get(next).gone) {
        next++;
      }
    }
  }

  /** Fills and closes a batch. Whoever opened the batch holds it; stages never see it. */
  public static final class Control {
    private final EventBatch batch;

    private Control(EventBatch batch) {
      this.batch = batch;
    }

    /** The batch that stages see. */
    public EventBatch batch() {
      return batch;
    }

    /** Adds an event that was collected, not made by a stage. */
    public DbEvent collect(EventType type, long atEpochNanos) {
      DbEvent event = batch.enter(new DbEvent(type, batch.target, atEpochNanos));
      batch.tally.collected++;
      batch.tally.collectedWeight += event.weight;
      return event;
    }

    /** True if nothing more fits. */
    public boolean isFull() {
      return batch.isFull();
    }

    /** How many more events it can hold. */
    public int room() {
      return batch.room();
    }

    /** Books a collected event that found the batch full, and so never entered it. */
    public void overflowed(String reason) {
      batch.tally.collected++;
      batch.tally.collectedWeight++;
      batch.tally.drop(batch.source, reason, 1, 1);
    }

    /** Names the stage that has the batch from now on, and forgets what left it before. */
    public void enterStage(String name) {
      batch.stage = Objects.requireNonNull(name, "stage");
      if (batch.events.size() > batch.live) {
        batch.events.removeIf(event -> event.gone);
      }
    }

    /** Drops every event that is left. */
    public void dropAll(String reason) {
      int left = 0;
      double weight = 0;
      for (int i = 0; i < batch.events.size(); i++) {
        DbEvent event = batch.events.get(i);
        if (!event.gone) {
          event.gone = true;
          detach(event);
          left++;
          weight += event.weight;
        }
      }
      batch.live -= left;
      if (left > 0) {
        batch.tally.drop(batch.stage, reason, left, weight);
      }
    }

    /**
     * Drops every event that is left and closes the batch, also if it was closed and what it holds
     * went nowhere. Takes no memory but for the reason.
     */
    public void giveUp(String name, String reason) {
      batch.stage = name;
      dropAll(reason);
      batch.closed = true;
    }

    /** What happened since it was last booked. */
    public BatchTally tally() {
      return batch.tally;
    }

    /** What happened since the last call; the count starts anew. */
    public BatchTally takeTally() {
      return batch.tally.take();
    }

    /** Freezes the events that are left, closes the batch and returns them. */
    public List<DbEvent> close() {
      List<DbEvent> left = new ArrayList<>(batch.live);
      for (int i = 0; i < batch.events.size(); i++) {
        DbEvent event = batch.events.get(i);
        if (!event.gone) {
          event.freeze();
          detach(event);
          event.batch = null;
          left.add(event);
        }
      }
      batch.closed = true;
      return left;
    }
  }
}
