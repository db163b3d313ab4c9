package io.dbintel.core.sql;

import org.jspecify.annotations.Nullable;

/**
 * Writes the items of {@code IN}, {@code VALUES} and {@code ARRAY} lists once where they repeat: an
 * item that reads like the one before it is taken back, comma and all. So a list of placeholders
 * becomes one placeholder, and equal rows become one row. Not thread-safe.
 */
final class ListCollapse {
  /** Lists within lists beyond this are left alone. */
  private static final int MAX_OPEN = 16;

  /** A list whose different items take more bytes than this is not collapsed any further. */
  private static final int MAX_BYTES = 16_384;

  private final NormalText text;
  private final SqlFingerprint fingerprint;
  private int depth;
  private int open;
  private @Nullable Items items;

  /** A list that has ended, for the next one: an insert may have a list for each of its rows. */
  private @Nullable Items spare;

  ListCollapse(NormalText text, SqlFingerprint fingerprint) {
    this.text = text;
    this.fingerprint = fingerprint;
  }

  /** Forgets all lists. */
  void begin() {
    forget();
    depth = 0;
  }

  /** How many brackets are open. */
  int depth() {
    return depth;
  }

  /** Whether the next token stands in a list's item, inside no further bracket. */
  boolean isInItem() {
    return items != null && items.depth == depth && !items.rows;
  }

  /** Takes over how many brackets are open. No list may be. */
  void depth(int brackets) {
    depth = brackets;
  }

  /** Must be called before a token is written, with the keyword before it. */
  void before(TokenType type, Keyword keyword, Keyword previousKeyword) {
    if (items != null && items.rows && items.depth == depth && !continuesRows(items, type)) {
      endItem(items);
      pop(items);
    }
    if (type == TokenType.OPEN && previousKeyword == Keyword.VALUES) {
      push(true);
    }
    if (items == null || items.depth != depth) {
      return;
    }
    if (type == TokenType.WORD && isSubquery(items, keyword)) {
      pop(items);
    } else if (type == TokenType.COMMA) {
      endItem(items);
      items.textMark = text.length();
      items.bytesMark = fingerprint.length();
    } else if (type == TokenType.CLOSE) {
      endItem(items);
      pop(items);
    }
  }

  /** Must be called after a token was written, with the keyword before it. */
  void after(TokenType type, Keyword previousKeyword) {
    if (type == TokenType.OPEN) {
      boolean list = opensList(previousKeyword);
      depth++;
      if (list) {
        push(false);
      }
    } else if (type == TokenType.CLOSE) {
      depth = Math.max(0, depth - 1);
    } else if (type == TokenType.COMMA && items != null && items.depth == depth) {
      items.start = fingerprint.length();
    }
    if (fingerprint.length() > MAX_BYTES) {
      forget();
    }
  }

  /** Ends all lists, as the end of a statement does. */
  void end() {
    while (items != null) {
      endItem(items);
      pop(items);
    }
    depth = 0;
  }

  boolean isEmpty() {
    return items == null;
  }

  private void forget() {
    items = null;
    open = 0;
  }

  private boolean continuesRows(Items rows, TokenType type) {
    return type == TokenType.COMMA
        || (type == TokenType.OPEN && fingerprint.length() == rows.start);
  }

  private boolean isSubquery(Items list, Keyword keyword) {
    return list.previousStart < 0
        && list.start == fingerprint.length()
        && (keyword.startsQuery() || keyword == Keyword.WITH);
  }

  /** Asked when the bracket has been written but not counted. */
  private boolean opensList(Keyword previousKeyword) {
    return switch (previousKeyword) {
      case IN, VALUES, ARRAY -> true;
      default -> items != null && items.depth == depth && items.opensItem(fingerprint.length());
    };
  }

  private void push(boolean rows) {
    if (open < MAX_OPEN) {
      open++;
      Items list = spare == null ? new Items() : spare;
      spare = null;
      list.begin(items, depth, rows, fingerprint.length());
      items = list;
    }
  }

  private void pop(Items top) {
    open--;
    items = top.outer;
    spare = top;
  }

  private void endItem(Items list) {
    int end = fingerprint.length();
    if (list.previousStart >= 0
        && fingerprint.same(list.previousStart, list.previousEnd, list.start, end)) {
      fingerprint.retract(list.bytesMark);
      text.retract(list.textMark);
    } else {
      list.previousStart = list.start;
      list.previousEnd = end;
    }
  }

  /** The items of one list: positions in the text and in the fingerprint's unsettled bytes. */
  private static final class Items {
    /** A bracket and the space behind it. */
    private static final int BRACKET_BYTES = 2;

    private @Nullable Items outer;
    private int depth;
    private boolean rows;

    /** Before the comma that precedes the current item. */
    private int textMark;

    private int bytesMark;
    private int start;
    private int previousStart;
    private int previousEnd;

    void begin(@Nullable Items outer, int depth, boolean rows, int start) {
      this.outer = outer;
      this.depth = depth;
      this.rows = rows;
      this.start = start;
      this.previousStart = -1;
    }

    boolean opensItem(int length) {
      return length - BRACKET_BYTES == start;
    }
  }
}
