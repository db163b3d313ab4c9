package io.dbintel.otel.sdk;

import io.dbintel.core.config.ConfigDocument;
import io.dbintel.core.config.ConfigNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file mentions, before it is read for good.
 *
 * @param references which objects of the host it refers to: every {@code ref}, wherever it is
 * @param exporterTypes the types of its exporters; of one that says none its name
 */
record FileMentions(Set<String> references, Set<String> exporterTypes) {
  /** Nothing if the file cannot be read: whoever reads it next tells why. */
  static FileMentions in(Path file) {
    ConfigDocument document = ConfigDocument.read(file);
    if (document.isUnreadable()) {
      return new FileMentions(Set.of(), Set.of());
    }
    Set<String> references = new HashSet<>();
    addReferences(document.root(), references);
    return new FileMentions(references, exporterTypes(document.root()));
  }

  private static void addReferences(ConfigNode node, Set<String> names) {
    if (node instanceof ConfigNode.Sequence sequence) {
      sequence.items().forEach(item -> addReferences(item, names));
    } else if (node instanceof ConfigNode.Mapping mapping) {
      String name = text(mapping, "ref");
      if (name != null) {
        names.add(name);
      }
      mapping.entries().values().forEach(entry -> addReferences(entry.value(), names));
    }
  }

  private static Set<String> exporterTypes(ConfigNode.Mapping root) {
    Set<String> types = new HashSet<>();
    ConfigNode.Entry exporters = root.entries().get("exporters");
    if (exporters != null && exporters.value() instanceof ConfigNode.Mapping byName) {
      for (Map.Entry<String, ConfigNode.Entry> exporter : byName.entries().entrySet()) {
        ConfigNode options = exporter.getValue().value();
        String type = options instanceof ConfigNode.Mapping mapping ? text(mapping, "type") : null;
        types.add(type == null ? exporter.getKey() : type);
      }
    }
    return types;
  }

  private static @Nullable String text(ConfigNode.Mapping mapping, String name) {
    ConfigNode.Entry entry = mapping.entries().get(name);
    return entry != null && entry.value() instanceof ConfigNode.Scalar scalar
        ? scalar.text()
        : null;
  }
}
