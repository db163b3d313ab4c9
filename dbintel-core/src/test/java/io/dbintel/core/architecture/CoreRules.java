package io.dbintel.core.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.dbintel.testkit.HouseRules;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules that core's classes keep beyond those of every module, by name. They are told for any
 * root package, so that a test can show that each of them fails where it is broken.
 */
final class CoreRules {
  private CoreRules() {}

  static Map<String, ArchRule> under(String root) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("floors", floors(root));
    rules.put("cycles", cycles(root));
    rules.put("dependencies", dependencies(root));
    rules.put("jackson", jackson(root));
    rules.put("jackson in signatures", jacksonInSignatures(root));
    rules.putAll(HouseRules.all());
    return rules;
  }

  /** {@code event ← config ← spi ← {report, binding, export, …} ← engine ← root}. */
  private static ArchRule floors(String root) {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("event")
        .definedBy(root + ".event..")
        .layer("config")
        .definedBy(root + ".config..")
        .layer("spi")
        .definedBy(root + ".spi..")
        .layer("report")
        .definedBy(root + ".report..")
        .layer("sql")
        .definedBy(root + ".sql..")
        .layer("cardinality")
        .definedBy(root + ".cardinality..")
        .layer("export")
        .definedBy(root + ".export..")
        .layer("state")
        .definedBy(root + ".state..")
        .layer("engine")
        .definedBy(root + ".engine..")
        .layer("binding")
        .definedBy(root + ".binding..")
        .layer("root")
        .definedBy(root)
        .whereLayer("event")
        .mayNotAccessAnyLayer()
        .whereLayer("config")
        .mayOnlyAccessLayers("event")
        .whereLayer("spi")
        .mayOnlyAccessLayers("event", "config")
        .whereLayer("report")
        .mayOnlyAccessLayers("event", "config", "spi")
        .whereLayer("sql")
        .mayOnlyAccessLayers("event", "config", "spi")
        .whereLayer("cardinality")
        .mayOnlyAccessLayers("event", "config", "spi")
        .whereLayer("export")
        .mayOnlyAccessLayers("event", "config", "spi", "cardinality")
        .whereLayer("state")
        .mayOnlyAccessLayers("event", "config", "spi", "cardinality")
        .whereLayer("binding")
        .mayOnlyAccessLayers("event", "config", "spi")
        .whereLayer("engine")
        .mayOnlyAccessLayers("event", "config", "spi", "report", "cardinality")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer();
  }

  private static ArchRule cycles(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  private static ArchRule dependencies(String root) {
    return classes()
        .that(resideInAPackage(root + ".."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                root + "..",
                "io.dbintel.core..",
                "java..",
                "org.jspecify..",
                "com.fasterxml..",
                "org.yaml.snakeyaml.."))
        .because("whatever core depends on is forced on every host");
  }

  private static ArchRule jackson(String root) {
    return noClasses()
        .that(
            resideInAPackage(root + "..")
                .and(DescribedPredicate.not(resideInAPackage(root + ".config.."))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.fasterxml..", "org.yaml.snakeyaml.."))
        .because("Jackson is optional and reads configuration alone");
  }

  /** A host without Jackson must be able to load every class that it can name. */
  private static ArchRule jacksonInSignatures(String root) {
    return noClasses()
        .that(resideInAPackage(root + "..").and(modifier(JavaModifier.PUBLIC)))
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.fasterxml..", "org.yaml.snakeyaml.."))
        .because("Jackson is optional, so nothing public may need it to be loaded");
  }
}
