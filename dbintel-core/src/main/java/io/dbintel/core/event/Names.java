package io.dbintel.core.event;

/** What a name of the vocabulary may look like. */
final class Names {
  private static final int MAX_LENGTH = 255;

  private Names() {}

  /** Returns {@code name} if it is dotted lower-case words, as OpenTelemetry asks for. */
  static String requireDotted(String name, String what) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || !isDotted(name)) {
      throw new IllegalArgumentException(
          what
              + " must be 1 to "
              + MAX_LENGTH
              + " characters of a-z, 0-9, '_' and '.', starting and ending with a letter or digit,"
              + " but was \""
              + name
              + '"');
    }
    return name;
  }

  private static boolean isDotted(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean separator = c == '.' || c == '_';
      boolean edge = i == 0 || i == name.length() - 1;
      if (!letter && (!separator || edge)) {
        return false;
      }
    }
    return true;
  }
}
