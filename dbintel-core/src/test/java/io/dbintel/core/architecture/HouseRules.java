package io.dbintel.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.dbintel.core.spi.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The rules that core's classes keep, by name. They are told for any root package, so that a test
 * can show that each of them fails where it is broken.
 */
final class HouseRules {
  private HouseRules() {}

  static Map<String, ArchRule> under(String root) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("floors", floors(root));
    rules.put("cycles", cycles(root));
    rules.put("dependencies", dependencies(root));
    rules.put("jackson", jackson(root));
    rules.put("jackson in signatures", jacksonInSignatures(root));
    rules.put("time", time());
    rules.put("chance", chance());
    rules.put("sleep", noAccessTo("sleep", "java.lang.Thread#sleep", "TimeUnit#sleep"));
    rules.put(
        "process",
        noAccessTo(
            "end or hook into the process",
            "java.lang.System#exit",
            "java.lang.Runtime#exit",
            "java.lang.Runtime#halt",
            "java.lang.Runtime#addShutdownHook"));
    rules.put("logging", logging());
    rules.put("stack traces", stackTraces());
    rules.put("static state", staticState());
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

  private static ArchRule time() {
    DescribedPredicate<JavaClass> theClock =
        describe("the clock", type -> type.getName().startsWith(Clock.class.getName()));
    DescribedPredicate<JavaAccess<?>> readsTime =
        describe(
            "time is read",
            access -> {
              String owner = access.getTargetOwner().getName();
              String name = access.getTarget().getName();
              return (owner.equals("java.lang.System")
                      && (name.equals("nanoTime") || name.equals("currentTimeMillis")))
                  || (owner.startsWith("java.time.") && name.equals("now"))
                  || (owner.equals("java.time.Clock") && name.startsWith("system"))
                  || (owner.equals("java.util.Date") && name.equals("<init>"));
            });
    return noClasses()
        .that(DescribedPredicate.not(theClock))
        .should()
        .accessTargetWhere(readsTime)
        .because("time is injected, so that a test can move it");
  }

  private static ArchRule chance() {
    DescribedPredicate<JavaAccess<?>> guessable =
        describe(
            "chance is guessable",
            access -> {
              String owner = access.getTargetOwner().getName();
              return owner.equals("java.util.Random")
                  || owner.equals("java.util.concurrent.ThreadLocalRandom")
                  || (owner.equals("java.lang.Math")
                      && access.getTarget().getName().equals("random"));
            });
    return noClasses()
        .should()
        .accessTargetWhere(guessable)
        .because("chance is injected and seeded from SecureRandom");
  }

  private static ArchRule noAccessTo(String what, String... members) {
    Set<String> forbidden = Set.of(members);
    DescribedPredicate<JavaAccess<?>> named =
        describe(
            what,
            access -> {
              String name = '#' + access.getTarget().getName();
              return forbidden.contains(access.getTargetOwner().getName() + name)
                  || forbidden.contains(access.getTargetOwner().getSimpleName() + name);
            });
    return noClasses().should().accessTargetWhere(named);
  }

  private static ArchRule logging() {
    return noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.slf4j..", "java.util.logging..", "org.apache.logging.."))
        .because("System.Logger needs no dependency");
  }

  private static ArchRule stackTraces() {
    DescribedPredicate<JavaAccess<?>> prints =
        describe(
            "a stack trace is printed",
            access ->
                access.getTarget().getName().equals("printStackTrace")
                    && access.getTargetOwner().isAssignableTo(Throwable.class));
    return noClasses().should().accessTargetWhere(prints);
  }

  private static ArchRule staticState() {
    return fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("two instances in one process must not meet");
  }
}
