package io.dbintel.core;

import java.security.SecureRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Generators that nobody can guess: fast ones, each seeded with 128 bits from {@link SecureRandom}.
 * If the platform has none, there is no generator: there is nothing to fall back on.
 */
final class SecureSeeds implements Supplier<@Nullable RandomGenerator> {
  private static final int SEED_BYTES = 16;

  @Override
  public @Nullable RandomGenerator get() {
    try {
      byte[] seed = new byte[SEED_BYTES];
      new SecureRandom().nextBytes(seed);
      return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    } catch (RuntimeException unavailable) {
      return null;
    }
  }
}
