package io.dbintel.processors.plan;

import io.dbintel.core.sql.NormalizedSql;
import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the literals out of statements that were printed with their plans, as the product reads
 * them that printed them. Thread-safe; linear in the length of the text.
 */
public final class PlanStatements {
  private final SqlNormalizer postgresql = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final MysqlModes mysql = new MysqlModes(SqlDialect.MYSQL);
  private final MysqlModes mariadb = new MysqlModes(SqlDialect.MARIADB);

  /** The readings of one text under the modes of a server, which nobody tells us. */
  private static final class MysqlModes {
    private final SqlNormalizer usual;
    private final SqlNormalizer plainBackslash;

    private MysqlModes(SqlDialect dialect) {
      usual = SqlNormalizer.of(dialect);
      plainBackslash = SqlNormalizer.builder(dialect).noBackslashEscapes().build();
    }

    private @Nullable NormalizedSql normalize(String text) {
      NormalizedSql read = usual.normalize(text);
      boolean sure =
          text.indexOf('\\') < 0 || plainBackslash.normalize(text).text().equals(read.text());
      return sure ? read : null;
    }
  }

  /** Made once for many statements. */
  public PlanStatements() {}

  /**
   * The statement without literals.
   *
   * @param system the product, as {@code db.system.name} names it
   * @param text the statement as the server printed it
   * @return null of a product that is not known, and where a backslash makes two readings of it, so
   *     that nobody knows where its literals end
   */
  public @Nullable NormalizedSql normalize(String system, String text) {
    return switch (system) {
      case "postgresql" -> postgresql.normalize(text);
      case "mysql" -> mysql.normalize(text);
      case "mariadb" -> mariadb.normalize(text);
      default -> null;
    };
  }
}
