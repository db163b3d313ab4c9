package io.dbintel.core.export;

import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import java.lang.reflect.Proxy;

/** Remembers the last word; its context has a health reporter and nothing else. */
final class RecordingHealth implements HealthReporter {
  private String last = "";

  String last() {
    return last;
  }

  ComponentContext context() {
    return (ComponentContext)
        Proxy.newProxyInstance(
            ComponentContext.class.getClassLoader(),
            new Class<?>[] {ComponentContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("health")) {
                return this;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @Override
  public void up() {
    last = "up";
  }

  @Override
  public void report(HealthStatus status, String reason, String message, String remedy) {
    last = status + " " + reason;
  }

  @Override
  public HealthReporter part(String name) {
    return this;
  }
}
