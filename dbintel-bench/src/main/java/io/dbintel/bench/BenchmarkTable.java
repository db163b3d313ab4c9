package io.dbintel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measurements as a table in Markdown: a line a comparison and set of parameters. */
final class BenchmarkTable {
  private static final String HEAD =
      """
      | operation | ns (mean) | B | beside | ns (mean) | B | ratio |
      | --- | ---: | ---: | --- | ---: | ---: | ---: |
      """;

  private BenchmarkTable() {}

  /** The table. Comparisons of which a side was not measured are left out. */
  static String of(List<Comparison> comparisons, List<Measured> measured) {
    StringBuilder table = new StringBuilder(HEAD);
    for (Comparison comparison : comparisons) {
      for (Measured ours : find(measured, comparison.ours())) {
        for (Measured peer : find(measured, comparison.peer())) {
          if (peer.parameters().equals(ours.parameters())) {
            line(table, comparison, ours, peer);
          }
        }
      }
    }
    return table.toString();
  }

  private static void line(StringBuilder table, Comparison names, Measured ours, Measured peer) {
    table
        .append("| ")
        .append(names.name())
        .append(ours.parameters().isEmpty() ? "" : ", " + ours.parameters());
    cells(table, ours);
    table.append(" | ").append(names.peerName());
    cells(table, peer);
    table.append(" | ").append(ratio(ours.nanos() / peer.nanos())).append(" |\n");
  }

  private static void cells(StringBuilder table, Measured one) {
    table.append(" | ").append(number(one.nanos()));
    table.append(" (").append(number(one.mean())).append(')');
    table.append(" | ").append(number(one.bytes()));
  }

  private static List<Measured> find(List<Measured> measured, String benchmark) {
    List<Measured> found = new ArrayList<>();
    for (Measured one : measured) {
      if (one.benchmark().equals(benchmark)) {
        found.add(one);
      }
    }
    return found;
  }

  /** Three digits that mean something, with thousands apart. */
  static String number(double value) {
    if (value < 0.05) {
      return "0";
    }
    String text = String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
    return text.replace(',', ' ');
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.1f", ratio);
  }
}
