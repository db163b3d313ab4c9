package io.dbintel.core.toy;

import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.SecretResolver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Resolves <code>${vault:name}</code> to what a test put there. */
public final class ToyVault implements SecretResolver {
  public final Map<String, String> values = new ConcurrentHashMap<>();

  @Override
  public String scheme() {
    return "vault";
  }

  @Override
  public Secret resolve(String name) {
    return Secret.from(
        () -> {
          String value = values.get(name);
          if (value == null) {
            throw new IllegalArgumentException("the vault has no " + name);
          }
          return value;
        });
  }
}
