package io.dbintel.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of input: a flat JSON object with an id, which is given back as it came, and texts. What
 * is wrong with a line is told by its place and never by its content.
 */
final class Case {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(InputLines.MAX_BYTES).build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final Map<String, String> texts = new TreeMap<>();
  private JsonToken idType = JsonToken.VALUE_NULL;
  private String id = "";
  private String problem = "";

  private Case() {}

  /** Reads a line. Whatever it is, there is a case; see {@link #problem}. */
  static Case of(InputLines line) throws IOException {
    Case read = new Case();
    if (line.isTooLong()) {
      read.problem = "the line has more than " + InputLines.MAX_BYTES + " bytes";
      return read;
    }
    try (JsonParser parser = JSON.createParser(line.bytes(), 0, line.length())) {
      read.object(parser);
    } catch (JsonProcessingException broken) {
      read.problem = "no JSON, at column " + broken.getLocation().getColumnNr();
    }
    return read;
  }

  private void object(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      problem = "not a JSON object";
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("id")) {
        if (!value.isScalarValue()) {
          problem = "id is neither a text nor a number";
          parser.skipChildren();
        } else {
          idType = value;
          id = value == JsonToken.VALUE_NULL ? "" : parser.getText();
        }
      } else if (value == JsonToken.VALUE_STRING) {
        texts.put(name, parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    if (problem.isEmpty() && parser.nextToken() != null) {
      problem = "something follows the JSON object";
    }
  }

  /** What is wrong with the line; empty if nothing is. */
  String problem() {
    return problem;
  }

  /** The text of that name; null if there is none. */
  String text(String name) {
    return texts.get(name);
  }

  /** Writes the id as it came. */
  void writeId(JsonGenerator out) throws IOException {
    out.writeFieldName("id");
    switch (idType) {
      case VALUE_STRING -> out.writeString(JsonOut.wellFormed(id));
      case VALUE_NULL -> out.writeNull();
      case VALUE_TRUE, VALUE_FALSE -> out.writeBoolean(idType == JsonToken.VALUE_TRUE);
      default -> out.writeNumber(id);
    }
  }
}
