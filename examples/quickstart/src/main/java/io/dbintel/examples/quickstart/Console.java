package io.dbintel.examples.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Standard output in the characters it can show, and a memory of what was printed. Thread-safe. */
final class Console {
  private static final String BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final String ASCII_BLOCKS = " .:-=+*#@";

  private final PrintStream out;
  private final boolean unicode;
  private final StringBuilder transcript = new StringBuilder();

  Console(PrintStream out, Charset charset) {
    this.out = out;
    this.unicode = charset.newEncoder().canEncode(BLOCKS + "\u2713\u2717\u2514\u2500");
  }

  static Console standard() {
    Charset charset = terminalCharset();
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
    return new Console(out, charset);
  }

  void line(String format, Object... values) {
    print(String.format(Locale.ROOT, format, values));
  }

  /** Prints a text of one or more lines as it is. */
  synchronized void print(String text) {
    out.println(unicode ? text : ascii(text));
    transcript.append(text).append('\n');
  }

  void heading(String title) {
    print("\n" + title + "\n" + (unicode ? "\u2500" : "-").repeat(title.length()));
  }

  /** All that was printed. */
  synchronized String transcript() {
    return transcript.toString();
  }

  /** A bar of that many characters. */
  String bar(long length) {
    return (unicode ? "\u2588" : "#").repeat((int) length);
  }

  /** A character as high as {@code value} is of {@code full}; a space for nothing at all. */
  char level(double value, double full) {
    String levels = unicode ? BLOCKS : ASCII_BLOCKS;
    int highest = levels.length() - 1;
    long level = full <= 0 ? 0 : (long) Math.ceil(highest * value / full);
    return levels.charAt((int) Math.max(0, Math.min(highest, level)));
  }

  String mark(boolean good) {
    if (unicode) {
      return good ? "\u2713" : "\u2717";
    }
    return good ? "ok  " : "FAIL";
  }

  String branch() {
    return unicode ? "\u2514\u2500 " : "`- ";
  }

  private static String ascii(String text) {
    return text.replace("\u2026", "...");
  }

  private static Charset terminalCharset() {
    for (String property : new String[] {"stdout.encoding", "native.encoding"}) {
      String name = System.getProperty(property, "");
      if (!name.isEmpty() && Charset.isSupported(name)) {
        return Charset.forName(name);
      }
    }
    return StandardCharsets.US_ASCII;
  }
}
