package io.dbintel.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the house together: core's classes by ArchUnit, the sources of all modules by reading. */
class ArchitectureTest {
  private static final String CORE = "io.dbintel.core";
  private static final Map<String, ArchRule> RULES = CoreRules.under(CORE);
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CORE);

  static Stream<String> rules() {
    return RULES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void coreKeeps(String rule) {
    assertThat(CLASSES).hasSizeGreaterThan(50);
    RULES.get(rule).check(CLASSES);
  }

  @Test
  void noModuleUsesAWeakDigest() throws IOException {
    assertThat(SourceTree.ofThisRepository().weakDigests()).isEmpty();
  }

  @Test
  void noPackageHasANameThatSaysNothing() throws IOException {
    assertThat(SourceTree.ofThisRepository().emptyNames()).isEmpty();
  }

  @Test
  void modulesStandOnCoreAndDoNotKnowOneAnother() throws IOException {
    assertThat(SourceTree.ofThisRepository().importsAcross()).isEmpty();
  }

  @Test
  void everyPackageOfAModuleSaysWhatItIsForAndIsNullMarked() throws IOException {
    assertThat(SourceTree.ofThisRepository().packagesWithoutWord()).isEmpty();
  }
}
