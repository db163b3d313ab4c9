package io.dbintel.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged, at every level, with the words of what was thrown. */
final class RecordingLogger implements System.Logger {
  private final String name;
  private final List<String> lines;

  RecordingLogger(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String text,
      @Nullable Throwable thrown) {
    StringWriter line = new StringWriter().append(String.valueOf(text));
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(line.append('\n'), true));
    }
    lines.add(line.toString());
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object... parameters) {
    String text = String.valueOf(format);
    lines.add(
        parameters == null || parameters.length == 0
            ? text
            : MessageFormat.format(text, parameters));
  }
}
