package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.binding.OptionType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The hints for native images name what is reached by reflection or by name: the records and enums
 * that files are bound to, and the resources beside the classes. Services native-image finds by
 * itself.
 */
class NativeImageTest {
  private static final List<String> MODULES =
      List.of("dbintel-core", "dbintel-processors", "dbintel-jdbc", "dbintel-otel");
  private static final String COMMAND = "./mvnw -q -Preference -pl docs -am";

  @Test
  void everyRecordThatAFileIsBoundToIsNamed() throws Exception {
    Set<Class<?>> reflected = new TreeSet<>(Comparator.comparing(Class::getName));
    for (Component component : Component.all()) {
      reflected.add(component.config());
      for (Option option : Option.of(component)) {
        reflected.add(option.owner());
        OptionType type = option.type().element() == null ? option.type() : option.type().element();
        if (type.kind() == OptionType.Kind.CHOICE) {
          reflected.add(type.raw());
        }
      }
    }
    for (String module : MODULES) {
      String entries =
          reflected.stream()
              .filter(type -> isOf(module, type))
              .map(Class::getName)
              .map(
                  "  {\"name\": \"%s\", \"allDeclaredConstructors\": true, \"allDeclaredMethods\": true}"
                      ::formatted)
              .collect(Collectors.joining(",\n"));
      hold(module, "reflect-config.json", "[\n" + entries + "\n]\n");
    }
  }

  @Test
  void everyKindOfResourceBesideTheClassesIsNamed() throws Exception {
    for (String module : MODULES) {
      Path resources = Meanings.repository().resolve(module).resolve("src/main/resources");
      TreeSet<String> patterns = new TreeSet<>();
      try (Stream<Path> all = Files.walk(resources)) {
        all.filter(Files::isRegularFile)
            .map(file -> resources.relativize(file).toString().replace('\\', '/'))
            .filter(file -> !file.startsWith("META-INF/"))
            .forEach(file -> patterns.add(pattern(file)));
      }
      if (!patterns.isEmpty()) {
        String includes =
            patterns.stream()
                .map("    {\"pattern\": \"%s\"}"::formatted)
                .collect(Collectors.joining(",\n"));
        hold(
            module,
            "resource-config.json",
            "{\"resources\": {\"includes\": [\n" + includes + "\n]}}\n");
      }
    }
  }

  private static String pattern(String file) {
    String folder = file.substring(0, file.lastIndexOf('/') + 1);
    String ending = file.substring(file.lastIndexOf('.') + 1);
    return folder + "[^/]+\\\\." + ending;
  }

  private static boolean isOf(String module, Class<?> type) {
    try {
      Path built = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      return built.startsWith(Meanings.repository().resolve(module).resolve("target"));
    } catch (URISyntaxException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static void hold(String module, String name, String expected) throws IOException {
    Path file =
        Meanings.repository()
            .resolve(module)
            .resolve("src/main/resources/META-INF/native-image/io.dbintel")
            .resolve(module)
            .resolve(name);
    if (System.getProperty("dbintel.reference", "").equals("write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(file).as("%s of %s is missing: run %s", name, module, COMMAND).exists();
    assertThat(Files.readString(file))
        .as("%s of %s is stale: run %s", name, module, COMMAND)
        .isEqualTo(expected);
  }
}
