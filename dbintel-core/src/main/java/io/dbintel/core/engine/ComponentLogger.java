package io.dbintel.core.engine;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The log a component is given: its messages carry the instance and the component, pass at most
 * once a minute, and a throwable is shown without what it says.
 */
final class ComponentLogger implements System.Logger {
  private final BoundaryLog log;
  private final String component;

  ComponentLogger(BoundaryLog log, String component) {
    this.log = log;
    this.component = component;
  }

  @Override
  public String getName() {
    return component;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level.getSeverity() >= Level.INFO.getSeverity() && level != Level.OFF;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      String what = message == null ? "" : message;
      log.log(level, component, thrown == null ? what : what + ": " + BoundaryLog.describe(thrown));
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    if (isLoggable(level) && format != null) {
      boolean plain = parameters == null || parameters.length == 0;
      log.log(
          level,
          component,
          plain ? format : new MessageFormat(format, Locale.ROOT).format(parameters));
    }
  }
}
