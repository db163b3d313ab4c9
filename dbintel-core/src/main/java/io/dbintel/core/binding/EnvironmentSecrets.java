package io.dbintel.core.binding;

import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.SecretResolver;

/** {@code ${env:NAME}}: a variable of the process's environment. Stateless and thread-safe. */
final class EnvironmentSecrets implements SecretResolver {
  @Override
  public String scheme() {
    return "env";
  }

  @Override
  public Secret resolve(String name) {
    if (System.getenv(name) == null) {
      throw new IllegalArgumentException(
          "there is no environment variable " + Reference.shown(scheme(), name));
    }
    return Secret.from(() -> String.valueOf(System.getenv(name)));
  }
}
