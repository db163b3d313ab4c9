package io.dbintel.processors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dbintel.testkit.HouseRules;

/** The floors of this module. */
@AnalyzeClasses(
    packages = "io.dbintel.processors",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule CORE_JACKSON_AND_ITSELF_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "com.fasterxml.jackson.core..",
              "io.dbintel.core..",
              "io.dbintel.processors..")
          .allowEmptyShould(true)
          .because("the three houses on core do not know one another");

  @ArchTest
  static final ArchRule ENGINE_IS_NOT_FOR_PLUGINS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.dbintel.core.engine..")
          .allowEmptyShould(true);

  @ArchTest
  static void theRulesOfTheHouse(JavaClasses classes) {
    HouseRules.check(classes);
  }
}
