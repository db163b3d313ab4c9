package io.dbintel.core.sql;

/** What a token is, as finely as spacing and list collapsing need to know. */
enum TokenType {
  /** An unquoted identifier or a keyword. */
  WORD,
  /** A quoted identifier, with its quotes. */
  QUOTED,
  /** A literal, a parameter, or a lone question mark: one and the same from here on. */
  PLACEHOLDER,
  OPERATOR,
  /**
   * A plus or minus that has no left operand; never returned by the lexer, which sees no context.
   */
  SIGN,
  OPEN,
  CLOSE,
  COMMA,
  SEMICOLON,
  DOT,
  /** A variable of MySQL, with its {@code @}. */
  VARIABLE,
  CAST,
  COLON,
  /** Where this package once cut the text: it stands for anything. */
  ELLIPSIS,
  /** The end of the text, outside any token. */
  END,
  /** The end of a text that its source may have cut, inside a token that is not returned. */
  CUT,
  /** What follows is no token of the dialect. */
  UNREADABLE;

  private static final int COLUMNS = 32;

  /** The length of a table with a row and a column for each type. */
  static final int TABLE_SIZE = COLUMNS * COLUMNS;

  private final int index;

  @SuppressWarnings("EnumOrdinal") // an index into tables that are built when the class is loaded
  TokenType() {
    this.index = ordinal();
  }

  /** Where this type's row begins in a table of pairs. */
  int row() {
    return index * COLUMNS;
  }

  /** This type's place in a row of such a table. */
  int column() {
    return index;
  }
}
