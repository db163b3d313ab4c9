package io.dbintel.core.report;

import io.dbintel.core.spi.HealthStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How dbintel is: each component with its reason and remedy, and the whole by its worst.
 *
 * @param instance the name of the dbintel instance
 * @param state where the instance is in its life: {@code NEW}, {@code RUNNING}, {@code CLOSED}, …
 * @param components in the order in which they came to be
 */
public record Health(String instance, String state, List<ComponentHealth> components) {
  /** Copies the list. */
  public Health {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(state, "state");
    components = List.copyOf(components);
  }

  /** The worst status of any component; {@link HealthStatus#UP} if there is none. */
  public HealthStatus status() {
    HealthStatus worst = HealthStatus.UP;
    for (ComponentHealth component : components) {
      worst = worst.worse(component.status());
    }
    return worst;
  }

  /** The component of that id, or null. */
  public @Nullable ComponentHealth component(String id) {
    for (ComponentHealth component : components) {
      if (component.component().equals(id)) {
        return component;
      }
    }
    return null;
  }

  /** One line for the whole and one for each component. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(instance).append(' ').append(state).append(' ').append(status());
    for (ComponentHealth component : components) {
      text.append(System.lineSeparator()).append("  ").append(component);
    }
    return text.toString();
  }
}
