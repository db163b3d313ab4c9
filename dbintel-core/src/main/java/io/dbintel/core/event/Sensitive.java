package io.dbintel.core.event;

import java.util.Objects;

/**
 * A value that must travel raw to be understood, such as a plan with its filter conditions or an
 * error message, and must not leave the process.
 *
 * <p>It is an event's payload, never an attribute; it prints only what it is; and an event that
 * still carries one at the end of the pipeline is dropped and counted. The stage that understands
 * the value takes it with {@link DbEvent#takePayload(Class)} and writes redacted attributes in its
 * place.
 *
 * <p>Immutable and as thread-safe as the value.
 *
 * @param <T> the type of the raw value
 */
public final class Sensitive<T> {
  private final String what;
  private final T value;

  private Sensitive(String what, T value) {
    this.what = what;
    this.value = value;
  }

  /**
   * Wraps a raw value.
   *
   * @param what what it is, in a word or two; it is printed, so it must not be the value
   */
  public static <T> Sensitive<T> of(String what, T value) {
    return new Sensitive<>(
        Objects.requireNonNull(what, "what"), Objects.requireNonNull(value, "value"));
  }

  /** The raw value. Whoever calls this answers for where it goes. */
  public T reveal() {
    return value;
  }

  /** What the value is, without the value. */
  public String what() {
    return what;
  }

  /** Says what it is and nothing more. */
  @Override
  public String toString() {
    return "Sensitive[" + what + "]";
  }
}
