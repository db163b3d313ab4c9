package io.dbintel.core.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sources of all modules, read as text: for what is gone once they are compiled, such as the
 * names of digests, and for modules that this one cannot see. Each check answers with the places
 * that break it.
 */
final class SourceTree {
  private static final Pattern WEAK_DIGEST =
      Pattern.compile("\"(MD2|MD5|SHA1|SHA-1|SHA)\"|getInstance\\(\\s*\"(?i:md2|md5|sha-?1?)\"");
  private static final Set<String> EMPTY_NAMES =
      Set.of("util", "utils", "common", "commons", "helper", "helpers", "manager", "managers");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?io\\.dbintel\\.([a-z]+)\\.", Pattern.MULTILINE);

  /** Modules that stand on core and do not know one another. */
  private static final Set<String> WINGS = Set.of("processors", "jdbc", "otel");

  private final Path root;
  private final List<Path> files;

  private SourceTree(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  /** The repository in which the test runs. */
  static SourceTree ofThisRepository() throws IOException {
    Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no repository around the test");
    }
    SourceTree tree = of(folder);
    if (tree.files.size() < 50) {
      throw new IllegalStateException("only " + tree.files.size() + " sources in " + folder);
    }
    return tree;
  }

  static SourceTree of(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return new SourceTree(
          root,
          all.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> unix(root.relativize(file)).contains("src/main/"))
              .sorted()
              .toList());
    }
  }

  List<String> weakDigests() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      if (WEAK_DIGEST.matcher(Files.readString(file)).find()) {
        found.add(name(file));
      }
    }
    return found;
  }

  List<String> emptyNames() {
    Set<String> found = new TreeSet<>();
    for (Path file : files) {
      for (Path part : root.relativize(file).getParent()) {
        if (EMPTY_NAMES.contains(part.toString())) {
          found.add(name(file.getParent()));
        }
      }
    }
    return List.copyOf(found);
  }

  List<String> importsAcross() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      String module = module(file);
      Matcher imports = IMPORT.matcher(Files.readString(file));
      while (imports.find()) {
        String used = imports.group(1);
        boolean fromCore = module.equals("core") && !used.equals("core");
        boolean acrossWings = WINGS.contains(module) && WINGS.contains(used);
        if (!used.equals(module) && (fromCore || acrossWings)) {
          found.add(name(file) + " uses io.dbintel." + used);
        }
      }
    }
    return found;
  }

  List<String> packagesWithoutWord() throws IOException {
    Set<Path> packages = new TreeSet<>();
    files.stream()
        .filter(file -> !module(file).isEmpty())
        .forEach(f -> packages.add(f.getParent()));
    List<String> found = new ArrayList<>();
    for (Path folder : packages) {
      Path word = folder.resolve("package-info.java");
      if (!Files.exists(word) || !Files.readString(word).contains("@NullMarked")) {
        found.add(name(folder));
      }
    }
    return found;
  }

  /** {@code jdbc} for a source of {@code io.dbintel.jdbc}; empty for what is not published. */
  private String module(Path file) {
    String name = name(file);
    String home = "src/main/java/io/dbintel/";
    int at = name.indexOf(home);
    // Benchmarks stand in the packages they measure and may use all there is.
    if (at < 0 || !name.startsWith("dbintel-") || name.startsWith("dbintel-bench/")) {
      return "";
    }
    String rest = name.substring(at + home.length());
    return rest.substring(0, Math.max(0, rest.indexOf('/')));
  }

  private String name(Path file) {
    return unix(root.relativize(file));
  }

  private static String unix(Path path) {
    return path.toString().replace('\\', '/');
  }
}
