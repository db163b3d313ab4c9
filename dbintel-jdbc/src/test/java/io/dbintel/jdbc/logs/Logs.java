package io.dbintel.jdbc.logs;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads logs and keeps what was told. */
final class Logs implements LogSink {
  private static final String PROPERTY = "dbintel.corpora";

  final List<LogEntry> entries = new ArrayList<>();
  final Map<Loss, Long> losses = new EnumMap<>(Loss.class);

  static Logs read(LogFormat format, byte[] bytes) {
    return read(format, bytes, LogReader.MAX_ENTRY_BYTES);
  }

  static Logs read(LogFormat format, byte[] bytes, int maxEntryBytes) {
    Logs logs = new Logs();
    LogReader reader = new LogReader(format, logs, 0, maxEntryBytes);
    reader.read(bytes, 0, bytes.length);
    reader.end();
    return logs;
  }

  static Logs read(LogFormat format, String text) {
    return read(format, text.getBytes(StandardCharsets.UTF_8));
  }

  static LogFormat stderr(String prefix) {
    return new LogFormat(LogFormat.Form.STDERR, prefix, null);
  }

  static LogFormat form(LogFormat.Form form) {
    return new LogFormat(form, null, null);
  }

  @Override
  public void entry(LogEntry entry) {
    entries.add(entry);
  }

  @Override
  public void lost(Loss reason, long bytes) {
    losses.merge(reason, bytes, Long::sum);
  }

  List<String> messages() {
    return entries.stream().map(entry -> entry.texts().reveal().message()).toList();
  }

  /** Everything that was told, texts included, to be compared. */
  List<String> told() {
    return entries.stream()
        .map(
            entry -> {
              LogTexts texts = entry.texts().reveal();
              return String.join(
                  "|",
                  entry.toString(),
                  entry.epochNanos() + " " + entry.pid() + ' ' + entry.queryId(),
                  entry.user(),
                  entry.database(),
                  entry.application(),
                  entry.sqlState(),
                  texts.message(),
                  texts.detail(),
                  texts.hint(),
                  texts.context(),
                  texts.statement());
            })
        .toList();
  }

  long durations() {
    return entries.stream().filter(entry -> LoggedDuration.of(entry) != null).count();
  }

  /** A folder of the third-party test data; the test is skipped, aloud, where none is named. */
  static Path corpus(String name) {
    String setting = System.getProperty(PROPERTY, "");
    if (setting.isBlank()) {
      String reason = "no third-party test data: -D" + PROPERTY + " is not set";
      System.out.println("SKIPPED: " + reason);
      abort(reason);
    }
    for (Path base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
      Path folder = base.resolve(setting).resolve(name).normalize();
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    throw new AssertionError("-D" + PROPERTY + '=' + setting + " has no folder " + name);
  }

  static List<JsonNode> jsonLines(Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      nodes.add(mapper.readTree(line));
    }
    return nodes;
  }
}
