package io.dbintel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dbintel.core.binding.OptionType;
import io.dbintel.core.config.ConfigBounds;
import io.dbintel.core.config.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An option that does nothing is a defect, and so is one whose page says something else. */
class OptionsTest {
  private static final Meanings MEANINGS = Meanings.ofThisRepository();
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.dbintel");

  static Stream<Option> all() {
    return Component.all().stream().flatMap(component -> component.options().stream());
  }

  static Stream<Option> ranged() {
    return all().filter(Option::isRanged);
  }

  static Stream<Option> unranged() {
    return all().filter(option -> !option.isRanged() && !isHolder(option));
  }

  /** A nested record does what its own options do. */
  private static boolean isHolder(Option option) {
    OptionType type = option.type().element() == null ? option.type() : option.type().element();
    return type.kind() == OptionType.Kind.RECORD;
  }

  @ParameterizedTest
  @MethodSource("ranged")
  void takesTheEndsOfItsRangeAndRefusesWhatLiesBeyond(Option option) {
    ConfigBounds bounds = option.bounds();
    assertThat(bounds).as("a number without bounds").isNotNull();
    for (Comparable<?> end : List.of(bounds.min(), bounds.max())) {
      assertThat(option.problemsWith(option.boxed(end)))
          .extracting(ConfigProblem::path)
          .as("takes %s by itself", end)
          .doesNotContain(option.name());
    }
    for (Object beyond : beyond(option, bounds)) {
      assertThat(option.problemsWith(beyond))
          .as("refuses %s", beyond)
          .anySatisfy(
              problem -> {
                assertThat(problem.path()).isEqualTo(option.name());
                assertThat(problem.bounds()).isEqualTo(bounds);
              });
    }
  }

  private static List<Object> beyond(Option option, ConfigBounds bounds) {
    if (bounds.min() instanceof Duration min && bounds.max() instanceof Duration max) {
      return List.of(min.minusMillis(1), max.plusMillis(1));
    }
    if (bounds.min() instanceof Long min && bounds.max() instanceof Long max) {
      return List.of(option.boxed(min - 1), option.boxed(max + 1));
    }
    return List.of(
        Math.nextDown((Double) bounds.min()), Math.nextUp((Double) bounds.max()), Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isReadByMoreThanItsOwnRecord(Option option) {
    JavaClass owner = MAIN.get(option.owner());
    JavaMethod accessor = owner.getMethod(option.name());
    assertThat(readers(accessor, owner))
        .as("main code outside the record that reads it, not only to make another such record")
        .isNotEmpty();
  }

  private static Set<String> readers(JavaMethod accessor, JavaClass owner) {
    Set<String> readers = new TreeSet<>();
    outside(accessor, owner).forEach(readers::add);
    // A record may read a component for others: isStdout() reads file.
    for (JavaMethod method : owner.getMethods()) {
      boolean reads =
          method.getFieldAccesses().stream()
              .anyMatch(access -> access.getTarget().getName().equals(accessor.getName()));
      if (reads && !method.getRawReturnType().equals(owner) && !isOfEveryRecord(method)) {
        outside(method, owner).forEach(readers::add);
      }
    }
    return readers;
  }

  private static boolean isOfEveryRecord(JavaMethod method) {
    return Set.of("equals", "hashCode", "toString").contains(method.getName());
  }

  /**
   * A method that makes such a record copies what it reads, and so does a builder's constructor.
   */
  private static boolean copies(JavaCodeUnit reader, JavaClass owner) {
    return makes(reader, owner)
        || (reader.isConstructor()
            && reader.getOwner().getCodeUnits().stream().anyMatch(each -> makes(each, owner)));
  }

  private static boolean makes(JavaCodeUnit unit, JavaClass owner) {
    return unit.getConstructorCallsFromSelf().stream()
            .anyMatch(call -> call.getTargetOwner().equals(owner))
        || unit.getConstructorReferencesFromSelf().stream()
            .anyMatch(call -> call.getTargetOwner().equals(owner));
  }

  private static Stream<String> outside(JavaMethod method, JavaClass owner) {
    return Stream.concat(
            method.getAccessesToSelf().stream().map(JavaAccess::getOrigin),
            method.getReferencesToSelf().stream().map(JavaAccess::getOrigin))
        .filter(reader -> !reader.getOwner().equals(owner) && !copies(reader, owner))
        .map(JavaCodeUnit::getFullName);
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasAMeaning(Option option) {
    assertThat(MEANINGS.of(option.owner()).parameters())
        .as("@param of %s", option.owner().getName())
        .containsKey(option.name());
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysOfItsBoundsAndItsDefaultWhatIsSo(Option option) {
    String meaning =
        Objects.requireNonNull(
            MEANINGS.of(option.owner()).parameters().get(option.name()), "no @param");
    Prose prose = Prose.of(meaning, option.type());
    ConfigBounds bounds = option.bounds();
    if (prose.min() != null && bounds != null) {
      assertThat(prose.min()).as(meaning).isEqualTo(option.type().text(option.boxed(bounds.min())));
      assertThat(prose.max()).as(meaning).isEqualTo(option.type().text(option.boxed(bounds.max())));
    }
    if (prose.defaultValue() != null && !option.defaultText().isEmpty()) {
      assertThat(prose.defaultValue()).as(meaning).isEqualTo(option.defaultText());
    }
  }

  /**
   * What has no range cannot be mutated by rule: a test is named that sees it change something. It
   * must exist and speak of the option.
   */
  @ParameterizedTest
  @MethodSource("unranged")
  void hasAWitness(Option option) throws IOException {
    String witness = witnesses().getProperty(option.toString());
    assertThat(witness)
        .as("a line '%s = test.Class#method' in witnesses.properties", option)
        .isNotNull();
    int hash = witness.indexOf('#');
    assertThat(MEANINGS.testText(witness.substring(0, hash), witness.substring(hash + 1)))
        .as("%s is a test that names the option", witness)
        .containsPattern("\\b" + option.name() + "\\b");
  }

  @Test
  void everyWitnessIsOfAnOption() throws IOException {
    Set<String> options = new TreeSet<>();
    unranged().forEach(option -> options.add(option.toString()));
    assertThat(options).containsAll(witnesses().stringPropertyNames());
  }

  @Test
  void noOptionHasANameThatAFileReserves() {
    assertThat(all().map(Option::toString))
        .noneMatch(name -> name.matches("[^.]+[.][^.]+[.](type|ref|enabled|export)"));
  }

  private static Properties witnesses() throws IOException {
    Properties witnesses = new Properties();
    try (InputStream in = OptionsTest.class.getResourceAsStream("/witnesses.properties")) {
      witnesses.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
    }
    return witnesses;
  }
}
