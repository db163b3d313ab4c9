package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.pool.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever reads a reason in health or in the ledger finds it in the guide. */
class TroubleshootingTest {
  /** What stands after a status: the reason, as a literal or as a constant of the file. */
  private static final Pattern TOLD =
      Pattern.compile("HealthStatus\\.(?:DOWN|DEGRADED|FORBIDDEN),\\s*(?:\"(\\w+)\"|([\\w.]+))");

  /** Why events do not go on: what a batch, an exporter or a lane gives as the reason. */
  private static final Pattern DROPPED =
      Pattern.compile(
          "(?:drop|overflowed|refused|retry|refuse)\\((?:[\\w.()]+, )?(?:\"(\\w+)\"|([A-Z_]+))[,)]");

  private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+) =\\s*\"(\\w+)\"");
  private static final Pattern ENUM_CONSTANT = Pattern.compile("(?m)^  ([A-Z_]+)\\(");
  private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

  @Test
  void everyReasonOfHealthIsInTheGuide() throws IOException {
    Set<String> reasons = found(TOLD);
    reasons.addAll(namesOfReasons());

    assertThat(reasons).hasSizeGreaterThan(40).contains("collection_timeout", "not_lent");
    assertThat(inTables("Reason")).containsAll(reasons);
  }

  @Test
  void everyReasonOfTheLedgerIsInTheGuide() throws IOException {
    Set<String> reasons = found(DROPPED);

    assertThat(reasons).hasSizeGreaterThan(10).contains("batch_full", "abandoned", "queue_full");
    assertThat(inTables("Reason")).containsAll(reasons);
  }

  @Test
  void noRowOfTheGuideIsOfAReasonThatNobodyGives() throws IOException {
    String sources = String.join("\n", sources().values());
    Set<String> names = namesOfReasons();
    List<String> ghosts =
        inTables("Reason").stream()
            .filter(reason -> !sources.contains('"' + reason + '"') && !names.contains(reason))
            .toList();

    assertThat(ghosts).isEmpty();
  }

  /** The reasons of the first columns of the guide's tables that begin so. */
  private static Set<String> inTables(String header) throws IOException {
    Set<String> reasons = new TreeSet<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Meanings.repository().resolve("docs/guide.md"))) {
      inside = line.startsWith("| " + header + " |") || (inside && line.startsWith("|"));
      if (inside) {
        QUOTED.matcher(line.split("\\|", -1)[1]).results().forEach(m -> reasons.add(m.group(1)));
      }
    }
    return reasons;
  }

  private static Set<String> found(Pattern pattern) throws IOException {
    Map<Path, String> sources = sources();
    Map<String, String> shared = new HashMap<>();
    sources.values().forEach(source -> shared.putAll(constants(source)));
    Set<String> reasons = new TreeSet<>();
    sources
        .values()
        .forEach(
            source -> {
              Map<String, String> own = constants(source);
              Matcher told = pattern.matcher(source);
              while (told.find()) {
                reasons.add(reason(told, own, shared));
              }
            });
    reasons.remove("");
    return reasons;
  }

  /** The reason that a place gives; empty if it passes on what another place gave. */
  private static String reason(Matcher told, Map<String, String> own, Map<String, String> shared) {
    if (told.group(1) != null) {
      return told.group(1);
    }
    String constant = told.group(2).substring(told.group(2).lastIndexOf('.') + 1);
    return own.getOrDefault(constant, shared.getOrDefault(constant, ""));
  }

  /** The enums whose constants are reasons by their names. */
  private static Set<String> namesOfReasons() throws IOException {
    String writing =
        sources().entrySet().stream()
            .filter(source -> source.getKey().endsWith("WriteTrouble.java"))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining());
    Set<String> names = new TreeSet<>();
    ENUM_CONSTANT.matcher(writing).results().forEach(m -> names.add(lower(m.group(1))));
    assertThat(names).contains("disk_full");
    Arrays.stream(ErrorClass.values()).forEach(one -> names.add(lower(one.name())));
    return names;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> constants(String source) {
    return CONSTANT
        .matcher(source)
        .results()
        .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (one, other) -> one));
  }

  /** The sources of what hosts use: neither examples, benchmarks nor the testkit. */
  private static Map<Path, String> sources() throws IOException {
    Map<Path, String> sources = new HashMap<>();
    for (String module :
        List.of("dbintel-core", "dbintel-jdbc", "dbintel-otel", "dbintel-processors")) {
      try (Stream<Path> files =
          Files.walk(Meanings.repository().resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          sources.put(file, Files.readString(file));
        }
      }
    }
    return sources;
  }
}
