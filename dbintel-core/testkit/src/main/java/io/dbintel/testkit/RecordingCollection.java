package io.dbintel.testkit;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventType;
import io.dbintel.core.spi.CollectionContext;
import io.dbintel.core.spi.CollectionCost;
import io.dbintel.core.spi.QueryLevel;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One collection as the engine runs it, without an engine: it remembers what was emitted, spent and
 * left out, and a test may give it up.
 *
 * <p>Belongs to the thread that collects, as the engine's; only {@link #abandon} may be called by
 * another.
 */
public final class RecordingCollection implements CollectionContext {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ROOM = 100_000;

  private final Target target;
  private final String database;
  private final TargetIdentity identity;
  private final QueryLevel level;
  private final boolean abandonedAtOnce;
  private final EventBatch.Control batch;
  private final int room;
  private final List<String> badRows = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private volatile CollectionCost cost = CollectionCost.NONE;
  private @Nullable Runnable onAbandon;
  private volatile boolean abandoned;
  private int beyondRoom;

  private RecordingCollection(Builder builder) {
    target = builder.target;
    database = builder.database;
    identity = builder.identity;
    level = builder.level;
    room = builder.room;
    abandonedAtOnce = builder.abandonedAtOnce;
    batch = EventBatch.open(target.id(), builder.collector, builder.epochNanos, Math.max(1, room));
  }

  /** A collection of the whole server, at this wall time, with room for 100 000 events. */
  public static RecordingCollection of(Target target, long epochNanos) {
    return builder(target, epochNanos).build();
  }

  /** Begins to describe a collection. */
  public static Builder builder(Target target, long epochNanos) {
    return new Builder(target, epochNanos);
  }

  /** What was emitted, in order; events beyond the room are not in it. */
  public List<DbEvent> events() {
    List<DbEvent> events = new ArrayList<>();
    batch.batch().forEach(events::add);
    return events;
  }

  /** What was emitted of a type. */
  public List<DbEvent> events(EventType type) {
    return events().stream().filter(event -> event.type().equals(type)).toList();
  }

  /** How many events were emitted beyond the room, and so lead nowhere. */
  public int beyondRoom() {
    return beyondRoom;
  }

  /** What it cost the server. */
  public CollectionCost cost() {
    return cost;
  }

  /** Why rows were left out. */
  public List<String> badRows() {
    return List.copyOf(badRows);
  }

  /** Gives it up, as the engine does when time is up or dbintel closes. */
  public void abandon() {
    Runnable action;
    synchronized (lock) {
      abandoned = true;
      action = onAbandon;
      onAbandon = null;
    }
    if (action != null) {
      action.run();
    }
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public TargetIdentity identity() {
    return identity;
  }

  @Override
  public long epochNanos() {
    return batch.batch().epochNanos();
  }

  @Override
  public Duration timeout() {
    return TIMEOUT;
  }

  @Override
  public QueryLevel level() {
    return level;
  }

  @Override
  public DbEvent emit(EventType type, long epochNanos) {
    if (room() == 0) {
      beyondRoom++;
      return new DbEvent(type, target.id(), epochNanos);
    }
    return batch.collect(type, epochNanos).database(database);
  }

  @Override
  public int room() {
    return room == 0 ? 0 : batch.room();
  }

  @Override
  public void spent(CollectionCost more) {
    cost = cost.plus(more);
  }

  @Override
  public void badRow(String reason) {
    badRows.add(Objects.requireNonNull(reason, "reason"));
  }

  @Override
  public void onAbandon(Runnable action) {
    boolean tooLate;
    synchronized (lock) {
      onAbandon = action;
      tooLate = abandoned;
    }
    if (tooLate || abandonedAtOnce) {
      abandon();
    }
  }

  @Override
  public boolean isAbandoned() {
    return abandoned;
  }

  /** Describes a collection. Not thread-safe. */
  public static final class Builder {
    private final Target target;
    private final long epochNanos;
    private String collector = "test";
    private String database = "";
    private TargetIdentity identity = new TargetIdentity("server", "run");
    private QueryLevel level = QueryLevel.FULL;
    private int room = ROOM;
    private boolean abandonedAtOnce;

    private Builder(Target target, long epochNanos) {
      this.target = Objects.requireNonNull(target, "target");
      this.epochNanos = epochNanos;
    }

    /** Names the collector. */
    public Builder collector(String name) {
      collector = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Visits a database; without a call, or with an empty name, the server as a whole. */
    public Builder database(String name) {
      database = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Says who the server is. */
    public Builder identity(TargetIdentity who) {
      identity = Objects.requireNonNull(who, "identity");
      return this;
    }

    /** Says how much may be asked. */
    public Builder level(QueryLevel newLevel) {
      level = Objects.requireNonNull(newLevel, "level");
      return this;
    }

    /** Has room for so many events, at least 0. */
    public Builder room(int events) {
      room = Math.max(0, events);
      return this;
    }

    /** Is given up as soon as the collector said what to do then. */
    public Builder abandonedAtOnce() {
      abandonedAtOnce = true;
      return this;
    }

    /** The collection. */
    public RecordingCollection build() {
      return new RecordingCollection(this);
    }
  }
}
