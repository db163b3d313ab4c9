package io.dbintel.core;

import io.dbintel.core.engine.PluginFaults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which jar registers which class. {@link java.util.ServiceLoader} does not say of what it could
 * not load where it came from.
 */
final class ServiceFiles {
  private static final int MAX_LINES = 10_000;

  private ServiceFiles() {}

  /** The classes registered for a type, in the order in which they are loaded, and their jars. */
  static Map<String, String> of(Class<?> type, ClassLoader loader) {
    Map<String, String> jars = new LinkedHashMap<>();
    try {
      for (URL file :
          Collections.list(loader.getResources("META-INF/services/" + type.getName()))) {
        read(file, jars);
      }
    } catch (IOException unreadable) {
      // Then the jar of what is broken is not known.
    }
    return jars;
  }

  private static void read(URL file, Map<String, String> jars) throws IOException {
    URLConnection connection = file.openConnection();
    // A cached jar would stay open for as long as the process lives.
    connection.setUseCaches(false);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      for (int i = 0; line != null && i < MAX_LINES; i++) {
        int comment = line.indexOf('#');
        String name = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!name.isEmpty()) {
          jars.putIfAbsent(name, PluginFaults.jar(file.toString()));
        }
        line = lines.readLine();
      }
    }
  }
}
