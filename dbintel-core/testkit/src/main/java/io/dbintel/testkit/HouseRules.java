package io.dbintel.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.dbintel.core.spi.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The rules that the classes of every module keep, and those of a plugin should, as ArchUnit checks
 * them: time and chance are injected, nothing sleeps, ends the process or logs through a library,
 * and no state is static. Needs ArchUnit on the class path, which this testkit does not bring.
 *
 * <p>Thread-safe.
 */
public final class HouseRules {
  private HouseRules() {}

  /** The rules by name. */
  public static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
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

  /**
   * Holds classes to all of them.
   *
   * @throws AssertionError telling where a rule is broken
   */
  public static void check(JavaClasses classes) {
    all().values().forEach(rule -> rule.check(classes));
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
    DescribedPredicate<JavaAccess<?>> logs =
        describe(
            "java.util.logging is called",
            access -> access.getTargetOwner().getPackageName().equals("java.util.logging"));
    return noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "org.apache.logging.."))
        // Merely named it may be: a DataSource must have a method that returns such a logger.
        .orShould()
        .accessTargetWhere(logs)
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
