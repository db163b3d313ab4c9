package io.dbintel.examples.cli;

import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A normalizer for each dialect, by the names that people give them. */
final class Normalizers {
  private static final String ANSI_QUOTES = "mysql-ansi-quotes";
  private static final String NO_BACKSLASH_ESCAPES = "mysql-no-backslash-escapes";

  private final Map<String, SqlNormalizer> byName = new HashMap<>();

  Normalizers() {
    for (SqlDialect dialect : SqlDialect.values()) {
      SqlNormalizer normalizer = SqlNormalizer.of(dialect);
      byName.put(name(dialect), normalizer);
      if (dialect == SqlDialect.POSTGRESQL) {
        // Whoever names none means the standard's SQL, to which PostgreSQL's is closest.
        for (String other : new String[] {"", "any", "ansi", "postgres", "pg"}) {
          byName.put(other, normalizer);
        }
      }
    }
    byName.put(ANSI_QUOTES, SqlNormalizer.builder(SqlDialect.MYSQL).ansiQuotes().build());
    byName.put(
        NO_BACKSLASH_ESCAPES, SqlNormalizer.builder(SqlDialect.MYSQL).noBackslashEscapes().build());
  }

  /** The one for that dialect, PostgreSQL's if none is named; null if nobody knows it. */
  SqlNormalizer of(String dialect) {
    return byName.get(dialect == null ? "" : dialect.toLowerCase(Locale.ROOT));
  }

  /** What to say of a dialect that nobody knows. */
  static String unknown(String dialect) {
    return "unknown dialect; known: "
        + Stream.concat(
                Arrays.stream(SqlDialect.values()).map(Normalizers::name),
                Stream.of(ANSI_QUOTES, NO_BACKSLASH_ESCAPES))
            .collect(Collectors.joining(", "));
  }

  private static String name(SqlDialect dialect) {
    return dialect.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
