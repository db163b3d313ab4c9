package io.dbintel.otel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into this library. */
final class LibraryVersion {
  private LibraryVersion() {}

  static String read() {
    try (InputStream file = LibraryVersion.class.getResourceAsStream("version.properties")) {
      if (file == null) {
        throw new IllegalStateException("version.properties is missing from dbintel-otel's jar");
      }
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version", "");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
