package io.dbintel.processors.plan;

import org.jspecify.annotations.Nullable;

/**
 * Tells by their names that a table is a partition of another. PostgreSQL does not say so in a
 * plan, but names the uses of partitions by that of their table and a counter.
 */
final class PartitionNames {
  private PartitionNames() {}

  /**
   * What the statement calls the table of which {@code relation} is a partition; null if nothing
   * shows that it is one.
   *
   * @param underAppend whether it is read as one of several that are appended
   */
  static @Nullable String tableOf(String relation, @Nullable String alias, boolean underAppend) {
    if (alias == null || relation.equals(alias)) {
      return null;
    }
    String table = withoutCounter(alias);
    if (relation.equals(table)) {
      return null;
    }
    boolean counted = !table.equals(alias);
    if (underAppend && counted) {
      return table;
    }
    return relation.startsWith(alias + "_") && isOfPartition(relation, alias.length() + 1)
        ? alias
        : null;
  }

  /**
   * Whether what stands behind the table's name says which of many it is. A word alone does not:
   * {@code FROM d_customer d} reads no partition of {@code d}.
   */
  private static boolean isOfPartition(String relation, int start) {
    for (int i = start; i < relation.length(); i++) {
      if (PlanWords.isDigit(relation.charAt(i))) {
        return true;
      }
    }
    return relation.substring(start).equals("default");
  }

  /** The index's name without that of the partition, with which the server begins it. */
  static String indexOf(String index, String partition) {
    return index.startsWith(partition)
        ? index.substring(partition.length())
        : withoutNumbers(index);
  }

  /** The name with one sign in the place of all digits in a row. */
  static String withoutNumbers(String name) {
    StringBuilder text = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!PlanWords.isDigit(c)) {
        text.append(c);
      } else if (i == 0 || !PlanWords.isDigit(name.charAt(i - 1))) {
        text.append('#');
      }
    }
    return text.toString();
  }

  private static String withoutCounter(String alias) {
    int end = alias.length();
    while (end > 0 && PlanWords.isDigit(alias.charAt(end - 1))) {
      end--;
    }
    boolean counter = end < alias.length() && end > 1 && alias.charAt(end - 1) == '_';
    return counter ? alias.substring(0, end - 1) : alias;
  }
}
