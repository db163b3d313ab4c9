package io.dbintel.core.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every name that events may use, once: attributes and event types, ours and the plugins'. The
 * reference page, rules, dashboards and alerts are made from it or checked against it.
 *
 * <p>Immutable and thread-safe.
 */
public final class Vocabulary {
  private final Map<String, AttrKey<?>> attributes;
  private final Map<String, EventType> types;

  private Vocabulary(Map<String, AttrKey<?>> attributes, Map<String, EventType> types) {
    this.attributes = attributes;
    this.types = types;
  }

  /** The vocabulary of dbintel's core. */
  public static Vocabulary core() {
    return new Builder()
        .attributes(Attributes.all())
        .attributes(StatementAttributes.all())
        .attributes(PlanAttributes.all())
        .types(EventTypes.all())
        .types(SelfMetricTypes.all())
        .build();
  }

  /** A builder that starts with this vocabulary. */
  public Builder toBuilder() {
    return new Builder().attributes(attributes.values()).types(types.values());
  }

  /** The attribute of that name, or null. */
  public @Nullable AttrKey<?> attribute(String name) {
    return attributes.get(name);
  }

  /** The event type of that name, or null. */
  public @Nullable EventType type(String name) {
    return types.get(name);
  }

  /** All attributes, in the order in which they were added. */
  public Collection<AttrKey<?>> attributes() {
    return attributes.values();
  }

  /** All event types, in the order in which they were added. */
  public Collection<EventType> types() {
    return types.values();
  }

  /** Gathers names. Not thread-safe. */
  public static final class Builder {
    private final Map<String, AttrKey<?>> attributes = new LinkedHashMap<>();
    private final Map<String, EventType> types = new LinkedHashMap<>();
    private final List<String> conflicts = new ArrayList<>();

    private Builder() {}

    /** Adds attributes; the same key twice is the same entry. */
    public Builder attributes(Collection<? extends AttrKey<?>> keys) {
      for (AttrKey<?> key : keys) {
        AttrKey<?> known = attributes.putIfAbsent(key.name(), key);
        if (known != null && (!known.equals(key) || !known.unit().equals(key.unit()))) {
          conflicts.add(
              "attribute %s is both %s [%s] and %s [%s]"
                  .formatted(key.name(), known.type(), known.unit(), key.type(), key.unit()));
        }
      }
      return this;
    }

    /** Adds event types; the same type twice is the same entry. */
    public Builder types(Collection<EventType> more) {
      for (EventType type : more) {
        EventType known = types.putIfAbsent(type.name(), type);
        if (known != null && !Objects.equals(known.instrument(), type.instrument())) {
          conflicts.add(
              "event type %s is both %s and %s"
                  .formatted(type.name(), known.instrument(), type.instrument()));
        }
      }
      return this;
    }

    /** Names that were added with two meanings; empty if all is well. */
    public List<String> conflicts() {
      return List.copyOf(conflicts);
    }

    /**
     * The vocabulary.
     *
     * @throws IllegalStateException if a name was added with two meanings; the message names all
     */
    public Vocabulary build() {
      if (!conflicts.isEmpty()) {
        throw new IllegalStateException(String.join("; ", conflicts));
      }
      return new Vocabulary(new LinkedHashMap<>(attributes), new LinkedHashMap<>(types));
    }
  }
}
