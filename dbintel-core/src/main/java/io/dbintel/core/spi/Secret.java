package io.dbintel.core.spi;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A password or a key. It masks itself wherever it is printed and is asked for only when it is
 * used, so that a rotated secret is picked up at the next connection.
 *
 * <p>Thread-safe if its source is.
 */
public final class Secret {
  private final Supplier<String> source;

  private Secret(Supplier<String> source) {
    this.source = source;
  }

  /** A secret whose value is already known. */
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    return new Secret(() -> value);
  }

  /** A secret that is fetched each time it is used. */
  public static Secret from(Supplier<String> source) {
    return new Secret(Objects.requireNonNull(source, "source"));
  }

  /** The value. Whoever calls this answers for where it goes. */
  public String reveal() {
    return Objects.requireNonNull(source.get(), "the secret's source returned null");
  }

  /** Always the same mask. */
  @Override
  public String toString() {
    return "Secret[***]";
  }
}
