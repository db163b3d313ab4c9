package io.dbintel.otel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dbintel.testkit.HouseRules;

/** The floors of this module. */
@AnalyzeClasses(packages = "io.dbintel.otel", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule API_ONLY =
      classes()
          .that()
          .resideInAPackage("io.dbintel.otel")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.dbintel.core..",
              "io.dbintel.otel",
              "io.opentelemetry.api..",
              "io.opentelemetry.context..")
          .because("the SDK and what exports are the host's choice");

  @ArchTest
  static final ArchRule NOTHING_INTERNAL =
      noClasses()
          .that()
          .doNotHaveSimpleName("DbIntelAutoConfiguration")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..internal..")
          .because(
              "internal packages change without notice; only the end of auto-configuration cannot be"
                  + " told without one");

  @ArchTest
  static final ArchRule NO_EXPORTER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry.exporter..", "io.opentelemetry.proto..");

  @ArchTest
  static final ArchRule CORE_AND_ITSELF_ONLY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.dbintel.processors..", "io.dbintel.jdbc..")
          .because("the three houses on core do not know one another");

  @ArchTest
  static final ArchRule ENGINE_IS_NOT_FOR_PLUGINS =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.dbintel.core.engine..");

  @ArchTest
  static void theRulesOfTheHouse(JavaClasses classes) {
    HouseRules.check(classes);
  }
}
