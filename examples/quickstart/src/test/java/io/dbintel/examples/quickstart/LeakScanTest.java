package io.dbintel.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakScanTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        PlantedData.CARD,
        PlantedData.CARD_WITH_SPACES,
        PlantedData.CARD_WITH_DASHES,
        "{\"text\":\"card=41111111.11111111;\"}",
        "all is well\ncard 4111 1111 1111\nand so on"
      })
  void findsCardNumbersInAnyForm(String text) {
    assertThat(new LeakScan().in("here", text).leaks()).containsExactly("here holds a card number");
  }

  @ParameterizedTest
  @ValueSource(strings = {PlantedData.EMAIL, "JANE.CANARY@EXAMPLE.COM", "user jane.canary"})
  void findsTheAddressAndItsParts(String text) {
    assertThat(new LeakScan().in("here", text).leaks())
        .containsExactly("here holds an e-mail address");
  }

  @Test
  void isSilentAboutWhatIsNotPlanted() {
    LeakScan scan = new LeakScan().in("here", "SELECT ? FROM t WHERE card = ? -- 4111 rows");

    assertThat(scan.leaks()).isEmpty();
    assertThat(scan.characters()).isPositive();
  }
}
