package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.toy.ToyTargets;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who writes a password into the file, and the file wrongly, is not shown the password: reports go
 * to logs. Its characters may mean something in YAML, so that the parser, not the option, refuses.
 */
class ConfigSecretsTest {
  /** Said thrice, so that a part of it tells as well. */
  private static final String SECRET = "Kq7Kq7Kq7";

  private static final String TELLS = "Kq7";
  private static final String SPECIAL = "!&*%@`:,[]{}'\"#|>-?=\\ \t\n~$<.0\u0001é";
  private static final String HEAD =
      """
      version: 1
      name: orders
      exporters: {in-memory: {}}
      targets:
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
          orders:
            type: toy
            url: toy
            password: %s
            user: app
        """,
        """
          orders:
            type: toy
            password: "%s"
            user: app
        """,
        """
          orders:
            type: toy
            password: '%s'
            names: [a, b]
        """,
        """
          orders: {type: toy, url: toy, password: %s, user: app}
        """,
        """
          orders: {type: toy, password: "%s", user: app}
        """,
        """
          orders: {"type": "toy", "password": "%s", "names": ["a"]}
        """,
        """
          orders:
            type: toy
            password: [%s]
        """,
        """
          orders:
            type: toy
            password: {%s: %1$s}
        """,
        """
          orders:
            type: toy
            password: >
              %s
        """,
        """
          orders:
            type: toy
            pasword: %s
        """,
        """
          orders:
            type: toy
            password:%s
        """,
        """
          orders: {type: toy, password:%s}
        """,
        """
          orders: {type: toy, password:%s, password:%1$s}
        """,
      })
  void noFileWithACharacterTooManyOrTooFewShowsThePasswordInIt(String template) {
    String body = template.formatted(SECRET);
    List<String> shown = new ArrayList<>();
    int refused = 0;
    for (int at = 0; at <= body.length(); at++) {
      for (int i = 0; i < SPECIAL.length(); i++) {
        String text = body.substring(0, at) + SPECIAL.charAt(i) + body.substring(at);
        refused += report(text, shown);
      }
      if (at < body.length()) {
        refused += report(body.substring(0, at) + body.substring(at + 1), shown);
      }
    }
    assertThat(shown).isEmpty();
    assertThat(refused).as("reports looked at").isGreaterThan(1000);
  }

  private static int report(String body, List<String> shown) {
    String report = told(body);
    if (report.contains(TELLS)) {
      shown.add(body + "\n=> " + report);
    }
    return report.isEmpty() ? 0 : 1;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "password: !Kq7!rest | a value that begins with '!' must stand in quotes (column 15)",
        "password: %Kq7 | a value that begins with a special character must stand in quotes",
        "password: *Kq7 | aliases ('*') are not supported",
        "password: \"Kq\\q7\" | '\\' in double quotes begins no escape; single quotes have none",
        "password: Kq7: Kq7 | a value with ': ' must stand in quotes (column 18)",
        "password: 'Kq7'Kq7 | the indentation, or something behind a value that is in quotes",
        "password: >Kq7 | what stands behind '|' or '>' in its line",
        "user: x\\n      password:Kq7 | holds a value of more than one line",
        "user: 'x\\n    password: Kq7' | holds a value of more than one line",
        "{!password: Kq7} | tags ('!') are not supported",
        "password: ${Kq7:x} | unknown scheme of a reference '…'. Known: env, file",
        "password: ${env:NO-Kq7} | there is no environment variable NO…",
        "password: ${file:/no:Kq7} | the file cannot be read (NoSuchFileException): '/no…'",
        "{pause: 1s password:Kq7} | must be a duration such as 250ms, 10s or 1h30m but was '1s…'",
        "password: [Kq7 | a bracket is not closed, or a comma is missing",
        "password: \"Kq7 | a quote is not closed",
        "password:Kq7 | a name without ': ' and a value",
        "{password:Kq7} | orders.yaml:5: a name holds what no name can: a space is missing after ':'",
        "{pasword:Kq7} | targets.orders.pasword is unknown; did you mean 'password'?",
        "{pasword:Kq7} | a space is missing after ':', or quotes around a value",
        "{password=Kq7} | a name holds what no name can",
        "{password: my,Kq7} | targets.orders holds something that is none of its names. Known:",
        "{password: my,Kq7,Kq7} | names something a second time",
        "password: ${env:NAME:Kq7} | ${env:NAME…} cannot be resolved",
      })
  void theReportSaysInsteadWhatToDoAboutIt(String option, String advice) {
    boolean flow = option.startsWith("{");
    option = option.replace("\\n", "\n");
    String body =
        flow
            ? "  orders: {type: toy, " + option.substring(1)
            : "  orders:\n    type: toy\n    " + option;
    assertThat(told(body)).contains(advice).doesNotContain(TELLS);
  }

  @Test
  void aNameThatIsUnknownIsStillShown() {
    assertThat(told("  orders: {type: toy, usr: app}"))
        .contains("targets.orders.usr is unknown; did you mean 'user'?");
  }

  private static String told(String body) {
    try {
      DbIntel.builder()
          .register(new ToyTargets())
          .config("orders.yaml", new StringReader(HEAD + body))
          .spec();
      return "";
    } catch (ConfigException refused) {
      return refused + "\n" + refused.problems() + refused.getCause();
    }
  }
}
