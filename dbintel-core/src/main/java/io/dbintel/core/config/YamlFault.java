package io.dbintel.core.config;

import java.util.Locale;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What is wrong with a file that is no YAML, in words of our own. The parser's messages quote the
 * text around a fault, which may be a secret whose first character means something in YAML: they
 * are only looked at for which fault it is, and a message that is not known tells nothing but the
 * place.
 */
enum YamlFault {
  TAG("tag", "tags ('!') are not supported; a value that begins with '!' must stand in quotes"),
  ANCHOR(
      "while scanning an ",
      "anchors and aliases are not supported; a value that begins with '&' or '*' must stand in"
          + " quotes"),
  DIRECTIVE("directive", "a line begins with '%'"),
  SECOND("document start", "something stands where the document has ended"),
  TOKEN(
      "cannot start any token",
      "a value that begins with a special character must stand in quotes, and no tab can indent"),
  VALUE(
      "mapping values are not allowed",
      "a second ': ' in the line, or the indentation; a value with ': ' must stand in quotes"),
  ENTRY("are not allowed here", "'- ' or '? ' cannot stand here"),
  NAME("could not find expected ':'", "a name without ': ' and a value"),
  QUOTE("unexpected end of stream", "a quote is not closed"),
  SEPARATOR("document separator", "a quote is not closed where a document begins"),
  ESCAPE("escape", "'\\' in double quotes begins no escape; single quotes have none"),
  BRACKET("expected ',' or", "a bracket is not closed, or a comma is missing"),
  INDENT("<block end>", "the indentation, or something behind a value that is in quotes"),
  BLOCK("block scalar", "what stands behind '|' or '>' in its line"),
  CONTENT("node content", "a value is missing"),
  OTHER("", "it cannot be read here");

  private final String marker;
  private final String words;

  YamlFault(String marker, String words) {
    this.marker = marker;
    this.words = words;
  }

  /** The fault, with its column. */
  static String words(MarkedYAMLException fault) {
    String told = (fault.getContext() + ", " + fault.getProblem()).toLowerCase(Locale.ROOT);
    YamlFault known = OTHER;
    for (YamlFault each : values()) {
      if (told.contains(each.marker)) {
        known = each;
        break;
      }
    }
    return known.words + " (column " + (fault.getProblemMark().getColumn() + 1) + ')';
  }
}
