package io.dbintel.jdbc.explain;

import io.dbintel.jdbc.explain.NoPlan.Refusal;

/** The search path of a role, as the setting says it, with {@code "$user"} in its place. */
final class SearchPath {
  private static final String USER = "$user";

  private SearchPath() {}

  /**
   * Resolves it.
   *
   * @param setting names with or without quotes, separated by commas
   * @param role who runs the statement; empty if the role is gone
   * @throws Refusal if it is not such a list
   */
  static String of(String setting, String role) throws Refusal {
    StringBuilder path = new StringBuilder();
    int i = 0;
    while (i < setting.length()) {
      StringBuilder name = new StringBuilder();
      i = blank(setting, i);
      i =
          i < setting.length() && setting.charAt(i) == '"'
              ? quoted(setting, i + 1, name)
              : bare(setting, i, name);
      i = blank(setting, i);
      if (i < setting.length() && setting.charAt(i) != ',') {
        throw new Refusal(NoPlan.SEARCH_PATH);
      }
      i++;
      append(path, name.toString().equals(USER) ? role : name.toString());
    }
    return path.toString();
  }

  private static int blank(String setting, int from) {
    int i = from;
    while (i < setting.length() && setting.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }

  private static int quoted(String setting, int from, StringBuilder name) throws Refusal {
    int i = from;
    while (i < setting.length()) {
      char c = setting.charAt(i++);
      if (c == '"') {
        if (i == setting.length() || setting.charAt(i) != '"') {
          return i;
        }
        i++;
      }
      name.append(c);
    }
    throw new Refusal(NoPlan.SEARCH_PATH);
  }

  private static int bare(String setting, int from, StringBuilder name) {
    int i = from;
    while (i < setting.length() && setting.charAt(i) != ',' && setting.charAt(i) > ' ') {
      char c = setting.charAt(i++);
      name.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return i;
  }

  private static void append(StringBuilder path, String name) {
    if (!name.isEmpty()) {
      path.append(path.isEmpty() ? "" : ", ").append('"').append(name.replace("\"", "\"\""));
      path.append('"');
    }
  }
}
