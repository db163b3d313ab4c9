package io.dbintel.core.contract;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.Stability;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.ProcessorProvider;
import io.dbintel.testkit.ProcessorContract;
import io.dbintel.testkit.ProviderContract;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule for providers of any kind finds the provider that breaks it. */
class ProviderContractTest {
  record Unchecked(int number) {}

  record Angry(Duration time) {
    Angry {
      if (time.isNegative() || time.toDays() > 1) {
        throw new IllegalArgumentException("bad time");
      }
    }
  }

  record Open(String user, String password) {}

  static class Simple<C extends Record> implements ProcessorProvider<C> {
    private final C config;

    Simple(C config) {
      this.config = config;
    }

    @Override
    public String name() {
      return "simple";
    }

    @Override
    @SuppressWarnings("unchecked") // It is the type of the very record.
    public Class<C> configType() {
      return (Class<C>) config.getClass();
    }

    @Override
    public C defaults() {
      return config;
    }

    @Override
    public Contract contract(C any) {
      return Contract.none();
    }

    @Override
    public Processor create(C any, ComponentContext context) {
      return batch -> {};
    }
  }

  static List<Faulty> faulty() {
    return List.of(
        new Faulty(
            "hasAKebabCaseNameThatStays",
            "has a name in camel case",
            () ->
                new Held<>(
                    new Simple<>(new Unchecked(1)) {
                      @Override
                      public String name() {
                        return "mySimpleOne";
                      }
                    })),
        new Faulty(
            "isFoundByServiceLoader",
            "is not registered",
            () -> new Held<>(new Simple<>(new Unchecked(1)))),
        new Faulty(
            "hasEqualDefaultsOfItsConfigurationType",
            "has other defaults each time",
            () ->
                new Held<>(
                    new Simple<>(new Unchecked(1)) {
                      private int calls;

                      @Override
                      public Unchecked defaults() {
                        return new Unchecked(calls++);
                      }
                    })),
        new Faulty(
            "refusesNumbersAndDurationsOutOfRangeByName",
            "takes any number",
            () -> new Held<>(new Simple<>(new Unchecked(1)))),
        new Faulty(
            "refusesNumbersAndDurationsOutOfRangeByName",
            "refuses with an exception that names no option",
            () -> new Held<>(new Simple<>(new Angry(Duration.ZERO)))),
        new Faulty(
            "holdsPasswordsAsSecrets",
            "has a password that prints itself",
            () -> new Held<>(new Simple<>(new Open("me", "x")))),
        new Faulty(
            "addsNoNameToTheVocabularyThatHasAnotherMeaning",
            "takes a text's name for a number",
            () ->
                new Held<>(
                    new Simple<>(new Unchecked(1)) {
                      @Override
                      public Set<AttrKey<?>> attributes() {
                        return Set.of(
                            AttrKey.ofLong(
                                Attributes.DB_QUERY_TEXT.name(), "1", Stability.DEVELOPMENT, "x"));
                      }
                    })));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void finds(Faulty faulty) {
    faulty.mustBeFound();
  }

  @Test
  void everyRuleIsShownToFail() {
    Faulty.mustShowEveryRuleFail(faulty(), ProviderContract.class, Object.class);
  }

  private static final class Held<C extends Record> extends ProcessorContract<C> {
    private final ProcessorProvider<C> provider;

    Held(ProcessorProvider<C> provider) {
      this.provider = provider;
    }

    @Override
    protected ProcessorProvider<C> provider() {
      return provider;
    }

    @Override
    protected void fill(EventBatch.Control batch) {}
  }
}
