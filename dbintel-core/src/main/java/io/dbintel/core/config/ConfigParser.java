package io.dbintel.core.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.dbintel.core.config.ConfigNode.Entry;
import io.dbintel.core.config.ConfigNode.Mapping;
import io.dbintel.core.config.ConfigNode.Scalar;
import io.dbintel.core.config.ConfigNode.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Walks a parser's tokens into a tree. Nothing is bound by the parser and no type is resolved, so
 * that a file can name no class and a value cannot grow. The one class that knows Jackson.
 *
 * <p>The parser's own messages quote the text around a fault, which may hold a secret: they are
 * left behind, and only what was expected is told.
 */
final class ConfigParser {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_SCALAR = 64 << 10;

  private final String source;
  private final JsonParser parser;

  /** The file by code points, as the parser of YAML counts; empty for JSON. */
  private final int[] characters;

  private final List<ConfigProblem> problems = new ArrayList<>();
  private @Nullable Mapping root;

  private ConfigParser(String source, JsonParser parser, String text) {
    this.source = source;
    this.parser = parser;
    this.characters = parser instanceof YAMLParser ? text.codePoints().toArray() : new int[0];
  }

  static ConfigDocument yaml(String source, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    YAMLFactory factory =
        YAMLFactory.builder()
            .loaderOptions(options)
            .streamReadConstraints(constraints())
            // Only true and false are truth values; "no" is Norway.
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();
    return parse(source, factory, text);
  }

  static ConfigDocument json(String source, String text) {
    return parse(source, JsonFactory.builder().streamReadConstraints(constraints()).build(), text);
  }

  private static StreamReadConstraints constraints() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(MAX_DEPTH)
        .maxStringLength(MAX_SCALAR)
        .maxNumberLength(100)
        .build();
  }

  private static ConfigDocument parse(String source, JsonFactory factory, String text) {
    List<ConfigProblem> problems = new ArrayList<>();
    try (JsonParser parser = factory.createParser(text)) {
      ConfigParser walk = new ConfigParser(source, parser, text);
      try {
        walk.document();
      } catch (JsonProcessingException broken) {
        walk.broken(broken);
      }
      problems.addAll(walk.problems);
      Mapping root = walk.root;
      return new ConfigDocument(source, root == null ? new Mapping(Map.of(), 0) : root, problems);
    } catch (IOException | RuntimeException broken) {
      // A fault of the parser itself on hostile text.
      problems.add(new ConfigProblem("", "cannot be parsed").at(new ConfigPlace(source, 0)));
      return new ConfigDocument(source, new Mapping(Map.of(), 0), problems);
    }
  }

  private void document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      problem(0, "is empty");
      return;
    }
    ConfigNode node = node();
    if (node instanceof Mapping mapping) {
      root = mapping;
    } else {
      problem(node.line(), "must be a mapping such as 'version: 1' but is " + node.kind());
    }
    if (parser.nextToken() != null) {
      problem(line(), "a second document begins here, but there must be one only");
    }
  }

  private ConfigNode node() throws IOException {
    int line = line();
    boolean fine = !refuseTricks();
    ConfigNode node =
        switch (parser.currentToken()) {
          case START_OBJECT -> mapping(line);
          case START_ARRAY -> sequence(line);
          case VALUE_NUMBER_INT -> scalar(Scalar.Type.INTEGER, line);
          case VALUE_NUMBER_FLOAT -> scalar(Scalar.Type.DECIMAL, line);
          case VALUE_TRUE, VALUE_FALSE -> scalar(Scalar.Type.FLAG, line);
          case VALUE_NULL -> new Scalar(Scalar.Type.NOTHING, "", line);
          default -> scalar(Scalar.Type.TEXT, line);
        };
    return fine ? node : refused(line);
  }

  private static Scalar refused(int line) {
    return new Scalar(Scalar.Type.REFUSED, "", line);
  }

  private Scalar scalar(Scalar.Type type, int line) throws IOException {
    String text = parser.getText();
    if (text.length() > MAX_SCALAR) {
      problem(line, "holds a value longer than 64 Ki characters");
      return refused(line);
    }
    JsonLocation end = parser.currentLocation();
    if (parser instanceof YAMLParser && !text.isEmpty() && end.getLineNr() > line) {
      problem(
          line,
          "holds a value of more than one line: put it into one, or look at the indentation, a"
              + " missing ':' or a quote that is not closed");
      return refused(line);
    }
    return new Scalar(type, text, line);
  }

  private Sequence sequence(int line) throws IOException {
    List<ConfigNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new Sequence(items, line);
  }

  private Mapping mapping(int line) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int nameLine = line();
      boolean fine = !refuseTricks();
      parser.nextToken();
      ConfigNode value = node();
      if (name.equals("<<")) {
        problem(nameLine, "merge keys ('<<') are not supported: write the options out");
      } else if (fine) {
        put(entries, name, value, nameLine);
      }
    }
    return new Mapping(entries, line);
  }

  private void put(Map<String, Entry> entries, String name, ConfigNode value, int line) {
    ConfigPlace place = new ConfigPlace(source, line);
    int end = endOf(name, value);
    if (end < name.length()) {
      problem(
          line,
          "a name holds what no name can: a space is missing after ':', or quotes around a value");
      entries.putIfAbsent(name.substring(0, end), new Entry(refused(line), place));
      return;
    }
    Entry known = entries.putIfAbsent(name, new Entry(value, place));
    if (known != null) {
      boolean shown = ConfigChecks.isShowable(name, value, List.of());
      problem(
          line,
          "names "
              + (shown ? ConfigChecks.quote(name) : "something")
              + " a second time; the first is in line "
              + known.line());
    }
  }

  /**
   * Where a name ends if its value stands in it, as in {@code {password:secret}} without a space:
   * behind what can be a name nothing is kept, and so nothing is told.
   */
  private static int endOf(String name, ConfigNode value) {
    if (name.indexOf(':') < 0 && !(value instanceof Scalar)) {
      return name.length();
    }
    int end = 0;
    while (end < name.length() && isOfAName(name.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isOfAName(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  /** What makes a file say something else than it shows; true if there was any. */
  private boolean refuseTricks() throws IOException {
    int before = problems.size();
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      problem(line(), "aliases ('*') are not supported: write the value out");
    } else if (isAnchored()) {
      problem(line(), "anchors ('&') are not supported: write the value out");
    }
    if (parser.getTypeId() != null) {
      problem(line(), "tags ('!') are not supported: a value that begins with '!' needs quotes");
    }
    return problems.size() > before;
  }

  /** The parser does not tell the anchor of a single value, but where the value begins with it. */
  private boolean isAnchored() throws IOException {
    if (parser.currentToken().isStructStart() && parser.getObjectId() != null) {
      return true;
    }
    JsonLocation location = parser.currentTokenLocation();
    long at = location == null ? -1 : location.getCharOffset();
    return at >= 0 && at < characters.length && characters[(int) at] == '&';
  }

  private void broken(JsonProcessingException fault) {
    if (fault.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      problem(yaml.getProblemMark().getLine() + 1, "is not valid YAML: " + YamlFault.words(yaml));
      return;
    }
    JsonLocation location = fault.getLocation();
    boolean tooMuch = fault.getClass().getSimpleName().equals("StreamConstraintsException");
    problem(
        location == null ? 0 : location.getLineNr(),
        tooMuch ? "is nested deeper or holds more than is allowed" : "is not valid here");
  }

  private int line() {
    JsonLocation location = parser.currentTokenLocation();
    return location == null ? 0 : Math.max(0, location.getLineNr());
  }

  private void problem(int line, String message) {
    problems.add(new ConfigProblem("", message).at(new ConfigPlace(source, line)));
  }
}
