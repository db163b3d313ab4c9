package io.dbintel.jdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** That the search for canaries can find one. */
final class CanariesTest {
  private final Canaries canaries = new Canaries();

  @Test
  void cardIsFoundWithAndWithoutSeparators() {
    String card = canaries.card("literal", " ");
    assertThat(canaries.foundIn("a card: " + card + '.')).containsExactly("literal");
    assertThat(canaries.foundIn(card.replace(' ', '-'))).containsExactly("literal");
    assertThat(canaries.foundIn(card.replace(" ", ""))).containsExactly("literal");
    assertThat(canaries.foundIn(card.substring(2))).containsExactly("literal");
  }

  @Test
  void mailIsFoundInAnyCaseAndInAUrl() {
    String mail = canaries.mail("user");
    assertThat(canaries.foundIn(mail.toUpperCase(Locale.ROOT))).containsExactly("user");
    assertThat(canaries.foundIn(URLEncoder.encode(mail, StandardCharsets.UTF_8)))
        .containsExactly("user");
    assertThat(canaries.foundIn(mail.substring(0, 17))).containsExactly("user");
  }

  @Test
  void percentEncodedDigitsAreFound() {
    StringBuilder encoded = new StringBuilder();
    canaries.card("url").chars().forEach(c -> encoded.append('%').append(Integer.toHexString(c)));
    assertThat(canaries.foundIn(encoded.toString())).containsExactly("url");
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    canaries.card("card");
    canaries.token("token");
    assertThat(canaries.foundIn("2026-11-23 4111 1111 1111 1111 0123456789abcdef select 1"))
        .isEmpty();
  }
}
