package io.dbintel.core.config;

import java.util.Objects;

/**
 * Where something stands in a configuration file.
 *
 * @param source the file's name
 * @param line from 1; 0 for the file as a whole
 */
public record ConfigPlace(String source, int line) {
  /** Checks that nothing is missing. */
  public ConfigPlace {
    Objects.requireNonNull(source, "source");
  }

  @Override
  public String toString() {
    return line > 0 ? source + ':' + line : source;
  }
}
