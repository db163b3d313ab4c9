package io.dbintel.jdbc.explain;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Names as hexadecimal UTF-8, for literals in statements of ours: digits, letters and commas cannot
 * end one, whatever the names and the settings of the session are.
 */
final class Hex {
  private Hex() {}

  static String of(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Several, in order of their names, separated by commas. */
  static String of(Collection<String> names) {
    return names.stream().sorted().map(Hex::of).collect(Collectors.joining(","));
  }
}
