package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogSink.Loss;
import java.util.Map;

/**
 * Entries of which each is a JSON object in a line: what the server writes as {@code jsonlog}, what
 * CloudNativePG wraps into {@code record}, and what Cloud Logging has of a server, whose text is an
 * entry with a prefix.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-JSONLOG">the
 *     manual</a>
 */
final class JsonLines implements LineHandler {
  private final LogTime times;
  private final LogSink sink;
  private final TextPayloads payloads;

  JsonLines(LogTime times, LogSink sink, TextPayloads payloads) {
    this.times = times;
    this.sink = sink;
    this.payloads = payloads;
  }

  @Override
  public void line(Line line) {
    if (line.isEmpty()) {
      return;
    }
    Map<String, String> members = FlatJson.read(line.text());
    if (members == null) {
      sink.lost(Loss.MALFORMED, line.size());
    } else if (members.containsKey("error_severity")) {
      payloads.settle();
      sink.entry(entry(members, line));
    } else if (members.containsKey("textPayload")) {
      payloads.take(
          members.getOrDefault("textPayload", ""), members.getOrDefault("timestamp", ""), line);
    } else {
      sink.lost(Loss.NO_ENTRY, line.size());
    }
  }

  @Override
  public void gap(long end) {
    payloads.gap(end);
  }

  @Override
  public void settle() {
    payloads.settle();
  }

  @Override
  public long pendingFrom() {
    return payloads.pendingFrom();
  }

  private LogEntry entry(Map<String, String> members, Line line) {
    EntryHead head = new EntryHead();
    String time = either(members, "timestamp", "log_time");
    head.epochNanos = times.epochNanos(time);
    head.pid = EntryHead.pid(either(members, "pid", "process_id"));
    head.sessionId = either(members, "session_id", "session_id");
    head.user = EntryHead.name(either(members, "user", "user_name"));
    head.database = EntryHead.name(either(members, "dbname", "database_name"));
    head.application = EntryHead.name(either(members, "application_name", "application_name"));
    head.severity = either(members, "error_severity", "error_severity");
    head.sqlState = either(members, "state_code", "sql_state_code");
    head.queryId = EntryHead.number(either(members, "query_id", "query_id"));
    LogTexts texts =
        new LogTexts(
            either(members, "message", "message"),
            either(members, "detail", "detail"),
            either(members, "hint", "hint"),
            either(members, "context", "context"),
            either(members, "statement", "query"));
    return head.entry(texts, line.number(), line.end());
  }

  private static String either(Map<String, String> members, String server, String operator) {
    String value = members.get(server);
    return value == null ? members.getOrDefault(operator, "") : value;
  }
}
