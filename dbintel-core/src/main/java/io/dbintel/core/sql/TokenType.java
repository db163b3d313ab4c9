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
  CAST,
  COLON,
  /** Where this package once cut the text: it stands for anything. */
  ELLIPSIS,
  /** The end of the text, outside any token. */
  END,
  /** The end of a text that its source may have cut, inside a token that is not returned. */
  CUT,
  /** What follows is no token of the dialect. */
  UNREADABLE
}
