package io.dbintel.jdbc.observe;

import java.util.Objects;

/**
 * What a session waits for.
 *
 * @param type the wait class: {@code Lock}, {@code IO}, …, or {@code CPU}
 * @param event the wait event within its class
 */
public record Wait(String type, String event) {
  /** Runs and waits for nothing: it is on the processor, or would be if there were one free. */
  public static final Wait CPU = new Wait("CPU", "CPU");

  /** Does not run and waits for nothing. */
  public static final Wait NONE = new Wait("None", "None");

  /** The class of waits for another session's heavyweight lock. */
  public static final String LOCK = "Lock";

  /** The class in which the server's own processes idle. Never counted. */
  public static final String ACTIVITY = "Activity";

  /** Checks that nothing is missing. */
  public Wait {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(event, "event");
  }

  /** True if another session is in the way. */
  public boolean isLock() {
    return type.equals(LOCK);
  }

  /** Class and event as the field writes them: {@code Lock/transactionid}; {@code CPU}. */
  public String label() {
    return type.equals(event) ? type : type + '/' + event;
  }
}
