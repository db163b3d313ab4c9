package io.dbintel.core.engine;

import io.dbintel.core.spi.Explained;
import java.security.CodeSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin did wrong, in words that name its class, its jar and the reason, and nothing of
 * what it said: that may hold what nobody should read. Stateless and thread-safe.
 */
public final class PluginFaults {
  private static final String CORE = "dbintel-core";

  private PluginFaults() {}

  /** A class and where it came from: {@code com.acme.Queues in acme-plugin-1.2.jar}. */
  public static String origin(Class<?> plugin) {
    CodeSource source = plugin.getProtectionDomain().getCodeSource();
    String jar = source == null || source.getLocation() == null ? "" : source.getLocation() + "";
    return plugin.getName() + (jar.isEmpty() ? "" : " in " + jar(jar));
  }

  /** The last part of a location that is a jar or a folder of classes. */
  public static String jar(String location) {
    int inside = location.indexOf("!/META-INF/");
    int folder = location.indexOf("/META-INF/");
    String path =
        inside >= 0
            ? location.substring(0, inside)
            : folder >= 0 ? location.substring(0, folder) : location;
    while (path.endsWith("/") || path.endsWith("!")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Why something of a plugin failed. */
  public static String reason(Throwable failure) {
    if (failure instanceof Explained known) {
      return known.explanation() + " [" + known.reason() + ']';
    }
    if (failure instanceof NoClassDefFoundError lacking) {
      return "it needs " + words(lacking) + ", which is not there: is a jar missing?";
    }
    if (failure instanceof UnsupportedClassVersionError) {
      return "it was built for a later Java than " + Runtime.version().feature();
    }
    if (failure instanceof IncompatibleClassChangeError) {
      return "it was built against another version of "
          + CORE
          + " ("
          + failure.getClass().getName()
          + ": "
          + words(failure)
          + ')';
    }
    if (failure instanceof ClassFormatError || failure instanceof VerifyError) {
      return "its class is damaged (" + failure.getClass().getName() + ')';
    }
    Throwable cause = failure.getCause();
    return failure instanceof ExceptionInInitializerError && cause != null
        ? "its class could not be initialised: " + place(cause)
        : place(failure);
  }

  /** The virtual machine's words name classes and members alone. */
  private static String words(Throwable error) {
    return String.valueOf(error.getMessage()).replace('/', '.');
  }

  private static String place(Throwable failure) {
    StackTraceElement[] stack = failure.getStackTrace();
    String name = failure.getClass().getName();
    return stack.length == 0 ? name : name + " at " + stack[0];
  }

  /**
   * What a plugin gives when it is asked.
   *
   * @param asked what it is asked for: {@code create()}
   * @throws RuntimeException that is {@link Explained}, if it fails or gives null
   */
  public static <T> T ask(Object plugin, String asked, Supplier<? extends @Nullable T> question) {
    T answer;
    try {
      answer = question.get();
    } catch (RuntimeException | LinkageError failure) {
      throw new PluginFault(failed(plugin, asked, reason(failure)));
    }
    if (answer == null) {
      throw new PluginFault(failed(plugin, asked, "it returned null"));
    }
    return answer;
  }

  /** {@code com.acme.Queues in acme.jar failed in create(): …}. */
  public static String failed(Object plugin, String asked, String reason) {
    return origin(plugin.getClass()) + " failed in " + asked + ": " + reason;
  }
}
