package io.dbintel.otel.sdk;

import io.dbintel.core.config.ConfigDocument;
import io.dbintel.core.config.ConfigNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which objects of the host a configuration file refers to: every {@code ref}, wherever it is. */
final class FileReferences {
  private final Set<String> names = new HashSet<>();

  private FileReferences() {}

  /** None if the file cannot be read: whoever reads it next tells why. */
  static Set<String> in(Path file) {
    ConfigDocument document = ConfigDocument.read(file);
    if (document.isUnreadable()) {
      return Set.of();
    }
    FileReferences found = new FileReferences();
    found.visit(document.root());
    return found.names;
  }

  private void visit(ConfigNode node) {
    if (node instanceof ConfigNode.Sequence sequence) {
      sequence.items().forEach(this::visit);
    } else if (node instanceof ConfigNode.Mapping mapping) {
      for (Map.Entry<String, ConfigNode.Entry> entry : mapping.entries().entrySet()) {
        ConfigNode value = entry.getValue().value();
        if (entry.getKey().equals("ref") && value instanceof ConfigNode.Scalar scalar) {
          names.add(scalar.text());
        }
        visit(value);
      }
    }
  }
}
