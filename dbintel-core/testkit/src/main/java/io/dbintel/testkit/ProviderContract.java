package io.dbintel.testkit;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Vocabulary;
import io.dbintel.core.spi.ComponentProvider;
import io.dbintel.core.spi.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every provider keeps: its name, its registration, its configuration record and what it adds
 * to the vocabulary. The contract of each kind of component extends it.
 *
 * <p>Each method calls the provider and what it makes; nothing is kept between methods.
 *
 * @param <C> the configuration
 */
public abstract class ProviderContract<C extends Record> {
  private static final List<String> SECRETS =
      List.of("password", "passphrase", "secret", "credential", "apikey", "token");

  /** Extended by the contracts of the kinds of components. */
  ProviderContract() {}

  /** A new provider, as {@link ServiceLoader} would make it. */
  protected abstract ComponentProvider<C> provider();

  /** The SPI type under which the provider is registered. */
  abstract Class<?> kind();

  /** The configuration to test with; the provider's defaults unless overridden. */
  protected C config() {
    return provider().defaults();
  }

  /** The loader that finds the provider; the one of its class unless overridden. */
  protected ClassLoader loader() {
    return provider().getClass().getClassLoader();
  }

  /** How long anything may take that must end; 10 s unless overridden. */
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  /**
   * Texts that the test put where the component meets them, such as a password, and that must not
   * stand in anything that comes out of it; none unless overridden.
   */
  protected Set<String> secrets() {
    return Set.of();
  }

  /** Core's vocabulary and what the provider adds to it. */
  final Vocabulary vocabulary() {
    return Vocabulary.core().toBuilder()
        .attributes(provider().attributes())
        .types(provider().eventTypes())
        .build();
  }

  final void requireKnown(AttrKey<?> key) {
    require(
        Objects.equals(key, vocabulary().attribute(key.name())),
        "the vocabulary does not have " + key + ": name it in attributes()");
  }

  final void requireKnown(EventType type) {
    require(
        Objects.equals(type, vocabulary().type(type.name())),
        "the vocabulary does not have " + type + ": name it in eventTypes()");
  }

  final RecordingContext context(ManualClock clock) {
    return new RecordingContext("test/" + provider().name(), clock, vocabulary());
  }

  final void requireNoFaults(RecordingContext context) {
    require(context.faults().isEmpty(), String.join("; ", context.faults()));
  }

  /** Looks for secrets in what came out. */
  final void requireNoSecrets(Iterable<String> texts, String where) {
    for (String text : texts) {
      require(!text.contains(HostileEvents.CANARY), "the raw payload stands in " + where);
      for (String secret : secrets()) {
        require(!text.contains(secret), "a secret stands in " + where);
      }
    }
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  // --- name and registration

  @Test
  final void hasAKebabCaseNameThatStays() {
    String name = provider().name();
    require(NameForms.isKebabCase(name), "the name '" + name + "' is not in kebab-case");
    require(name.equals(provider().name()), "another provider of the class has another name");
  }

  @Test
  final void isFoundByServiceLoader() {
    ClassLoader loader = loader();
    boolean found =
        ServiceLoader.load(kind(), loader).stream()
            .anyMatch(candidate -> candidate.type() == provider().getClass());
    require(
        found,
        "%s does not stand in META-INF/services/%s"
            .formatted(provider().getClass().getName(), kind().getName()));
  }

  // --- configuration

  @Test
  final void hasEqualDefaultsOfItsConfigurationType() {
    try {
      C defaults = provider().defaults();
      require(
          provider().configType().isInstance(defaults),
          "defaults() is no " + provider().configType().getName());
      require(defaults.equals(provider().defaults()), "defaults() differ from call to call");
    } catch (ConfigException incomplete) {
      require(!incomplete.problems().isEmpty(), "defaults() are refused without a problem");
    }
  }

  @Test
  final void refusesNumbersAndDurationsOutOfRangeByName() throws ReflectiveOperationException {
    RecordComponent[] components = provider().configType().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      for (Object extreme : extremes(components[i].getType())) {
        requireRefused(components[i].getName(), i, extreme);
      }
    }
  }

  private static List<?> extremes(Class<?> type) {
    if (type == int.class) {
      return List.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return List.of(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class) {
      return List.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    return type == Duration.class
        ? List.of(Duration.ofSeconds(Long.MIN_VALUE), Duration.ofSeconds(Long.MAX_VALUE))
        : List.of();
  }

  private void requireRefused(String name, int index, Object extreme)
      throws ReflectiveOperationException {
    Class<C> type = provider().configType();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      components[i].getAccessor().setAccessible(true);
      values[i] = components[i].getAccessor().invoke(config());
    }
    values[index] = extreme;
    Constructor<C> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    String told = "option " + name + " = " + extreme;
    try {
      C unused = constructor.newInstance(values);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof ConfigException refused) {
        require(
            refused.problems().stream().anyMatch(problem -> problem.path().startsWith(name)),
            told + " is refused, but no problem has its name: " + refused.problems());
        return;
      }
      throw new AssertionError(told + " is not refused by a ConfigException", thrown.getCause());
    }
    throw new AssertionError(told + " is accepted");
  }

  @Test
  final void holdsPasswordsAsSecrets() {
    for (RecordComponent component : provider().configType().getRecordComponents()) {
      String name = component.getName().toLowerCase(Locale.ROOT);
      boolean secret = SECRETS.stream().anyMatch(name::endsWith);
      require(
          !secret || component.getType() != String.class,
          "option %s is a String: a %s prints itself masked"
              .formatted(component.getName(), Secret.class.getSimpleName()));
    }
  }

  // --- vocabulary

  @Test
  final void addsNoNameToTheVocabularyThatHasAnotherMeaning() {
    List<String> conflicts =
        Vocabulary.core().toBuilder()
            .attributes(provider().attributes())
            .types(provider().eventTypes())
            .conflicts();
    require(conflicts.isEmpty(), String.join("; ", conflicts));
  }
}
