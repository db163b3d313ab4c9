package io.dbintel.core.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What kind of thing an event reports: an occurrence, such as {@code db.server.query_sample}, or a
 * measurement, such as {@code postgresql.backends}.
 *
 * <p>Two types are equal if they have the same name. Immutable and thread-safe.
 */
public final class EventType {
  private final String name;
  private final Priority priority;
  private final @Nullable Instrument instrument;
  private final Stability stability;
  private final String description;

  private EventType(
      String name,
      Priority priority,
      @Nullable Instrument instrument,
      Stability stability,
      String description) {
    this.name = Names.requireDotted(name, "event name");
    this.priority = Objects.requireNonNull(priority, "priority");
    this.instrument = instrument;
    this.stability = Objects.requireNonNull(stability, "stability");
    this.description = Objects.requireNonNull(description, "description");
  }

  /**
   * A type for occurrences.
   *
   * @param priority what events of this type have unless a stage says otherwise
   */
  public static EventType occurrence(
      String name, Priority priority, Stability stability, String description) {
    return new EventType(name, priority, null, stability, description);
  }

  /** A type for measurements: the name is the metric's. */
  public static EventType measurement(
      String name, Instrument instrument, Stability stability, String description) {
    return new EventType(
        name,
        Priority.NORMAL,
        Objects.requireNonNull(instrument, "instrument"),
        stability,
        description);
  }

  /** The event's or the metric's name. */
  public String name() {
    return name;
  }

  /** What events of this type start with. */
  public Priority priority() {
    return priority;
  }

  /** How the measurement adds up; null for an occurrence. */
  public @Nullable Instrument instrument() {
    return instrument;
  }

  /** True if events of this type carry a value. */
  public boolean isMeasurement() {
    return instrument != null;
  }

  /** Whether the name may still change. */
  public Stability stability() {
    return stability;
  }

  /** One sentence for the reference page. */
  public String description() {
    return description;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof EventType type && name.equals(type.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
