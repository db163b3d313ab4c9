package io.dbintel.core.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0s", "1ms", "250ms", "10s", "1m", "1m30s", "1h30m", "1d", "365d", "2s5ms"})
  void durationsAreWrittenAsTheyAreRead(String text) {
    Duration value = Units.duration(text);
    assertThat(value).isNotNull();
    assertThat(Units.text(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0B", "1B", "1023B", "1KiB", "1025B", "16MiB", "4GiB", "1TiB", "1024TiB"})
  void sizesAreWrittenAsTheyAreRead(String text) {
    Long value = Units.size(text);
    assertThat(value).isNotNull();
    assertThat(Units.sizeText(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1%, 0.01", "100%, 1", "0.5, 0.5", "1e-3, 0.001", "12.5%, 0.125"})
  void ratiosAreReadInBothForms(String text, double value) {
    assertThat(Units.number(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "1",
        "1S",
        "1 s",
        "s1",
        "1s1m",
        "1s1s",
        "1.5s",
        "-1s",
        "PT1S",
        "1us",
        "01s",
        "9223372036854775807d",
        "106751991168d",
        "1m30",
        "１s"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThat(Units.duration(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "B", "1", "1K", "1kB", "1MB", "1.5MiB", "-1B", "1 MiB", "8388608TiB"})
  void whatIsNoSizeIsRefused(String text) {
    assertThat(Units.size(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "+1", "01", "1_000", "0x1", "1.0", "9223372036854775808"})
  void whatIsNoIntegerIsRefused(String text) {
    assertThat(Units.integer(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "NaN", "Infinity", "1e999", "0x1p3", "1d", "1f", "--1", "1%%"})
  void whatIsNoFiniteNumberIsRefused(String text) {
    assertThat(Units.number(text)).isNull();
  }

  @Test
  void aNegativeIntegerIsRead() {
    assertThat(Units.integer("-5")).isEqualTo(-5);
  }
}
