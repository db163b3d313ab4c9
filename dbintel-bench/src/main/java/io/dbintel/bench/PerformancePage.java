package io.dbintel.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page with the results. What stands between two markers is written, the rest is left. */
final class PerformancePage {
  private final Path file;

  PerformancePage(Path file) {
    this.file = file;
  }

  /**
   * Replaces a section.
   *
   * @throws IllegalStateException if the page has not both of its markers, in order
   */
  void write(String section, String markdown) throws IOException {
    Files.writeString(file, replaced(Files.readString(file), section, markdown));
  }

  /** The page with the section replaced; the markers stay, each on a line of its own. */
  static String replaced(String page, String section, String markdown) {
    String begin = "<!-- begin " + section + " -->\n";
    String end = "<!-- end " + section + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalStateException(
          "the page needs the lines '" + begin.strip() + "' and '" + end + "'");
    }
    return page.substring(0, from + begin.length())
        + '\n'
        + markdown.strip()
        + "\n\n"
        + page.substring(to);
  }
}
