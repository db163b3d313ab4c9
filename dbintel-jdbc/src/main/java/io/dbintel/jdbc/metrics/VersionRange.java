package io.dbintel.jdbc.metrics;

/**
 * A range of major versions, both ends included, written <code>13-16</code>, or <code>17-</code>
 * for 17 and later.
 *
 * @param first the oldest
 * @param last the newest
 */
public record VersionRange(int first, int last) {
  /** Checks that it is one. */
  public VersionRange {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("no range of versions: " + first + '-' + last);
    }
  }

  /** True if the version lies in the range. */
  public boolean contains(int majorVersion) {
    return majorVersion >= first && majorVersion <= last;
  }

  /** True if some version lies in both. */
  boolean overlaps(VersionRange other) {
    return first <= other.last && other.first <= last;
  }

  static VersionRange parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException(
          "versions must be like 13-16 or 17- but were \"" + text + '"');
    }
    try {
      String last = text.substring(dash + 1);
      return new VersionRange(
          Integer.parseInt(text.substring(0, dash)),
          last.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(last));
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(
          "versions must be like 13-16 or 17- but were \"" + text + '"', noNumber);
    }
  }

  @Override
  public String toString() {
    return first + "-" + (last == Integer.MAX_VALUE ? "" : last);
  }
}
