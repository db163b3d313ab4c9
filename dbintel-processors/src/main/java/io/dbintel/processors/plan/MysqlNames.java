package io.dbintel.processors.plan;

/** Names that MySQL and MariaDB make up for what has none. */
final class MysqlNames {
  private MysqlNames() {}

  /**
   * {@code <derived2>} and {@code <union1,2>} without their numbers, which come from where a part
   * of the statement stands in it; other names as they are.
   */
  static String withoutNumbers(String name) {
    if (name.length() < 3 || name.charAt(0) != '<') {
      return name;
    }
    int end = 1;
    while (end < name.length() && Character.isLetter(name.charAt(end))) {
      end++;
    }
    return name.substring(0, end) + ">";
  }
}
