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
  private final List<ConfigProblem> problems = new ArrayList<>();
  private @Nullable Mapping root;

  private ConfigParser(String source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
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
      ConfigParser walk = new ConfigParser(source, parser);
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
    refuseTricks();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(line);
      case START_ARRAY -> sequence(line);
      case VALUE_NUMBER_INT -> scalar(Scalar.Type.INTEGER, line);
      case VALUE_NUMBER_FLOAT -> scalar(Scalar.Type.DECIMAL, line);
      case VALUE_TRUE, VALUE_FALSE -> scalar(Scalar.Type.FLAG, line);
      case VALUE_NULL -> new Scalar(Scalar.Type.NOTHING, "", line);
      default -> scalar(Scalar.Type.TEXT, line);
    };
  }

  private Scalar scalar(Scalar.Type type, int line) throws IOException {
    String text = parser.getText();
    if (text.length() > MAX_SCALAR) {
      problem(line, "holds a value longer than 64 Ki characters");
      return new Scalar(Scalar.Type.NOTHING, "", line);
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
      if (name.equals("<<")) {
        problem(nameLine, "merge keys ('<<') are not supported: write the options out");
      }
      parser.nextToken();
      Entry known = entries.get(name);
      Entry entry = new Entry(node(), nameLine);
      if (known == null) {
        entries.put(name, entry);
      } else {
        problem(
            nameLine,
            "names "
                + ConfigChecks.quote(name)
                + " a second time; the first is in line "
                + known.line());
      }
    }
    return new Mapping(entries, line);
  }

  /**
   * What makes a file say something else than it shows. The parser does not tell an anchor of a
   * single value; without aliases that has no effect.
   */
  private void refuseTricks() throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      problem(line(), "aliases ('*') are not supported: write the value out");
    } else if (parser.getObjectId() != null) {
      problem(line(), "anchors ('&') are not supported: write the value out");
    }
    if (parser.getTypeId() != null) {
      problem(line(), "tags ('!') are not supported");
    }
  }

  private void broken(JsonProcessingException fault) {
    if (fault.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      String context = yaml.getContext() == null ? "" : yaml.getContext() + ", ";
      problem(
          yaml.getProblemMark().getLine() + 1,
          "is not valid YAML: " + context + yaml.getProblem() + column(yaml));
      return;
    }
    JsonLocation location = fault.getLocation();
    boolean tooMuch = fault.getClass().getSimpleName().equals("StreamConstraintsException");
    problem(
        location == null ? 0 : location.getLineNr(),
        tooMuch ? "is nested deeper or holds more than is allowed" : "is not valid here");
  }

  private static String column(MarkedYAMLException yaml) {
    return " (column " + (yaml.getProblemMark().getColumn() + 1) + ')';
  }

  private int line() {
    JsonLocation location = parser.currentTokenLocation();
    return location == null ? 0 : Math.max(0, location.getLineNr());
  }

  private void problem(int line, String message) {
    problems.add(new ConfigProblem("", message).at(new ConfigPlace(source, line)));
  }
}
