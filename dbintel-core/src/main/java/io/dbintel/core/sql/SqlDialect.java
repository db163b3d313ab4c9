package io.dbintel.core.sql;

import java.util.Set;

/** One family of servers whose SQL reads alike. Immutable and thread-safe. */
public enum SqlDialect {
  /**
   * PostgreSQL 12 and later, as its manual's chapter "Lexical Structure" and its scanner have it.
   */
  POSTGRESQL(
      Set.of(
          "<insufficient privilege>",
          "<command string not enabled>",
          "<backend information not available>")),

  /**
   * MySQL 5.7 and later, as its manual's chapter "Language Structure" has it. What stands in a
   * version comment is code.
   */
  MYSQL(Set.of()),

  /** MariaDB 10 and later: as MySQL, and with version comments of its own. */
  MARIADB(Set.of());

  @SuppressWarnings("ImmutableEnumChecker") // Set.of
  private final Set<String> notices;

  SqlDialect(Set<String> notices) {
    this.notices = notices;
  }

  boolean isMySql() {
    return this != POSTGRESQL;
  }

  /** Whether the server, or this package, put this text where a statement was to be. */
  boolean isNotice(String text) {
    return !text.isEmpty()
        && text.charAt(0) == '<'
        && (text.equals(NormalizedSql.UNREADABLE) || notices.contains(text));
  }
}
