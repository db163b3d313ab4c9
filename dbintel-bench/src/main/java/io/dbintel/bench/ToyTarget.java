package io.dbintel.bench;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Target;
import io.dbintel.core.spi.TargetIdentity;
import java.util.List;

/** A server that is nothing but an identity. */
record ToyTarget(String id) implements Target {
  static final String TYPE = "toy";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void open(ComponentContext context) {}

  @Override
  public TargetIdentity identify() {
    return new TargetIdentity(id, "run-1");
  }

  @Override
  public List<String> databases() {
    return List.of();
  }

  @Override
  public boolean isConnectionLoss(Throwable failure) {
    return false;
  }

  @Override
  public void close() {}
}
