package io.dbintel.jdbc.pool;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever opens and closes at once: there are never more connections than slots, each slot comes
 * back once, and after the end nothing is open. What one operation does has several steps, so what
 * is asserted is asserted when all is done. Under stress alone: proxies make too many steps for a
 * model checker.
 */
@Tag("lincheck")
public class OpenSlotsLincheckTest {
  private static final int MOST = 2;

  private final OpenSlots slots = new OpenSlots(MOST);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean tooMany = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Queue<Connection> held = new ConcurrentLinkedQueue<>();

  /** As the pool does: takes a slot, connects, fills it. */
  @Operation
  public String open() {
    if (slots.take(0)) {
      held.add(slots.fill(token()));
    }
    return "asked";
  }

  /** A slot for a connection that could not be made. */
  @Operation
  public String fail() {
    if (slots.take(0)) {
      slots.giveBack();
    }
    return "asked";
  }

  /** Two may close the same one, and nobody forgets it before it is closed. */
  @Operation
  public String close() throws SQLException {
    Connection one = held.peek();
    if (one != null) {
      one.close();
      held.remove(one);
    }
    return "closed";
  }

  @Operation
  public String end() {
    slots.close();
    ended.set(true);
    return "ended";
  }

  /** When all is done. */
  @Validate
  public void slotsAndConnectionsAddUp() {
    require(!tooMany.get(), "more connections than slots");
    require(!ended.get() || open.get() == 0, "a connection outlived the end");
    int free = 0;
    while (slots.take(0)) {
      free++;
    }
    for (int i = 0; i < free; i++) {
      slots.giveBack();
    }
    require(free + open.get() == MOST, free + " slots free, " + open.get() + " open");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** What stands for a connection: it knows whether it is closed, and nothing else. */
  private Connection token() {
    AtomicBoolean closed = new AtomicBoolean();
    if (open.incrementAndGet() > MOST) {
      tooMany.set(true);
    }
    return (Connection)
        Proxy.newProxyInstance(
            OpenSlotsLincheckTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "isClosed" -> closed.get();
                  case "close" -> {
                    if (closed.compareAndSet(false, true)) {
                      open.decrementAndGet();
                    }
                    yield null;
                  }
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void addsUpUnderStress() {
    new StressOptions()
        .actorsBefore(0)
        .threads(3)
        .actorsPerThread(3)
        .iterations(20)
        .invocationsPerIteration(1_000)
        .check(OpenSlotsLincheckTest.class);
  }
}
