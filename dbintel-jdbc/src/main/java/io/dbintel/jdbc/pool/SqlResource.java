package io.dbintel.jdbc.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A statement that lies as a {@code .sql} file beside the class that runs it.
 *
 * <p>Lines that are comments stay in the file; what is sent has {@link #MARK} and its name in a
 * comment after the first word, by which our own statements are recognised in the server's views.
 *
 * <p>Immutable and thread-safe. Loading reads the class path: keep resources in constants.
 */
public final class SqlResource {
  /** How the comment begins that is in every statement of ours. */
  public static final String MARK = "/* dbintel:";

  private static final int OLDEST = 5;

  private final String name;
  private final String text;

  private SqlResource(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /**
   * The statement {@code name.sql} beside a class.
   *
   * @throws IllegalArgumentException if there is no such resource
   */
  public static SqlResource of(Class<?> beside, String name) {
    SqlResource found = find(beside, name);
    if (found == null) {
      throw new IllegalArgumentException("no resource " + name + ".sql beside " + beside.getName());
    }
    return found;
  }

  /**
   * The newest form of a statement that a server of this version understands: {@code name-pg17.sql}
   * serves 17 and later, {@code name.sql} all that no other serves.
   *
   * @param product what stands before the number in the file's name, for example {@code pg}
   * @param majorVersion the server's major version
   */
  public static SqlResource of(Class<?> beside, String name, String product, int majorVersion) {
    for (int version = majorVersion; version >= OLDEST; version--) {
      SqlResource found = find(beside, name + '-' + product + version);
      if (found != null) {
        return found;
      }
    }
    return of(beside, name);
  }

  /** The resource's name, without {@code .sql}. */
  public String name() {
    return name;
  }

  /** What is sent. */
  public String text() {
    return text;
  }

  /**
   * The same statement with a place of the form <code>{place}</code> filled in, for what cannot be
   * a parameter, such as a schema.
   *
   * @param sql valid SQL: a {@linkplain #identifier quoted identifier} or a number
   */
  public SqlResource with(String place, String sql) {
    String mark = '{' + place + '}';
    if (!text.contains(mark)) {
      throw new IllegalArgumentException("statement " + name + " has no place " + mark);
    }
    return new SqlResource(name, text.replace(mark, sql));
  }

  /**
   * A name as a quoted SQL identifier. What nobody sees, such as a line break or a mark that turns
   * the direction of text, is written as its number, so that a remedy stays in its line and can be
   * copied from it.
   */
  public static String identifier(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an identifier is neither empty nor holds a NUL");
    }
    String quoted = '"' + name.replace("\"", "\"\"") + '"';
    return quoted.codePoints().anyMatch(SqlResource::isUnseen) ? escaped(quoted) : quoted;
  }

  private static String escaped(String quoted) {
    StringBuilder escaped = new StringBuilder("U&");
    quoted
        .codePoints()
        .forEach(
            c -> {
              if (isUnseen(c)) {
                escaped.append("\\+%06X".formatted(c));
              } else {
                escaped.append(c == '\\' ? "\\" : "").appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  private static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return name;
  }

  private static @Nullable SqlResource find(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name + ".sql")) {
      return in == null ? null : new SqlResource(name, toSend(name, in.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + name + ".sql", unreadable);
    }
  }

  /**
   * The file without its comment lines, with our mark after the first word: servers cut off what
   * stands before it when they keep a statement's text.
   */
  private static String toSend(String name, byte[] file) {
    StringBuilder sql = new StringBuilder();
    for (String line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
      String trimmed = line.strip();
      if (!trimmed.isEmpty() && !trimmed.startsWith("--")) {
        sql.append(sql.isEmpty() ? "" : "\n").append(line.stripTrailing());
      }
    }
    int space = sql.indexOf(" ");
    if (space < 0) {
      throw new IllegalArgumentException(name + ".sql must begin with a word and a space");
    }
    return sql.insert(space, " " + MARK + name + " */").toString();
  }
}
