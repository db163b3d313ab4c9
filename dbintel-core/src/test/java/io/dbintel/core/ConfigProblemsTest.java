package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.config.ConfigProblem;
import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.export.InMemoryExporter;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.Secret;
import io.dbintel.core.spi.SecretResolver;
import io.dbintel.core.spi.Target;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import io.dbintel.core.toy.ToyTargets;
import io.dbintel.core.toy.ToyVault;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator is told who wrote a file that cannot be used: all of it, and where. */
class ConfigProblemsTest {
  private static final String HEAD =
      """
      version: 1
      name: orders-service
      exporters: {in-memory: {}}
      """;

  /** The options of a target begin in this line. */
  private static final String TARGET = HEAD + "targets:\n  orders:\n    type: toy\n";

  private static final String AT = "[orders-service] orders.yaml:7: targets.orders.";

  private final ToyTargets targets = new ToyTargets();
  private final ToyVault vault = new ToyVault();
  private final DbIntelBuilder builder = builder();

  private DbIntelBuilder builder() {
    return DbIntel.builder()
        .register(targets)
        .register(ToyProcessors.of("sampler", batch -> {}))
        .register(ToyCollectors.of("samples", context -> {}))
        .register(vault);
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pause: 5ms | pause must be in [100ms, 60s] but was 5ms",
        "pause: 10 | pause must be a duration such as 250ms, 10s or 1h30m; the unit is missing but was '10'",
        "pause: '10' | pause must be a duration such as 250ms, 10s or 1h30m; the unit is missing but was '10'",
        "pause: soon | pause must be a duration such as 250ms, 10s or 1h30m but was 'soon'",
        "pause: 30m1h | pause must be a duration such as 250ms, 10s or 1h30m but was '30m1h'",
        "pause: [1s] | pause must be a duration but is a list",
        "pause: | pause has no value: leave it out, or say one",
        "pause: ~ | pause has no value: leave it out, or say one",
        "maxBytes: 4096 | maxBytes must be a size such as 64KiB or 16MiB; the unit is missing but was '4096'",
        "maxBytes: 4MB | maxBytes must be a size such as 64KiB or 16MiB; units are powers of 1024: B, KiB, MiB, GiB, TiB but was '4MB'",
        "maxBytes: 4B | maxBytes must be in [1024, 1073741824] but was 4",
        "maxBytes: 9999999TiB | maxBytes must be a size such as 64KiB or 16MiB but was '9999999TiB'",
        "size: \"10\" | size must be a whole number, without quotes but was '10'",
        "size: 1.5 | size must be a whole number, in plain digits but was '1.5'",
        "size: 010 | size must be a whole number, in plain digits but was '010'",
        "size: 1_0 | size must be a whole number, in plain digits but was '1_0'",
        "size: 0x1F | size must be a whole number, in plain digits but was '0x1F'",
        "size: 3000000000 | size must not be larger than 2147483647 but was '3000000000'",
        "size: 0 | size must be in [1, 100] but was 0",
        "ratio: '0.5' | ratio must be a number, without quotes but was '0.5'",
        "ratio: 101% | ratio must be in [0, 1] but was 1.01",
        "ratio: .nan | ratio must be a number such as 0.01 or 1% but was '.nan'",
        "flag: yes | flag must be true or false but was 'yes'",
        "flag: no | flag must be true or false but was 'no'",
        "flag: True | flag must be true or false but was 'True'",
        "flag: 'true' | flag must be true or false, without quotes but was 'true'",
        "colour: DARK_BLUE | colour has an unknown value 'DARK_BLUE'; did you mean 'dark-blue'? Known: red, dark-blue",
        "user: 5 | user must be a text: put it in quotes but was '5'",
        "user: true | user must be a text: put it in quotes but was 'true'",
        "names: red | names must be a list, as in [a, b], but was 'red'",
        "names: a, b | names must be a list, as in [a, b], but was 'a…'",
        "names: ${vault:n} | names must be a list, as in [a, b], but is a text",
        "names: [a, 5] | names[1] must be a text: put it in quotes but was '5'",
        "ports: [1, 1] | ports[1] stands in the list a second time",
        "inner: {count: 10} | inner.count must be in [1, 9] but was 10",
        "inner: 5 | inner must be a mapping of options but was '5'",
        "inners: [{count: 1}] | inners[0].pause is missing",
        "inners: [5] | inners[0] must be a mapping of options but was '5'",
        "max-bytes: 5KiB | max-bytes is unknown; did you mean 'maxBytes'? Known: caller, colour, flag, folder, inner, inners, maxBytes, names, password, pause, ports, ratio, size, url, user",
        "password: hunter2 | password must not stand here itself: refer to it, as in ${env:NAME} or ${file:/path/to/secret}",
        "password: x${vault:p} | password must not stand here itself: refer to it, as in ${env:NAME} or ${file:/path/to/secret}",
        "password: ${vault:p:-x} | password ${vault:p} must not have a default: it would be a secret in this file",
        "password: ${vault:gone} | password ${vault:gone} cannot be resolved: the vault has no gone",
        "password: ${env:DBINTEL_NOT_SET} | password ${env:DBINTEL_NOT_SET} cannot be resolved: there is no environment variable DBINTEL_NOT_SET",
        "password: ${file:/no/such} | password ${file:/no/such} cannot be resolved: the file cannot be read (NoSuchFileException): '/no/such'",
        "password: ${vaul:x} | password unknown scheme of a reference 'vaul'; did you mean 'vault'? Known: env, file, vault",
        "user: ${vault} | user holds a reference that is not of the form ${scheme:name} or ${scheme:name:-default}; write $${ for the characters themselves",
        "user: ${vault:x | user holds a reference that is not of the form ${scheme:name} or ${scheme:name:-default}; write $${ for the characters themselves",
        "caller: me | caller must be {ref: name}, where the host binds with .bind(name, Callable.class, …)",
        "caller: {ref: yuo} | caller unknown binding 'yuo'; did you mean 'you'? Known: you. The host binds with .bind(name, Callable.class, …)",
      })
  void anOptionThatIsWrongIsToldWithPathLineAndValue(String option, String problem) {
    builder.bind("you", Callable.class, () -> "");
    String line = option.startsWith("caller") ? option : option + "\n    caller: {ref: you}";
    assertThat(problems(TARGET + "    " + line)).contains(AT + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "targets: [a] | targets must be a mapping of names but is a list",
        "targets: {a: 5} | targets.a must be a mapping of options, or {}, but is a number",
        "targets: {a: {}} | targets.a.type is missing. Known: toy",
        "targets: {a: {type: tyo}} | targets.a.type unknown target type 'tyo'; did you mean 'toy'? Known: toy",
        "targets: {A: {type: toy, url: x}} | targets.A must be 1 to 64 characters of a-z, 0-9, '-', '_' and '.' but was 'A'",
        "collectors: {sample: {}} | collectors.sample unknown collector 'sample'; did you mean 'samples'? Known: samples",
        "collectors: {samples: no} | collectors.samples must be on, off or a mapping of options but was 'no'",
        "collectors: {samples: {enabled: off}} | collectors.samples.enabled must be true or false but was 'off'",
        "pipeline: {sampler: {}} | pipeline must be a list, since the order counts, but is a mapping",
        "pipeline: [sampler, sampler] | pipeline[1] names 'sampler' a second time",
        "pipeline: [samper] | pipeline[0] unknown processor 'samper'; did you mean 'sampler'? Known: sampler",
        "pipeline: [{sampler: {}, x: {}}] | pipeline[0] must be a name, or one name with its options: 'name: {option: value}'",
        "pipeline: [{sampler: {rate: 1%}}] | pipeline[0].sampler.rate is unknown. Known: contract, maker",
        "guards: [breaker] | guards[0] unknown guard 'breaker'. Known: none",
        "engine: {cpuThreads: 65} | engine.cpuThreads must be in [1, 64] but was 65",
        "engine: fast | engine must be a mapping of options, or {}, but is a text",
        "stateStore: {folder: x} | stateStore.type is missing. Known: file",
        "stateStore: {type: file, folder: ''} | stateStore.folder must be the path of a folder",
        "target: {} | target is unknown; did you mean 'targets'? Known: version, name, engine, targets, collectors, pipeline, exporters, guards, stateStore",
      })
  void aSectionThatIsWrongIsToldWithPathLineAndValue(String section, String problem) {
    assertThat(problems(HEAD + section)).contains("[orders-service] orders.yaml:4: " + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urll: toy\n    user: app",
        "url: &a toy\n    user: app",
        "url: [toy]\n    user: app",
        "url: !toy x\n    user: app",
        "url: *toy\n    user: app",
        "url: to\n      y\n    user: app",
        "url: >\n      toy\n    user: app",
        "url: toy\n    names: &a [x]",
        "url: toy\n    names: [&a x]",
        "url: toy\n    &a size: 5",
        "url: toy\n    !a size: 5",
        "url: toy\n    inner: &a {count: 1}",
        "url: toy\n    inner: {<<: {count: 1}}",
        "url: toy\n    caller: {ref: yuo}",
        "url: toy\n    callr: {ref: you}",
        "url: toy\n    caller: &a {ref: you}",
        "url: toy\ncollectors: off",
        "url: toy\npipeline: sampler",
        "url: toy\npipelin: [sampler]",
        "url: toy\npipeline: [samplr]",
        "url: toy\npipeline: &a [sampler]",
        "url: toy\npipeline: [&a sampler]",
        "url: toy\npipeline: [{sampler: x}]",
      })
  void oneMistakeIsOneProblem(String options) {
    builder.bind("you", Callable.class, () -> "");
    String used =
        options.contains("you") || options.contains("yuo")
            ? ""
            : "\n  b: {type: toy, caller: {ref: you}}";
    String text = TARGET + "    " + options;
    assertThat(problems(text.replace("targets:", "targets:" + used))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "versoin: 1\nexporters: {in-memory: {}}",
        "version: &a 1\nexporters: {in-memory: {}}",
        "version: 1\nexporter: {in-memory: {}}",
        "version: 1\nexporters: in-memory",
        "version: 1\nexporters: &a {in-memory: {}}",
        "version: 1\nexporters: {in-memory: &a {}}",
        "version: 1\nexporters: {in-memory: 5}",
        "version: 1\nexporters: {in-memory}",
        "version: 1\nexporters: {in-memry: {}}",
        "version: 1\nexporters: {mine: {ref: in}}",
        "version: 1\nexporters: {in-memory: {}}\ntargets: {a: {type: [toy]}}",
        "version: 1\nexporters: {in-memory: {}}\ntargets: {a: {type: &a toy}}",
        "version: 1\nexporters: {in-memory: {}}\ntargets: {a: {ref: &a b}}",
      })
  void oneMistakeInASectionIsOneProblem(String text) {
    assertThat(problems(text)).hasSize(1);
  }

  @Test
  void aNameThatStandsTwiceIsToldWithBothLines() {
    assertThat(problems(TARGET + "    url: toy\n    size: 5\n    url: toy\n"))
        .containsExactly(
            "[orders-service] orders.yaml:9: names 'url' a second time; the first is in line 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "version: 2 | orders.yaml:1: version must be 1 (nothing else in the file was looked at) but was '2'",
        "version: \"1\" | orders.yaml:1: version must be a number, without quotes: 'version: 1'",
        "name: x | orders.yaml: version is missing: say 'version: 1'",
      })
  void theVersionMustBeOurs(String head, String problem) {
    assertThat(problems(head + "\nexporters: {in-memory: {}}"))
        .anySatisfy(line -> assertThat(line).endsWith(problem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: &a {y: 1}",
        "x: [&a {}, *a]",
        "x: &a y",
        "x: '\uD83D\uDE00'\ny: [1, &a 'z']",
        "x: *a",
        "x: {<<: {y: 1}}",
        "x: !!java.net.URL [y]",
        "x: !!str y",
        "? [x]\n: y",
        "x: [",
        "x: 'y",
        "\tx: y",
        "x: y: z",
        "--- \nversion: 1",
      })
  void whatMakesAFileSayMoreThanItShowsIsRefusedWhereItStands(String trick) {
    assertThat(problems(HEAD + trick))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(".*orders.yaml:[45]: .*(not supported|not valid|second document).*"));
  }

  @Test
  void aFileIsBoundedInLength() {
    assertThat(problems(HEAD + "#".repeat(1 << 20)))
        .containsExactly("[dbintel] orders.yaml: must not be longer than 1 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{x: ", "- ", "{\"x\": ["})
  void aFileIsBoundedInDepth(String level) {
    assertThat(problems(HEAD + "x:\n  " + level.repeat(1000)))
        .anySatisfy(line -> assertThat(line).contains("orders.yaml"));
  }

  @Test
  void aValueIsBoundedInLength() {
    assertThat(problems(HEAD + "x: " + "y".repeat(70_000)))
        .anySatisfy(line -> assertThat(line).contains("orders.yaml:4"))
        .allMatch(line -> line.length() < 500);
  }

  @Test
  void aNameIsBoundedInLengthWhereItIsShown() {
    assertThat(problems(HEAD + "y".repeat(1000) + ": 1")).allMatch(line -> line.length() < 500);
  }

  @Test
  void aFileThatCannotBeReadIsAProblemAmongTheOthers() throws IOException {
    builder.target(new ToyTarget("Orders"));
    Path missing = folder.resolve("missing.yaml");
    assertThat(thrown(builder.config(missing)).getMessage())
        .contains("missing.yaml: does not exist: " + missing)
        .contains("targets[0] must be 1 to 64 characters")
        .doesNotContain("exporters must not be empty");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xE4});
    assertThat(thrown(DbIntel.builder().config(latin)).problems())
        .extracting(ConfigProblem::toString)
        .containsExactly("latin.yaml: is not UTF-8 text");
    assertThat(thrown(DbIntel.builder().config(folder)).getMessage()).contains("cannot be read");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    builder
        .bind("unused", Target.class, new ToyTarget("x"))
        .pipeline(stages -> stages.add("sampler").add("sampler"));
    assertThat(
            problems(
                """
                version: 1
                name: orders-service
                nam: x
                engine: {cpuThreads: 65, closeTimeout: 1}
                exporters: {in-memory: {maxEvents: 0, maxBytes: 1, x: 1}}
                targets:
                  orders:
                    type: toy
                    user: dbintel
                    pause: 1ms
                    size: "5"
                    inner: {count: 0}
                    inners: [{pause: 1s, count: 0}]
                """))
        .extracting(line -> line.substring(line.indexOf("] ") + 2))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("orders.yaml:3: nam is unknown"),
            line -> assertThat(line).startsWith("orders.yaml:4: engine.cpuThreads must be in"),
            line -> assertThat(line).startsWith("orders.yaml:4: engine.closeTimeout must be a dur"),
            line -> assertThat(line).startsWith("orders.yaml:5: exporters.in-memory.maxEvents"),
            line -> assertThat(line).startsWith("orders.yaml:5: exporters.in-memory.maxBytes"),
            line -> assertThat(line).startsWith("orders.yaml:5: exporters.in-memory.x is unknown"),
            // The target itself refuses this one, although its record could not be made.
            line ->
                assertThat(line)
                    .isEqualTo("orders.yaml:9: targets.orders.user has no effect without url"),
            line -> assertThat(line).startsWith("orders.yaml:10: targets.orders.pause must be in"),
            line -> assertThat(line).startsWith("orders.yaml:11: targets.orders.size must be a"),
            line -> assertThat(line).startsWith("orders.yaml:12: targets.orders.inner.count"),
            line -> assertThat(line).startsWith("orders.yaml:13: targets.orders.inners[0].count"),
            line -> assertThat(line).startsWith("pipeline[1] names 'sampler' a second time"),
            line ->
                assertThat(line).startsWith("the binding 'unused' (io.dbintel.core.spi.Target)"));
  }

  @Test
  void whatIsSaidInJavaAndInTheFileIsAProblem() {
    builder
        .name("other")
        .exporter("in-memory", InMemoryExporter.create(), ExportSettings.defaults())
        .settings(EngineSettings.defaults())
        .withoutCollector("samples")
        .target(new ToyTarget("orders"));
    assertThat(
            problems(TARGET + "    url: x\nengine: {cpuThreads: 1}\ncollectors: {samples: {}}\n"))
        .containsExactlyInAnyOrder(
            "[orders-service] orders.yaml:2: name is said in the file and in Java",
            "[orders-service] orders.yaml:8: engine is said in the file and in Java",
            "[orders-service] orders.yaml:9: collectors.samples is configured or turned off more"
                + " than once",
            "[orders-service] targets[0] is used twice: 'orders'",
            "[orders-service] exporters[0] is used twice: 'in-memory'");
  }

  @Test
  void aHostsObjectOfTheWrongTypeIsToldWithBoth() {
    builder.bind("me", Exporter.class, InMemoryExporter.create());
    assertThat(problems(TARGET + "    caller: {ref: me}"))
        .containsExactly(
            AT
                + "caller must be a java.util.concurrent.Callable but the host bound 'me'"
                + " (io.dbintel.core.spi.Exporter)");
  }

  @Test
  void valuesFromElsewhereAreNeverShown() {
    vault.values.put("size", "4711");
    vault.values.put("flag", "canary-flag");
    vault.values.put("colour", "canary-colour");
    vault.values.put("user", "canary-user");
    vault.values.put("pause", "5ms");
    vault.values.put("name", "Canary Name");
    vault.values.put("empty", "");
    List<String> problems =
        problems(
            """
            version: 1
            name: ${vault:name}
            exporters: {in-memory: {}}
            targets:
              orders:
                type: toy
                size: ${vault:size}
                flag: ${vault:flag}
                colour: ${vault:colour}
                user: ${vault:user}
                pause: ${vault:pause}
                names: ["${vault:user}", "${vault:empty}"]
                folder: x
                password: hunter2
            """);
    assertThat(problems)
        .containsExactlyInAnyOrder(
            "[dbintel] orders.yaml:2: name must be 1 to 64 characters of a-z, 0-9, '-', '_' and"
                + " '.' but was ${vault:name}",
            "[dbintel] orders.yaml:7: targets.orders.size must be in [1, 100] but was"
                + " ${vault:size}",
            "[dbintel] orders.yaml:8: targets.orders.flag must be true or false but was"
                + " ${vault:flag}",
            "[dbintel] orders.yaml:9: targets.orders.colour must be one of red, dark-blue but was"
                + " ${vault:colour}",
            "[dbintel] orders.yaml:10: targets.orders.user has no effect without url but was"
                + " ${vault:user}",
            "[dbintel] orders.yaml:11: targets.orders.pause must be in [100ms, 60s] but was"
                + " ${vault:pause}",
            "[dbintel] orders.yaml:12: targets.orders.names[1] ${vault:empty} is empty",
            "[dbintel] orders.yaml:14: targets.orders.password must not stand here itself: refer"
                + " to it, as in ${env:NAME} or ${file:/path/to/secret}");
    assertThat(String.join("", problems).toLowerCase(Locale.ROOT))
        .doesNotContain("canary", "4711", "hunter2");
  }

  @Test
  void aSchemeThatTwoResolversClaimIsRefused() {
    SecretResolver impostor =
        new SecretResolver() {
          @Override
          public String scheme() {
            return "env";
          }

          @Override
          public Secret resolve(String name) {
            return Secret.of("x");
          }
        };
    builder.register(impostor);
    assertThat(problems(HEAD))
        .anySatisfy(line -> assertThat(line).contains("'env' is the scheme of both"));
  }

  private List<String> problems(String text) {
    return String.valueOf(
            thrown(builder.config("orders.yaml", new StringReader(text))).getMessage())
        .lines()
        .toList();
  }

  private static ConfigException thrown(DbIntelBuilder builder) {
    ConfigException thrown = catchThrowableOfType(ConfigException.class, builder::spec);
    return Objects.requireNonNull(thrown, "nothing was wrong");
  }
}
