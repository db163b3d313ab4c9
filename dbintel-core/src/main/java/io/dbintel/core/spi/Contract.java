package io.dbintel.core.spi;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import java.util.Set;

/**
 * What a collector or a stage needs and what it gives, so that a pipeline in which something waits
 * for what nobody brings is refused when it is built.
 *
 * @param requires attributes that must have a producer before this stage
 * @param provides attributes this component writes
 * @param emits event types this component adds
 * @param takes types of raw payloads this stage understands and replaces
 * @param reads types of raw payloads this stage looks at and leaves: it must stand before whoever
 *     takes them
 * @param attaches types of raw payloads this component attaches to events
 * @param onError what becomes of a batch on which this stage fails
 */
public record Contract(
    Set<AttrKey<?>> requires,
    Set<AttrKey<?>> provides,
    Set<EventType> emits,
    Set<Class<?>> takes,
    Set<Class<?>> reads,
    Set<Class<?>> attaches,
    OnError onError) {

  /** What becomes of a batch on which a stage fails. */
  public enum OnError {
    /** It goes on as it is: right for stages that enrich. */
    PASS,
    /** Its events are dropped: right for stages that protect privacy. */
    DROP
  }

  /** Copies the sets. */
  public Contract {
    requires = Set.copyOf(requires);
    provides = Set.copyOf(provides);
    emits = Set.copyOf(emits);
    takes = Set.copyOf(takes);
    reads = Set.copyOf(reads);
    attaches = Set.copyOf(attaches);
  }

  /** Needs nothing, gives nothing, passes on error. */
  public static Contract none() {
    return new Contract(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), OnError.PASS);
  }

  /** The same, needing these attributes. */
  public Contract requiring(AttrKey<?>... keys) {
    return new Contract(Set.of(keys), provides, emits, takes, reads, attaches, onError);
  }

  /** The same, writing these attributes. */
  public Contract providing(AttrKey<?>... keys) {
    return new Contract(requires, Set.of(keys), emits, takes, reads, attaches, onError);
  }

  /** The same, adding events of these types. */
  public Contract emitting(EventType... types) {
    return new Contract(requires, provides, Set.of(types), takes, reads, attaches, onError);
  }

  /** The same, understanding these payloads. */
  public Contract taking(Class<?>... payloads) {
    return new Contract(requires, provides, emits, Set.of(payloads), reads, attaches, onError);
  }

  /** The same, looking at these payloads and leaving them. */
  public Contract reading(Class<?>... payloads) {
    return new Contract(requires, provides, emits, takes, Set.of(payloads), attaches, onError);
  }

  /** The same, attaching these payloads. */
  public Contract attaching(Class<?>... payloads) {
    return new Contract(requires, provides, emits, takes, reads, Set.of(payloads), onError);
  }

  /** The same, with this fate for a batch on which the stage fails. */
  public Contract onError(OnError fate) {
    return new Contract(requires, provides, emits, takes, reads, attaches, fate);
  }
}
