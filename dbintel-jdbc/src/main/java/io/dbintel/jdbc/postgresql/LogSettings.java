package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.logs.LogFormat;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.Row;
import io.dbintel.jdbc.pool.SqlResource;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a server logs, and how our role may read it.
 *
 * @param helper by the functions of {@code log-reader-setup.sql}
 * @param wide directly, and with it any file of the server
 * @param minDuration {@code auto_explain.log_min_duration} of our own session; null where the
 *     module is not loaded
 */
record LogSettings(
    boolean helper,
    boolean wide,
    String linePrefix,
    String timezone,
    String destination,
    boolean collector,
    String messages,
    @Nullable String minDuration) {
  private static final SqlResource ACCESS = SqlResource.of(LogSettings.class, "log-access");

  static LogSettings read(Reading reading) throws SQLException {
    return reading.one(ACCESS, LogSettings::of);
  }

  private static LogSettings of(Row row) throws SQLException {
    return new LogSettings(
        row.flag("helper"),
        row.flag("wide"),
        row.text("log_line_prefix"),
        row.text("log_timezone"),
        row.text("log_destination"),
        row.flag("logging_collector"),
        row.text("lc_messages"),
        row.textOrNull("min_duration"));
  }

  /** How a file of this name is written: the server gives files of other forms other extensions. */
  LogFormat format(String file, boolean ofTheServer) {
    if (file.endsWith(".json")) {
      return new LogFormat(LogFormat.Form.JSON, null, zone());
    }
    if (file.endsWith(".csv")) {
      return new LogFormat(LogFormat.Form.CSV, null, zone());
    }
    return new LogFormat(
        ofTheServer ? LogFormat.Form.STDERR : LogFormat.Form.UNKNOWN, linePrefix, zone());
  }

  /** True if severities and durations are in another language, in which they are not known. */
  boolean isTranslated() {
    String language = messages.toLowerCase(Locale.ROOT);
    return !(language.isEmpty()
        || language.equals("c")
        || language.startsWith("c.")
        || language.equals("posix")
        || language.startsWith("en"));
  }

  private @Nullable ZoneId zone() {
    try {
      return ZoneId.of(timezone);
    } catch (DateTimeException notOfJava) {
      return null;
    }
  }
}
