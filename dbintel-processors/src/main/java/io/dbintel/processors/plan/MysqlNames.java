package io.dbintel.processors.plan;

/** Names that MySQL and MariaDB make up for what has none. */
final class MysqlNames {
  private MysqlNames() {}

  /** Whether the server made it up, such as the key of a temporary table. */
  static boolean isGenerated(String name) {
    return name.startsWith("<");
  }

  /**
   * {@code <derived2>} and {@code <union1,2>} without their numbers, which come from where a part
   * of the statement stands in it; other names as they are.
   */
  static String withoutNumbers(String name) {
    if (name.length() < 3 || name.charAt(0) != '<') {
      return name;
    }
    int end = 1;
    while (end < name.length()
        && (PlanWords.isLetter(name.charAt(end)) || name.charAt(end) == '_')) {
      end++;
    }
    return name.substring(0, end) + ">";
  }
}
