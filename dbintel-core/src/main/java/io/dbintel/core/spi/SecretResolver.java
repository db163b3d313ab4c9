package io.dbintel.core.spi;

/**
 * Resolves a reference such as {@code ${vault:db/orders}} to a secret. Found by {@link
 * java.util.ServiceLoader}; public no-argument constructor.
 *
 * <p>Implementations are thread-safe.
 */
public interface SecretResolver {
  /** The part of a reference before the colon: unique, kebab-case, stable. */
  String scheme();

  /**
   * The secret of that name.
   *
   * @throws IllegalArgumentException if there is none; the message names the reference, never a
   *     value
   */
  Secret resolve(String name);
}
