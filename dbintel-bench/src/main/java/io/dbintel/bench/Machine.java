package io.dbintel.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What is measured on, in words, and how busy it is with other work. */
final class Machine {
  private Machine() {}

  /** Operating system, processor, cores and JDK. */
  static String describe() {
    return String.format(
        Locale.ROOT,
        "%s %s, %s, %d cores; JDK %s",
        System.getProperty("os.name"),
        System.getProperty("os.version").replaceAll("[-+].*", ""),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"));
  }

  /** The load average of the last minute; negative if the system has none. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException noSuchFile) {
      // Not Linux.
    }
    return System.getProperty("os.arch");
  }
}
