package io.dbintel.core.engine;

import io.dbintel.core.spi.Explained;
import io.dbintel.core.spi.HealthStatus;

/**
 * A plugin that could not be asked for a component. Its words name class, jar and reason; it has no
 * cause, whose words would be anybody's.
 */
final class PluginFault extends RuntimeException implements Explained {
  private static final long serialVersionUID = 1L;

  private final String message;

  PluginFault(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public HealthStatus status() {
    return HealthStatus.DOWN;
  }

  @Override
  public String reason() {
    return "plugin_failed";
  }

  @Override
  public String explanation() {
    return message;
  }

  @Override
  public String remedy() {
    return "Remove the plugin, or take a version of it that fits this one of dbintel.";
  }
}
