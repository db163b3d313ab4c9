package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogSink.Loss;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of a {@code csvlog}, whose texts may go over several lines. What is not written as the
 * server writes it, such as a record that a crash cut off, is given up at once, and reading goes on
 * at the next line that begins with a time, as every record does.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG">the
 *     manual</a>
 */
final class CsvRecords implements LineHandler {
  /** Up to the application's name; 13 and later write more. */
  private static final int COLUMNS = 23;

  private static final int MAX_COLUMNS = 64;

  private enum State {
    BEGIN,
    PLAIN,
    QUOTED,
    QUOTE
  }

  private final LogTime times;
  private final int maxBytes;
  private final LogSink sink;
  private ByteArrayOutputStream column = new ByteArrayOutputStream();
  private final List<String> columns = new ArrayList<>();
  private State state = State.BEGIN;
  private boolean inRecord;
  private long start;
  private long number;
  private long bytes;

  CsvRecords(LogTime times, int maxBytes, LogSink sink) {
    this.times = times;
    this.maxBytes = maxBytes;
    this.sink = sink;
  }

  @Override
  public void line(Line line) {
    if (!inRecord) {
      if (line.isEmpty()) {
        return;
      }
      int from = line.bytes()[line.from()] == '"' ? line.from() + 1 : line.from();
      if (!LogTime.begins(line.bytes(), from, line.to())) {
        sink.lost(Loss.NO_ENTRY, line.size());
        return;
      }
      begin(line);
    }
    bytes = line.end() - start;
    if (bytes > maxBytes) {
      giveUp(Loss.TOO_LONG);
    } else if (!read(line)) {
      giveUp(Loss.MALFORMED);
    } else if (state == State.QUOTED) {
      column.write('\n');
    } else {
      finish(line);
    }
  }

  @Override
  public void gap(long end) {
    if (inRecord) {
      giveUp(Loss.TOO_LONG);
    }
  }

  /** A record without its end is no record; more of it may come, so it stays. */
  @Override
  public void settle() {}

  @Override
  public void end() {
    if (inRecord) {
      giveUp(Loss.MALFORMED);
    }
  }

  @Override
  public long pendingFrom() {
    return inRecord ? start : NONE;
  }

  private void begin(Line line) {
    inRecord = true;
    start = line.start();
    number = line.number();
    clear();
    state = State.BEGIN;
  }

  private boolean read(Line line) {
    for (int at = line.from(); at < line.to(); at++) {
      byte b = line.bytes()[at];
      switch (state) {
        case QUOTED -> {
          if (b == '"') {
            state = State.QUOTE;
          } else {
            column.write(b);
          }
        }
        case QUOTE -> {
          if (b == '"') {
            column.write(b);
            state = State.QUOTED;
          } else if (b != ',' || !endColumn()) {
            return false;
          }
        }
        default -> {
          if (b == ',') {
            if (!endColumn()) {
              return false;
            }
          } else if (b == '"') {
            if (state == State.PLAIN) {
              return false;
            }
            state = State.QUOTED;
          } else {
            column.write(b);
            state = State.PLAIN;
          }
        }
      }
    }
    return true;
  }

  private boolean endColumn() {
    columns.add(column.toString(StandardCharsets.UTF_8));
    column.reset();
    state = State.BEGIN;
    return columns.size() < MAX_COLUMNS;
  }

  private void finish(Line line) {
    boolean unused = endColumn();
    inRecord = false;
    if (columns.size() < COLUMNS) {
      sink.lost(Loss.MALFORMED, bytes);
      return;
    }
    EntryHead head = new EntryHead();
    head.epochNanos = times.epochNanos(columns.get(0));
    head.user = EntryHead.name(columns.get(1));
    head.database = EntryHead.name(columns.get(2));
    head.pid = EntryHead.pid(columns.get(3));
    head.sessionId = columns.get(5);
    head.severity = columns.get(11);
    head.sqlState = columns.get(12);
    head.application = EntryHead.name(columns.get(22));
    head.queryId = columns.size() > 25 ? EntryHead.number(columns.get(25)) : 0;
    LogTexts texts =
        new LogTexts(
            columns.get(13), columns.get(14), columns.get(15), columns.get(18), columns.get(19));
    clear();
    sink.entry(head.entry(texts, number, line.end()));
  }

  private void giveUp(Loss reason) {
    sink.lost(reason, bytes);
    inRecord = false;
    clear();
  }

  /** A long text does not stay in memory. */
  private void clear() {
    columns.clear();
    column = new ByteArrayOutputStream();
  }
}
