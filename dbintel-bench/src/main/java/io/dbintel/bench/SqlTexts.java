package io.dbintel.bench;

/** Statements of a given length, with joins, literals of several kinds, and lists. */
final class SqlTexts {
  private static final String SHORT = "SELECT name FROM t%05d WHERE id = %d AND s = '";
  private static final String LONG =
      "SELECT o.id, o.total, c.name AS customer FROM orders_%d o JOIN customers c ON c.id ="
          + " o.customer_id WHERE o.placed_at > '2026-11-01 %d' AND o.total >= 12.50 AND o.state IN"
          + " ('new', 'paid', 'sent')";
  private static final String MORE =
      " AND (c.country_code = 'DE' OR c.score > 17 OR o.note LIKE 'urgent%%' AND o.lines->>'sku' ="
          + " 'A-4711')";

  private SqlTexts() {}

  /** So many texts of so many characters, of which no two are equal. */
  static String[] distinct(int count, int characters) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = text(i, characters);
    }
    return texts;
  }

  private static String text(int number, int characters) {
    StringBuilder text = new StringBuilder();
    if (characters < 200) {
      text.append(SHORT.formatted(number, number));
    } else {
      text.append(LONG.formatted(number, number));
      while (text.length() + MORE.length() < characters - 20) {
        text.append(MORE.formatted());
      }
      text.append(" AND s = '");
    }
    int missing = characters - text.length() - 1;
    if (missing < 0) {
      throw new IllegalArgumentException(characters + " characters are too few");
    }
    return text.append("x".repeat(missing)).append('\'').toString();
  }
}
