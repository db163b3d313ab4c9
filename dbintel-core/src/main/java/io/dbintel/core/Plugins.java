package io.dbintel.core;

import io.dbintel.core.config.ConfigChecks;
import io.dbintel.core.spi.CollectorProvider;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.ExporterProvider;
import io.dbintel.core.spi.GuardProvider;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.core.spi.SecretResolver;
import io.dbintel.core.spi.StateStoreProvider;
import io.dbintel.core.spi.TargetProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The plugins of an instance: what the host registered, and what its class path offers. */
final class Plugins {
  private final List<ComponentProvider<?>> providers = new ArrayList<>();
  private final List<SecretResolver> resolvers = new ArrayList<>();

  void register(ComponentProvider<?> provider) {
    providers.add(Objects.requireNonNull(provider, "provider"));
  }

  void register(SecretResolver resolver) {
    resolvers.add(Objects.requireNonNull(resolver, "resolver"));
  }

  /** Plugins by kind. */
  record Found(
      Providers<TargetProvider<?>> targets,
      Providers<CollectorProvider<?>> collectors,
      Providers<ProcessorProvider<?>> processors,
      Providers<GuardProvider<?>> guards,
      Providers<ExporterProvider<?>> exporters,
      Providers<StateStoreProvider<?>> stores,
      List<SecretResolver> resolvers) {}

  /** What is registered and what this loader finds; what cannot be loaded is a problem. */
  Found find(ClassLoader loader, ConfigChecks checks) {
    List<SecretResolver> schemes = new ArrayList<>(resolvers);
    Providers.load("secret resolver", SecretResolver.class, loader, checks, schemes::add);
    return new Found(
        find("target type", TargetProvider.class, loader, checks),
        find("collector", CollectorProvider.class, loader, checks),
        find("processor", ProcessorProvider.class, loader, checks),
        find("guard", GuardProvider.class, loader, checks),
        find("exporter", ExporterProvider.class, loader, checks),
        find("state store", StateStoreProvider.class, loader, checks),
        schemes);
  }

  private <P extends ComponentProvider<?>> Providers<P> find(
      String kind, Class<?> type, ClassLoader loader, ConfigChecks checks) {
    // A class literal cannot name a wildcard; nothing is assumed of it.
    @SuppressWarnings("unchecked")
    Class<P> wild = (Class<P>) type;
    return Providers.find(
        kind,
        wild,
        providers.stream().filter(wild::isInstance).map(wild::cast).toList(),
        loader,
        checks);
  }
}
