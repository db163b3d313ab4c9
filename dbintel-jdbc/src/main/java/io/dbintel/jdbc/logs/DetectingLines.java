package io.dbintel.jdbc.logs;

import io.dbintel.jdbc.logs.LogFormat.Form;
import io.dbintel.jdbc.logs.LogSink.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a log is written: keeps the first lines until they tell, and then hands them and
 * all others on.
 */
final class DetectingLines implements LineHandler {
  private static final int ENOUGH_LINES = 50;
  private static final int ENOUGH_BYTES = 64 << 10;

  private final LogFormat format;
  private final HandlerFactory handlers;
  private final LogTime times;
  private final LogSink sink;
  private final List<Line> kept = new ArrayList<>();
  private long bytes;
  private @Nullable LineHandler found;

  /** Makes the handler of a form, with the prefix if it has one. */
  interface HandlerFactory {
    LineHandler handler(Form form, LinePrefix prefix);
  }

  DetectingLines(LogFormat format, HandlerFactory handlers, LogTime times, LogSink sink) {
    this.format = format;
    this.handlers = handlers;
    this.times = times;
    this.sink = sink;
  }

  @Override
  public void line(Line line) {
    if (found != null) {
      found.line(line);
      return;
    }
    if (line.isEmpty()) {
      return;
    }
    byte[] copy = Arrays.copyOfRange(line.bytes(), line.from(), line.to());
    kept.add(new Line(copy, 0, copy.length, line.start(), line.end(), line.number()));
    bytes += copy.length;
    if (kept.size() >= ENOUGH_LINES || bytes >= ENOUGH_BYTES || isPlain()) {
      decide();
    }
  }

  /** True if the first line tells all. */
  private boolean isPlain() {
    if (format.form() != Form.UNKNOWN) {
      return false;
    }
    Line first = kept.get(0);
    return first.bytes()[0] == '{' || (first.bytes()[0] != '"' && isCsv(first));
  }

  private static boolean isCsv(Line line) {
    String text = line.text();
    boolean quoted = text.startsWith("\"");
    int comma = LogTime.end(text, quoted ? 1 : 0) + (quoted ? 1 : 0);
    return comma > 0 && (text.startsWith(",\"", comma) || text.startsWith(",,", comma));
  }

  private void decide() {
    Form form = format.form() == Form.UNKNOWN ? form() : format.form();
    LinePrefix prefix = prefix(form);
    if (prefix == null) {
      kept.forEach(line -> sink.lost(Loss.NO_ENTRY, line.size()));
    } else {
      found = handlers.handler(form, prefix);
      kept.forEach(found::line);
    }
    kept.clear();
    bytes = 0;
  }

  /** The first line may be the rest of one, and texts of a csvlog go over several. */
  private Form form() {
    long json = kept.stream().filter(line -> line.bytes()[0] == '{').count();
    if (json > kept.size() / 2) {
      return Form.JSON;
    }
    if (kept.stream().anyMatch(DetectingLines::isCsv)) {
      return Form.CSV;
    }
    long syslog = kept.stream().filter(line -> SyslogHeader.of(line.text()) != null).count();
    return syslog > kept.size() / 2 ? Form.SYSLOG : Form.STDERR;
  }

  private @Nullable LinePrefix prefix(Form form) {
    if (form == Form.JSON || form == Form.CSV) {
      return LinePrefix.of("");
    }
    if (format.linePrefix() != null) {
      return LinePrefix.of(format.linePrefix());
    }
    List<String> lines = new ArrayList<>();
    for (Line line : kept) {
      String text = line.text();
      SyslogHeader header = form == Form.SYSLOG ? SyslogHeader.of(text) : null;
      lines.add(header == null ? text : text.substring(header.textFrom()));
    }
    return CommonPrefixes.best(lines, times);
  }

  @Override
  public void gap(long end) {
    if (found != null) {
      found.gap(end);
    }
  }

  @Override
  public void settle() {
    if (found == null && !kept.isEmpty()) {
      decide();
    }
    if (found != null) {
      found.settle();
    }
  }

  @Override
  public void end() {
    settle();
    if (found != null) {
      found.end();
    }
  }

  @Override
  public long pendingFrom() {
    if (found != null) {
      return found.pendingFrom();
    }
    return kept.isEmpty() ? NONE : kept.get(0).start();
  }
}
