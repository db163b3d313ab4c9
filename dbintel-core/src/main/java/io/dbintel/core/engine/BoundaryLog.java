package io.dbintel.core.engine;

import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.Explained;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logs what was caught at a component's boundary, at most once a minute a component, with how often
 * it happened in between. It prints the classes and places of a failure and never its message,
 * which may hold a literal or a credential; only an {@link Explained} one speaks for itself.
 *
 * <p>Thread-safe.
 */
final class BoundaryLog {
  private static final long QUIET_NANOS = 60_000_000_000L;
  private static final int MAX_COMPONENTS = 1_000;
  private static final int FRAMES = 8;

  private final System.Logger logger;
  private final Clock clock;
  private final String instance;
  private final Map<String, Quiet> quiet =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Quiet> eldest) {
          return size() > MAX_COMPONENTS;
        }
      };

  private static final class Quiet {
    private final long untilNanos;
    private long swallowed;

    private Quiet(long untilNanos) {
      this.untilNanos = untilNanos;
    }
  }

  BoundaryLog(System.Logger logger, Clock clock, String instance) {
    this.logger = logger;
    this.clock = clock;
    this.instance = instance;
  }

  /** Logs a warning with the failure's class and place. Throws nothing, also without memory. */
  void failure(String component, String what, Throwable failure) {
    try {
      warn(component, what + ": " + describe(failure));
    } catch (Throwable untold) {
      // It is called where nothing may be thrown any more.
    }
  }

  /** Logs a warning. */
  void warn(String component, String message) {
    log(System.Logger.Level.WARNING, component, message);
  }

  /** Logs at a level, if the component has not spoken within the last minute. */
  void log(System.Logger.Level level, String component, String message) {
    long swallowed = admit(component);
    if (swallowed < 0) {
      return;
    }
    String more = swallowed == 0 ? "" : " (" + swallowed + " more in the last minute)";
    try {
      logger.log(level, "[" + instance + " / " + component + "] " + message + more);
    } catch (Throwable broken) {
      // A host's log handler that fails must not end what speaks through it.
    }
  }

  private long admit(String component) {
    long now = clock.nanoTime();
    synchronized (quiet) {
      Quiet last = quiet.get(component);
      if (last != null && now - last.untilNanos < 0) {
        last.swallowed++;
        return -1;
      }
      quiet.put(component, new Quiet(now + QUIET_NANOS));
      return last == null ? 0 : last.swallowed;
    }
  }

  /** What failed and where, without what it said. */
  static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    if (failure instanceof Explained known) {
      return text.append(known.explanation())
          .append(" [")
          .append(known.reason())
          .append(']')
          .toString();
    }
    text.append(failure.getClass().getName());
    StackTraceElement[] stack = failure.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
      text.append(i == 0 ? " at " : " < ")
          .append(stack[i].getClassName())
          .append('.')
          .append(stack[i].getMethodName())
          .append(':')
          .append(stack[i].getLineNumber());
    }
    Throwable cause = failure.getCause();
    if (cause != null && cause != failure) {
      text.append("; caused by ").append(cause.getClass().getName());
    }
    return text.toString();
  }
}
