package io.dbintel.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
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
  static final ArchRule NO_LOGGING_LIBRARY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "org.apache.logging..")
          .because("messages go through the component's logger");

  @ArchTest
  static final ArchRule CORE_AND_ITSELF_ONLY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.dbintel.processors..", "io.dbintel.otel..")
          .because("the three houses on core do not know one another");

  @ArchTest
  static final ArchRule TIME_IS_INJECTED =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .because("time comes from the component's clock");

  @ArchTest
  static final ArchRule NO_WEAK_HASH_NO_GUESSABLE_CHANCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(MessageDigest.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("hashing is SHA-256 of core, chance is injected");

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
