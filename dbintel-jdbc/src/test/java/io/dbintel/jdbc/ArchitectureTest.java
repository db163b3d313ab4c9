package io.dbintel.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dbintel.testkit.HouseRules;
import java.security.MessageDigest;

/** The floors of this module. */
@AnalyzeClasses(packages = "io.dbintel.jdbc", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule NO_DRIVER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..", "com.mysql..", "org.mariadb..")
          .because("the driver is the host's choice: code against java.sql");

  @ArchTest
  static void theRulesOfTheHouse(JavaClasses classes) {
    HouseRules.check(classes);
  }

  @ArchTest
  static final ArchRule CORE_AND_ITSELF_ONLY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.dbintel.processors..", "io.dbintel.otel..")
          .because("the three houses on core do not know one another");

  @ArchTest
  static final ArchRule NO_DIGEST_OF_OUR_OWN =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(MessageDigest.class)
          .because("hashing is SHA-256 of core");

  @ArchTest
  static final ArchRule HIKARI_STAYS_IN_ITS_ROOM =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dbintel.jdbc.pool..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.zaxxer..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.dbintel.jdbc.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule POOL_IS_THE_GROUND =
      noClasses()
          .that()
          .resideInAPackage("io.dbintel.jdbc.pool..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.dbintel.jdbc", "io.dbintel.jdbc.postgresql..", "io.dbintel.jdbc.observe..");
}
