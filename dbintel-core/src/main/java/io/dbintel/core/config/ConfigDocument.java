package io.dbintel.core.config;

import io.dbintel.core.config.ConfigNode.Entry;
import io.dbintel.core.config.ConfigNode.Mapping;
import io.dbintel.core.config.ConfigNode.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file as it was read: its tree, the problems of its form, and where each path of
 * it stands. Bounded: 1 MiB, 32 levels, 64 Ki characters a value. YAML without anchors, aliases,
 * tags, merge keys and values of more than one line, or JSON if the name ends with {@code .json}.
 *
 * <p>Immutable, and prints nothing of what it holds.
 */
public final class ConfigDocument {
  /** What a host needs on its class path to read configuration files. */
  public static final String PARSER = "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml";

  private static final int MAX_BYTES = 1 << 20;

  private final String source;
  private final Mapping root;
  private final List<ConfigProblem> problems;

  ConfigDocument(String source, Mapping root, List<ConfigProblem> problems) {
    this.source = source;
    this.root = root;
    this.problems = List.copyOf(problems);
  }

  /** Reads a file; that it cannot be read is a problem among the others. */
  public static ConfigDocument read(Path file) {
    Path name = file.getFileName();
    String source = name == null ? file.toString() : name.toString();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return bytes.length > MAX_BYTES ? tooLong(source) : parse(source, text);
    } catch (NoSuchFileException missing) {
      return unreadable(source, "does not exist: " + file.toAbsolutePath());
    } catch (AccessDeniedException denied) {
      return unreadable(source, "must not be read by this process: " + file.toAbsolutePath());
    } catch (CharacterCodingException notText) {
      return unreadable(source, "is not UTF-8 text");
    } catch (IOException broken) {
      return unreadable(source, "cannot be read: " + broken.getClass().getSimpleName());
    }
  }

  /**
   * Reads a text.
   *
   * @param source what problems call it
   * @param text read to its end; not closed
   */
  public static ConfigDocument read(String source, Reader text) {
    StringBuilder all = new StringBuilder();
    char[] piece = new char[8192];
    try {
      for (int n = text.read(piece); n >= 0 && all.length() <= MAX_BYTES; n = text.read(piece)) {
        all.append(piece, 0, n);
      }
    } catch (IOException broken) {
      return unreadable(source, "cannot be read: " + broken.getClass().getSimpleName());
    }
    return all.length() > MAX_BYTES ? tooLong(source) : parse(source, all.toString());
  }

  private static ConfigDocument parse(String source, String text) {
    try {
      boolean json = source.toLowerCase(Locale.ROOT).endsWith(".json");
      return json ? ConfigParser.json(source, text) : ConfigParser.yaml(source, text);
    } catch (LinkageError absent) {
      // Jackson is optional; a version too old lacks methods rather than classes.
      return unreadable(
          source,
          "needs a parser to be read: add "
              + PARSER
              + " (2.15 or later) to the class path, or configure in Java");
    }
  }

  private static ConfigDocument tooLong(String source) {
    return unreadable(source, "must not be longer than 1 MiB");
  }

  private static ConfigDocument unreadable(String source, String message) {
    ConfigProblem problem = new ConfigProblem("", message).at(new ConfigPlace(source, 0));
    return new ConfigDocument(source, new Mapping(Map.of(), 0), List.of(problem));
  }

  /** The file's name, as problems show it. */
  public String source() {
    return source;
  }

  /** What stands in it; empty if it could not be read. */
  public Mapping root() {
    return root;
  }

  /** What is wrong with its form. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  /** True if nothing of it could be read, so that whatever is missing may be in it all the same. */
  public boolean isUnreadable() {
    return root.entries().isEmpty() && !problems.isEmpty();
  }

  /** Where a path stands, or else what is around it; null if neither is in this file. */
  public @Nullable ConfigPlace placeOf(String path) {
    int line = lineOf(root, path, 0);
    return line == 0 ? null : new ConfigPlace(source, line);
  }

  /** The path is held against the names that are there, because a name may hold a dot. */
  private static int lineOf(ConfigNode node, String path, int around) {
    if (path.isEmpty()) {
      return around;
    }
    boolean index = path.startsWith("[");
    if (node instanceof Mapping mapping && !index) {
      String name = longestName(mapping, path);
      Entry entry = mapping.entries().get(name);
      return entry == null ? around : lineOf(entry.value(), rest(path, name), entry.line());
    }
    if (node instanceof Sequence sequence && index) {
      for (int i = 0; i < sequence.items().size(); i++) {
        String step = "[" + i + ']';
        if (path.startsWith(step)) {
          ConfigNode item = sequence.items().get(i);
          return lineOf(item, rest(path, step), item.line());
        }
      }
    }
    // An index of what is no list: somebody else's path.
    return index ? 0 : around;
  }

  private static String longestName(Mapping mapping, String path) {
    String longest = "";
    for (String name : mapping.entries().keySet()) {
      boolean whole = path.length() == name.length() || ".[".indexOf(after(path, name)) >= 0;
      if (path.startsWith(name) && whole && name.length() > longest.length()) {
        longest = name;
      }
    }
    return longest;
  }

  private static char after(String path, String name) {
    return path.length() > name.length() ? path.charAt(name.length()) : ' ';
  }

  private static String rest(String path, String step) {
    String rest = path.substring(step.length());
    return rest.startsWith(".") ? rest.substring(1) : rest;
  }

  @Override
  public String toString() {
    return "ConfigDocument[" + source + ']';
  }
}
