package io.dbintel.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.testkit.ProviderContract;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Something that breaks a rule.
 *
 * @param rule the rule
 * @param how what is wrong with it
 * @param contract holds it to the contract
 */
record Faulty(String rule, String how, Supplier<? extends ProviderContract<?>> contract) {

  /** The contract must find it. */
  void mustBeFound() {
    assertThat(Rules.finds(rule, contract.get())).as("%s finds that it %s", rule, how).isTrue();
  }

  /** A rule that cannot fail holds nothing. */
  static void mustShowEveryRuleFail(List<Faulty> faulty, Class<?> contract, Class<?> without) {
    Set<String> shown = new LinkedHashSet<>();
    faulty.forEach(one -> shown.add(one.rule()));
    assertThat(shown).containsExactlyInAnyOrderElementsOf(Rules.of(contract, without));
  }

  @Override
  public String toString() {
    return rule + ": " + how;
  }
}
