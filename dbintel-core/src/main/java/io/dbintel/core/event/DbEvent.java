package io.dbintel.core.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was observed: a type, the target and database it concerns, a wall time, a
 * priority, a weight, typed attributes and at most one {@link Sensitive} payload. An event of a
 * measurement type also has a value.
 *
 * <p>Reading or writing a number does not box, a lookup costs a few nanoseconds, and the event's
 * size is kept as it is set. At most {@value #MAX_ATTRIBUTES} attributes fit.
 *
 * <p>Not thread-safe while it is being written: an event belongs to the collection, and then to the
 * lane, that holds it. When it is handed to the exporters it is frozen; from then on it is
 * immutable and any thread may read it, and every setter throws {@link IllegalStateException}.
 */
public final class DbEvent {
  /** How many attributes an event can hold. */
  public static final int MAX_ATTRIBUTES = 128;

  private static final int INITIAL_CAPACITY = 16;

  private final EventType type;
  private final String target;
  private final long epochNanos;
  private final AttributeTable attributes = new AttributeTable(INITIAL_CAPACITY);

  private String database = "";
  private Priority priority;
  private long valueBits;
  private boolean hasValue;
  private @Nullable Sensitive<?> payload;
  private boolean frozen;

  // Owned by EventBatch: a change of weight or whereabouts is a move in the ledger.
  double weight = 1.0;
  @Nullable EventBatch batch;
  boolean gone;
  @Nullable EventToken token;

  /**
   * An event with no attributes, weight 1 and its type's priority.
   *
   * @param target the target's id
   * @param epochNanos when it was observed, in nanoseconds since 1970-01-01T00:00Z
   */
  public DbEvent(EventType type, String target, long epochNanos) {
    this.type = Objects.requireNonNull(type, "type");
    this.target = Objects.requireNonNull(target, "target");
    this.epochNanos = epochNanos;
    this.priority = type.priority();
  }

  /** What kind of thing it reports. */
  public EventType type() {
    return type;
  }

  /** The id of the target it concerns. */
  public String target() {
    return target;
  }

  /** When it was observed, in nanoseconds since 1970-01-01T00:00Z. */
  public long epochNanos() {
    return epochNanos;
  }

  /** The database it concerns; empty if it concerns the whole server. */
  public String database() {
    return database;
  }

  /** Says which database it concerns. */
  public DbEvent database(String name) {
    requireOpen();
    database = Objects.requireNonNull(name, "database");
    return this;
  }

  /** How dear it is when there is no room for all. */
  public Priority priority() {
    return priority;
  }

  /** Makes it dearer or cheaper. */
  public DbEvent priority(Priority newPriority) {
    requireOpen();
    priority = Objects.requireNonNull(newPriority, "priority");
    return this;
  }

  /**
   * How many occurrences it stands for, at least 0. It is 1 unless events were merged into it or
   * the sampler drew it; only an {@link EventBatch} changes it.
   */
  public double weight() {
    return weight;
  }

  /** Its size in bytes as {@link EventSize} counts. Costs nothing. */
  public int sizeBytes() {
    return EventSize.BASE + attributes.bytes();
  }

  /** True if it was handed to the exporters and can no longer change. */
  public boolean isFrozen() {
    return frozen;
  }

  // --- value of a measurement

  /** Sets the value of an integer measurement. */
  public DbEvent value(long value) {
    requireOpen();
    requireInstrument(Instrument.ValueType.LONG);
    valueBits = value;
    hasValue = true;
    return this;
  }

  /** Sets the value of a floating-point measurement. */
  public DbEvent value(double value) {
    requireOpen();
    requireInstrument(Instrument.ValueType.DOUBLE);
    valueBits = Double.doubleToRawLongBits(value);
    hasValue = true;
    return this;
  }

  /** True if it is a measurement whose value was set. */
  public boolean hasValue() {
    return hasValue;
  }

  /**
   * The value of an integer measurement.
   *
   * @throws IllegalStateException if this is none, or no value was set
   */
  public long longValue() {
    requireValue(Instrument.ValueType.LONG);
    return valueBits;
  }

  /**
   * The value of a floating-point measurement.
   *
   * @throws IllegalStateException if this is none, or no value was set
   */
  public double doubleValue() {
    requireValue(Instrument.ValueType.DOUBLE);
    return Double.longBitsToDouble(valueBits);
  }

  // --- attributes

  /** Sets a text. */
  public DbEvent set(AttrKey<String> key, String value) {
    requireOpen();
    attributes.putObject(key, value, EventSize.utf8Length(value));
    return this;
  }

  /** Sets a text, or removes the attribute if there is none. */
  public DbEvent setOrRemove(AttrKey<String> key, @Nullable String value) {
    return value == null ? remove(key) : set(key, value);
  }

  /** Sets an integer, without boxing. */
  public DbEvent set(AttrKey<Long> key, long value) {
    requireOpen();
    attributes.putBits(key, value);
    return this;
  }

  /** Sets a float, without boxing. */
  public DbEvent set(AttrKey<Double> key, double value) {
    requireOpen();
    attributes.putBits(key, Double.doubleToRawLongBits(value));
    return this;
  }

  /** Sets a truth value, without boxing. */
  public DbEvent set(AttrKey<Boolean> key, boolean value) {
    requireOpen();
    attributes.putBits(key, value ? 1 : 0);
    return this;
  }

  /** Sets a list of texts; the list is copied. */
  public DbEvent setTexts(AttrKey<List<String>> key, List<String> values) {
    requireOpen();
    List<String> copy = List.copyOf(values);
    attributes.putObject(key, copy, EventSize.ofTexts(copy));
    return this;
  }

  /** Sets a list of integers; the list is copied. */
  public DbEvent setLongs(AttrKey<List<Long>> key, List<Long> values) {
    requireOpen();
    List<Long> copy = List.copyOf(values);
    attributes.putObject(key, copy, copy.size() * EventSize.NUMBER);
    return this;
  }

  /** Removes an attribute if it is there. */
  public DbEvent remove(AttrKey<?> key) {
    requireOpen();
    attributes.remove(key);
    return this;
  }

  /** True if the attribute is set. */
  public boolean has(AttrKey<?> key) {
    return attributes.indexOf(key) >= 0;
  }

  /** The attribute's value, boxed if it is a number; null if it is not set. */
  public <T> @Nullable T get(AttrKey<T> key) {
    int index = attributes.indexOf(key);
    return index < 0 ? null : attributes.boxed(key, index);
  }

  /** The integer, or {@code absent} if it is not set. Does not box. */
  public long getLong(AttrKey<Long> key, long absent) {
    int index = attributes.indexOf(key);
    return index < 0 ? absent : attributes.bits(index);
  }

  /** The float, or {@code absent} if it is not set. Does not box. */
  public double getDouble(AttrKey<Double> key, double absent) {
    int index = attributes.indexOf(key);
    return index < 0 ? absent : Double.longBitsToDouble(attributes.bits(index));
  }

  /** The truth value, or {@code absent} if it is not set. Does not box. */
  public boolean getBoolean(AttrKey<Boolean> key, boolean absent) {
    int index = attributes.indexOf(key);
    return index < 0 ? absent : attributes.bits(index) != 0;
  }

  /** How many attributes are set. */
  public int attributeCount() {
    return attributes.size();
  }

  /** Shows every attribute to {@code visitor}, in the order in which they were first set. */
  public void forEach(AttributeVisitor visitor) {
    attributes.forEach(visitor);
  }

  // --- payload

  /** Attaches the raw value that a later stage understands; replaces one that is there. */
  public DbEvent payload(Sensitive<?> raw) {
    requireOpen();
    payload = Objects.requireNonNull(raw, "payload");
    return this;
  }

  /** The payload, or null. */
  public @Nullable Sensitive<?> payload() {
    return payload;
  }

  /** Takes the payload away and returns its value if it is a {@code type}; else returns null. */
  public <T> @Nullable T takePayload(Class<T> type) {
    requireOpen();
    if (payload == null || !type.isInstance(payload.reveal())) {
      return null;
    }
    T value = type.cast(payload.reveal());
    payload = null;
    return value;
  }

  /** Takes the payload away, whatever it is. */
  public DbEvent removePayload() {
    requireOpen();
    payload = null;
    return this;
  }

  /** Makes it immutable. It is done for every event that is handed to the exporters. */
  public void freeze() {
    frozen = true;
  }

  /** Type, target and size: never a value, because this may end in a log line. */
  @Override
  public String toString() {
    return "DbEvent["
        + type.name()
        + " of "
        + target
        + ", "
        + attributes.size()
        + " attributes, "
        + sizeBytes()
        + " bytes]";
  }

  private void requireOpen() {
    if (frozen) {
      throw new IllegalStateException(
          "event " + type.name() + " was handed to the exporters and cannot be changed any more");
    }
  }

  private void requireInstrument(Instrument.ValueType valueType) {
    Instrument instrument = type.instrument();
    if (instrument == null || instrument.valueType() != valueType) {
      throw new IllegalStateException(type.name() + " is not a measurement of type " + valueType);
    }
  }

  private void requireValue(Instrument.ValueType valueType) {
    requireInstrument(valueType);
    if (!hasValue) {
      throw new IllegalStateException("measurement " + type.name() + " has no value yet");
    }
  }
}
