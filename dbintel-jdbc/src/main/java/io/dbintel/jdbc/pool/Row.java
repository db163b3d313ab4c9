package io.dbintel.jdbc.pool;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row that is being read. Every column is checked for what it may be: a value that is null
 * where none may be, of another type, or out of range ends the row, which is then counted as bad
 * and skipped.
 *
 * <p>A column that the statement does not have is an error of the statement, not of the row. Not
 * thread-safe; valid until the reader returns.
 */
public final class Row {
  /** The longest text that is taken, in characters. */
  private static final int MAX_TEXT = 1 << 20;

  /** The longest value of bytes that is taken. */
  private static final int MAX_BYTES = 16 << 20;

  /** The longest array that is taken. */
  private static final int MAX_ELEMENTS = 100_000;

  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** A text, at most 1 Mi characters. */
  public String text(String column) throws SQLException {
    return require(textOrNull(column));
  }

  /** A text, or null. */
  public @Nullable String textOrNull(String column) throws SQLException {
    Object value = results.getObject(column);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw new BadRow("type");
    }
    if (text.length() > MAX_TEXT) {
      throw new BadRow("range");
    }
    return text;
  }

  /**
   * A value of any type as the server prints it, at most 1 Mi characters: for JSON and the like.
   */
  public String printed(String column) throws SQLException {
    String text = require(results.getString(column));
    if (text.length() > MAX_TEXT) {
      throw new BadRow("range");
    }
    return text;
  }

  /** Bytes, at most 16 MiB; empty for null. */
  public byte[] bytes(String column) throws SQLException {
    Object value = results.getObject(column);
    if (value == null) {
      return new byte[0];
    }
    if (!(value instanceof byte[] bytes)) {
      throw new BadRow("type");
    }
    if (bytes.length > MAX_BYTES) {
      throw new BadRow("range");
    }
    return bytes;
  }

  /** An integer. */
  public long integer(String column) throws SQLException {
    return whole(require(results.getObject(column)));
  }

  /** An integer, or a stand-in for null. */
  public long integerOr(String column, long ifNull) throws SQLException {
    Object value = results.getObject(column);
    return value == null ? ifNull : whole(value);
  }

  /** An integer in a range, both ends included. */
  public long integer(String column, long min, long max) throws SQLException {
    long value = integer(column);
    if (value < min || value > max) {
      throw new BadRow("range");
    }
    return value;
  }

  /** An integer that is at least 0: a count, a size in bytes. */
  public long count(String column) throws SQLException {
    return integer(column, 0, Long.MAX_VALUE);
  }

  /** A count, or a stand-in for null. */
  public long countOr(String column, long ifNull) throws SQLException {
    Object value = results.getObject(column);
    if (value == null) {
      return ifNull;
    }
    long count = whole(value);
    if (count < 0) {
      throw new BadRow("range");
    }
    return count;
  }

  /** True if the column holds an integer here; false for null. */
  public boolean isInteger(String column) throws SQLException {
    Object value = results.getObject(column);
    return value instanceof Long || value instanceof Integer || value instanceof Short;
  }

  /** A finite number. */
  public double number(String column) throws SQLException {
    return finite(require(results.getObject(column)));
  }

  /** A finite number, or a stand-in for null. */
  public double numberOr(String column, double ifNull) throws SQLException {
    Object value = results.getObject(column);
    return value == null ? ifNull : finite(value);
  }

  /** A truth value. */
  public boolean flag(String column) throws SQLException {
    return truth(require(results.getObject(column)));
  }

  /** A truth value, or a stand-in for null. */
  public boolean flagOr(String column, boolean ifNull) throws SQLException {
    Object value = results.getObject(column);
    return value == null ? ifNull : truth(value);
  }

  /** An array of integers; empty for null. An element that is null makes the row bad. */
  public long[] integers(String column) throws SQLException {
    Object[] elements = elements(column);
    long[] values = new long[elements.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole(require(elements[i]));
    }
    return values;
  }

  /** An array of texts; empty for null. An element that is null makes the row bad. */
  public List<String> texts(String column) throws SQLException {
    Object[] elements = elements(column);
    List<String> values = new ArrayList<>(elements.length);
    for (Object element : elements) {
      if (!(require(element) instanceof String text)) {
        throw new BadRow("type");
      }
      values.add(text);
    }
    return List.copyOf(values);
  }

  private @Nullable Object[] elements(String column) throws SQLException {
    Object value = results.getObject(column);
    if (value == null) {
      return new Object[0];
    }
    if (!(value instanceof Array array) || !(array.getArray() instanceof Object[] elements)) {
      throw new BadRow("type");
    }
    if (elements.length > MAX_ELEMENTS) {
      throw new BadRow("range");
    }
    return elements;
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new BadRow("null");
    }
    return value;
  }

  private static long whole(Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return ((Number) value).longValue();
    }
    try {
      if (value instanceof BigInteger big) {
        return big.longValueExact();
      }
      if (value instanceof BigDecimal big) {
        return big.longValueExact();
      }
    } catch (ArithmeticException tooBigOrFraction) {
      throw new BadRow("range");
    }
    throw new BadRow("type");
  }

  private static double finite(Object value) {
    if (!(value instanceof Number number)) {
      throw new BadRow("type");
    }
    double result = number.doubleValue();
    if (!Double.isFinite(result)) {
      throw new BadRow("range");
    }
    return result;
  }

  private static boolean truth(Object value) {
    if (!(value instanceof Boolean truth)) {
      throw new BadRow("type");
    }
    return truth;
  }

  /**
   * Ends the reading of a row. Has no stack trace, because it is counted and not shown: making one
   * is cheap.
   */
  static final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRow(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
