package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTargets;
import io.dbintel.core.toy.ToyVault;
import java.io.StringReader;

/**
 * Whatever stands in a file, it is built or refused with problems that can be shown, and never
 * shows what a reference stands for. {@code JAZZER_FUZZ=1 ./mvnw -pl dbintel-core test
 * -Dtest=ConfigFileFuzzTest} searches further.
 */
class ConfigFileFuzzTest {
  private static final String CANARY = "canary-4711";
  private static final String HEAD =
      """
      version: 1
      exporters: {in-memory: {}}
      targets:
        orders:
          type: toy
          user: ${vault:user}
          password: ${vault:password}
          names: ["${vault:user}", "x${vault:user}"]
      """;

  @FuzzTest
  void aFileIsBuiltOrRefused(FuzzedDataProvider data) {
    String source = data.consumeBoolean() ? "fuzz.yaml" : "fuzz.json";
    read(source, data.consumeRemainingAsString());
  }

  @FuzzTest
  void anOptionIsTakenOrRefused(FuzzedDataProvider data) {
    read("fuzz.yaml", HEAD + data.consumeRemainingAsString());
  }

  private static void read(String source, String text) {
    ToyVault vault = new ToyVault();
    vault.values.put("user", CANARY);
    vault.values.put("password", CANARY);
    try {
      DbIntel.builder()
          .register(new ToyTargets())
          .register(ToyProcessors.of("sampler", batch -> {}))
          .register(vault)
          .config(source, new StringReader(text))
          .spec();
    } catch (ConfigException refused) {
      assertThat(refused.problems()).isNotEmpty();
      for (ConfigProblem problem : refused.problems()) {
        String line = problem.toString();
        assertThat(line).hasSizeLessThan(2_000).matches(any -> line.indexOf('\n') < 0);
        assertThat(line.contains(CANARY) && !text.contains(CANARY)).as(line).isFalse();
      }
    }
  }
}
