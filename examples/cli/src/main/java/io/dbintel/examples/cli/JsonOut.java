package io.dbintel.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/** JSON on standard output, an object a line. */
final class JsonOut {
  private JsonOut() {}

  /** A generator that puts each object on a line of its own. */
  static JsonGenerator on(OutputStream out) throws IOException {
    return new JsonFactory()
        .createGenerator(out)
        .setPrettyPrinter(new MinimalPrettyPrinter("\n"))
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /** Ends the output: the last line has its line feed too. */
  static void end(JsonGenerator json, OutputStream out, boolean any) throws IOException {
    json.flush();
    if (any) {
      out.write('\n');
    }
    out.flush();
    json.close();
  }

  /**
   * The text with a replacement character for each half of a surrogate pair, which UTF-8 has not.
   */
  static String wellFormed(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      if (mended == null) {
        mended = new StringBuilder(text);
      }
      mended.setCharAt(i, '\ufffd');
    }
    return mended == null ? text : mended.toString();
  }
}
