package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psql",
        "orders-service",
        "orders-service-worker-2",
        "PostgreSQL JDBC Driver",
        "pgAdmin 4 - DB:postgres",
        "DBeaver 23.1.2 - Main",
        "app_user",
        "service/worker[12]",
        "café"
      })
  void namesPass(String name) {
    assertThat(SafeName.of(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "4111111111111111, ?",
    "card 4111 1111 1111 1111 end, card ? end",
    "card-4111-1111-1111-1111, ?",
    "jane.doe@example.com, ?",
    "for jane.doe @ example.com, ?",
    "jane＠example.com, ?",
    "batch token=abc, batch ?",
    "O'Brien's job, ? job",
    "job 123456, job 123456",
    "job 1234567, job ?",
    "tel +49 170 123 4567, tel +?",
    "４１１１１１１１１１１１１１１１, ?",
    "sess-3f2b8c1d9e4a4f6b8c1d2e3f, ?",
    "run 7d444840-9dc0-11d1-b245-5ffdce74fad2, run ?"
  })
  void whatIsNoNameIsMasked(String name, String safe) {
    assertThat(SafeName.of(name)).isEqualTo(safe);
  }

  @Test
  void nothingIsEmpty() {
    assertThat(SafeName.of(null)).isEmpty();
    assertThat(SafeName.of("  ")).isEmpty();
  }

  @Test
  void controlCharactersAreMasked() {
    assertThat(SafeName.of("a\u0000b c\u001b[31m")).isEqualTo("? ?");
  }

  @Test
  void longNamesAreCut() {
    assertThat(SafeName.of("abc ".repeat(100))).hasSizeLessThanOrEqualTo(SafeName.MAX_LENGTH);
  }

  @Test
  @Timeout(5)
  void anyTextTakesLittleTime() {
    for (String part : new String[] {"1 ", "a1", "--", "1-", "@", "(((", "\uD83D\uDE00"}) {
      assertThat(SafeName.of(part.repeat(1_000_000))).hasSizeLessThan(64);
    }
  }

  @Test
  void noLongNumberAndNoAddressEverPasses() {
    Random random = new Random(7);
    String alphabet = "01234567890123456789 -./:_ab@";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int k = random.nextInt(40); k > 0; k--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String safe = SafeName.of(name.toString());
      assertThat(safe).doesNotContain("@");
      int digits = 0;
      for (int k = 0; k < safe.length(); k++) {
        digits = Character.isDigit(safe.charAt(k)) ? digits + 1 : 0;
        assertThat(digits).as(safe).isLessThan(7);
      }
    }
  }
}
