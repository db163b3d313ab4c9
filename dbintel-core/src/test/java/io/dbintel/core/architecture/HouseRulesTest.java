package io.dbintel.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule that cannot fail holds nothing: each is shown a house in which it is broken. */
class HouseRulesTest {
  private static final String BROKEN = "io.dbintel.core.architecture.broken";
  private static final Map<String, ArchRule> RULES = CoreRules.under(BROKEN);
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(BROKEN);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "floors, LooksUp",
    "cycles, Cycle detected",
    "dependencies, org.assertj",
    "jackson, ObjectMapper",
    "jackson in signatures, JsonParser",
    "time, nanoTime",
    "time, java.time.Instant.now",
    "time, java.util.Date",
    "chance, java.util.Random",
    "chance, java.lang.Math.random",
    "sleep, java.lang.Thread.sleep",
    "process, java.lang.System.exit",
    "logging, java.util.logging",
    "stack traces, printStackTrace",
    "static state, counter"
  })
  void failsWhereItIsBroken(String rule, String place) {
    assertThatThrownBy(() -> RULES.get(rule).check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(place);
  }

  @Test
  void everyRuleIsShownToFail() {
    assertThat(RULES.values())
        .allSatisfy(rule -> assertThat(rule.evaluate(CLASSES).hasViolation()).isTrue());
  }

  @Test
  void findsWeakDigestsInSources() throws IOException {
    source("dbintel-a/src/main/java/io/dbintel/a/Good.java", "x(\"SHA-256\", \"md5 of a row\");");
    source("dbintel-a/src/main/java/io/dbintel/a/Bad.java", "getInstance( \"sha-1\")");
    source("dbintel-a/src/main/java/io/dbintel/a/Worse.java", "String a = \"MD5\";");
    source("dbintel-a/src/test/java/io/dbintel/a/Test.java", "String a = \"MD5\";");

    assertThat(SourceTree.of(folder).weakDigests())
        .containsExactly(
            "dbintel-a/src/main/java/io/dbintel/a/Bad.java",
            "dbintel-a/src/main/java/io/dbintel/a/Worse.java");
  }

  @Test
  void findsPackagesThatSayNothing() throws IOException {
    source("dbintel-a/src/main/java/io/dbintel/a/util/A.java", "");
    source("examples/b/src/main/java/b/common/deep/A.java", "");
    source("examples/b/src/main/java/b/utility/A.java", "");

    assertThat(SourceTree.of(folder).emptyNames())
        .containsExactly(
            "dbintel-a/src/main/java/io/dbintel/a/util", "examples/b/src/main/java/b/common/deep");
  }

  @Test
  void findsImportsAcrossModules() throws IOException {
    source("dbintel-jdbc/src/main/java/io/dbintel/jdbc/A.java", "import io.dbintel.otel.B;");
    source("dbintel-jdbc/src/main/java/io/dbintel/jdbc/B.java", "import io.dbintel.core.spi.B;");
    source(
        "dbintel-core/src/main/java/io/dbintel/core/C.java", "import static io.dbintel.jdbc.B.c;");
    source("examples/a/src/main/java/A.java", "import io.dbintel.jdbc.B;");

    assertThat(SourceTree.of(folder).importsAcross())
        .containsExactly(
            "dbintel-core/src/main/java/io/dbintel/core/C.java uses io.dbintel.jdbc",
            "dbintel-jdbc/src/main/java/io/dbintel/jdbc/A.java uses io.dbintel.otel");
  }

  @Test
  void findsPackagesWithoutAWord() throws IOException {
    source("dbintel-jdbc/src/main/java/io/dbintel/jdbc/a/A.java", "");
    source("dbintel-jdbc/src/main/java/io/dbintel/jdbc/b/package-info.java", "package b;");
    source(
        "dbintel-jdbc/src/main/java/io/dbintel/jdbc/c/package-info.java", "@NullMarked package c;");

    assertThat(SourceTree.of(folder).packagesWithoutWord())
        .containsExactly(
            "dbintel-jdbc/src/main/java/io/dbintel/jdbc/a",
            "dbintel-jdbc/src/main/java/io/dbintel/jdbc/b");
  }

  private void source(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
