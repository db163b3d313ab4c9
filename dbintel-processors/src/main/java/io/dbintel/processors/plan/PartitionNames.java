package io.dbintel.processors.plan;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells by their names that a table is a partition of another. PostgreSQL does not say so in a
 * plan, but names the uses of partitions by that of their table and a counter.
 */
final class PartitionNames {
  /**
   * What stands behind the table's name in those of partitions that people and tools make: {@code
   * 2024_07}, {@code p0}, {@code y2024m01}, {@code 1_prt_2}, {@code default}. Where there is a word
   * of more letters it is a table of its own: {@code FROM d_customer d} reads no partition of
   * {@code d}. What it repeats begins anew behind all digits, so that no name takes long.
   */
  private static final Pattern OF_A_PARTITION =
      Pattern.compile("default|(?:_?(?:partition|part|prt|hash|[a-z])?_?[0-9]++)++");

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
    int rest = alias.length() + 1;
    boolean named =
        relation.startsWith(alias + "_")
            && OF_A_PARTITION.matcher(relation).region(rest, relation.length()).matches();
    return named ? alias : null;
  }

  /**
   * The index's name without that of the partition, with which the server begins it. One that is
   * called otherwise has no numbers where it stands among those of other partitions.
   */
  static String indexOf(String index, String partition, boolean underAppend) {
    if (index.startsWith(partition)) {
      return index.substring(partition.length());
    }
    return underAppend ? withoutNumbers(index) : index;
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
