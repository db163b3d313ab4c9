package io.dbintel.jdbc.logs;

import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a log is written. Immutable and thread-safe.
 *
 * @param form the form of its lines
 * @param linePrefix the server's {@code log_line_prefix}; null to find out which of the common ones
 *     it is. Of no meaning to {@link Form#JSON} and {@link Form#CSV}
 * @param zone the server's {@code log_timezone}; null to know only zones that abbreviations tell
 */
public record LogFormat(Form form, @Nullable String linePrefix, @Nullable ZoneId zone) {

  /** The form of the lines. */
  public enum Form {
    /** To be found out from the first lines. */
    UNKNOWN,
    /**
     * A JSON object a line: {@code jsonlog}, a record of CloudNativePG, an entry of Cloud Logging.
     */
    JSON,
    /** {@code csvlog}. */
    CSV,
    /** What goes to stderr: a prefix and a severity, further lines indented; RDS as well. */
    STDERR,
    /** The same in lines of syslog or Heroku's logplex. */
    SYSLOG
  }

  /** Refuses what is missing. */
  public LogFormat {
    Objects.requireNonNull(form, "form");
  }

  /** Everything is to be found out. */
  public static LogFormat unknown() {
    return new LogFormat(Form.UNKNOWN, null, null);
  }
}
