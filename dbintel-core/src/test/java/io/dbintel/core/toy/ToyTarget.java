package io.dbintel.core.toy;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that is nothing but an identity. */
public final class ToyTarget implements Target {
  private final String id;
  private final Callable<TargetIdentity> identity;
  public final AtomicInteger opened = new AtomicInteger();
  public final AtomicInteger closed = new AtomicInteger();
  public final AtomicInteger identified = new AtomicInteger();
  public final AtomicBoolean stopped = new AtomicBoolean();

  public ToyTarget(String id) {
    this(id, () -> new TargetIdentity("server-" + id, "run-1"));
  }

  public ToyTarget(String id, Callable<TargetIdentity> identity) {
    this.id = id;
    this.identity = identity;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String type() {
    return "toy";
  }

  @Override
  public void open(ComponentContext context) {
    opened.incrementAndGet();
  }

  @Override
  public TargetIdentity identify() throws Exception {
    identified.incrementAndGet();
    return identity.call();
  }

  @Override
  public List<String> databases() {
    return List.of("one", "two");
  }

  @Override
  public boolean isConnectionLoss(Throwable failure) {
    return failure instanceof IOException;
  }

  @Override
  public boolean isStopped() {
    return stopped.get();
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
