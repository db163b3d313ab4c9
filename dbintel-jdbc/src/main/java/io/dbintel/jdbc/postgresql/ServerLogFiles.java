package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.logs.LogFile;
import io.dbintel.jdbc.logs.LogFiles;
import io.dbintel.jdbc.pool.Reading;
import io.dbintel.jdbc.pool.SqlResource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a server's log, asked for over SQL. Of several forms the one is followed that says
 * most and can be forged least. Valid as long as the reading.
 */
final class ServerLogFiles implements LogFiles<SQLException> {
  private static final List<String> FORMS = List.of("jsonlog", "csvlog", "stderr");
  private static final SqlResource HELPER_FILES =
      SqlResource.of(ServerLogFiles.class, "log-files-helper");
  private static final SqlResource HELPER_READ =
      SqlResource.of(ServerLogFiles.class, "log-read-helper");
  private static final SqlResource READ = SqlResource.of(ServerLogFiles.class, "log-read");

  private final Reading reading;
  private final boolean helper;
  private final List<Seen> seen;

  private record Seen(String name, long size, long modifiedMicros, @Nullable String format) {}

  private ServerLogFiles(Reading reading, boolean helper, List<Seen> seen) {
    this.reading = reading;
    this.helper = helper;
    this.seen = seen;
  }

  /** Asks which files there are. */
  static ServerLogFiles of(Reading reading, boolean helper, int majorVersion) throws SQLException {
    SqlResource files =
        helper
            ? HELPER_FILES
            : SqlResource.of(ServerLogFiles.class, "log-files", "pg", majorVersion);
    List<Seen> seen =
        reading.list(
            files,
            row ->
                new Seen(
                    row.text("name"),
                    row.count("size"),
                    row.integer("modified_micros"),
                    row.textOrNull("format")));
    return new ServerLogFiles(reading, helper, seen);
  }

  @Override
  public List<LogFile> list() {
    Seen current = current();
    if (current == null) {
      return List.of();
    }
    List<LogFile> files = new ArrayList<>();
    for (Seen each : seen) {
      if (extension(each.name()).equals(extension(current.name()))) {
        files.add(file(each, each.equals(current)));
      }
    }
    return files;
  }

  @Override
  public @Nullable LogFile find(String identity) {
    for (Seen each : seen) {
      if (each.name().equals(identity)) {
        return file(each, false);
      }
    }
    return null;
  }

  @Override
  public byte[] read(LogFile file, long offset, int length) throws SQLException {
    String name = HexFormat.of().formatHex(file.name().getBytes(StandardCharsets.UTF_8));
    SqlResource read = (helper ? HELPER_READ : READ).with("name", '\'' + name + '\'');
    List<byte[]> bytes = new ArrayList<>();
    long unused =
        reading.each(read, new long[] {offset, length}, row -> bytes.add(row.bytes("bytes")));
    return bytes.isEmpty() ? new byte[0] : bytes.get(0);
  }

  private @Nullable Seen current() {
    for (String form : FORMS) {
      for (Seen each : seen) {
        if (form.equals(each.format())) {
          return each;
        }
      }
    }
    return null;
  }

  private static LogFile file(Seen seen, boolean current) {
    return new LogFile(seen.name(), seen.name(), seen.size(), seen.modifiedMicros(), current);
  }

  private static String extension(String name) {
    int point = name.lastIndexOf('.');
    return point < 0 ? "" : name.substring(point);
  }
}
