package io.dbintel.jdbc.metrics;

import io.dbintel.jdbc.observe.SafeName;
import io.dbintel.jdbc.pool.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What one statement gave, read to the end before anything is made of it. Texts are told only as
 * far as they look like names. Used once.
 */
final class MetricRows {
  private static final int MAX_FINDINGS = 20;
  private static final String NAMESPACE = "namespace";

  private final MetricQuery query;
  private final List<MetricSpec> metrics;
  private final List<String> labelColumns;
  private final long blockBytes;
  private final int maxRows;
  private final List<Line> lines = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private long found;
  private boolean cut;
  private long bad;

  /** One row: what its label columns hold, empty for null, and a value a metric, in its unit. */
  static final class Line {
    private final String key;
    private final long resetMicros;
    private final List<String> labels;
    private final long[] values;

    Line(String key, long resetMicros, List<String> labels, long[] values) {
      this.key = key;
      this.resetMicros = resetMicros;
      this.labels = labels;
      this.values = values;
    }

    String key() {
      return key;
    }

    long resetMicros() {
      return resetMicros;
    }

    List<String> labels() {
      return labels;
    }

    long[] values() {
      return values;
    }
  }

  MetricRows(MetricQuery query, List<MetricSpec> metrics, long blockBytes, int maxRows) {
    this.query = query;
    this.metrics = metrics;
    this.labelColumns = query.labelColumns();
    this.blockBytes = blockBytes;
    this.maxRows = maxRows;
  }

  void add(Row row) throws SQLException {
    if (!query.findings().isEmpty()) {
      found(finding(row), row.count("found"));
    }
    if (metrics.isEmpty()) {
      return;
    }
    if (lines.size() == maxRows) {
      cut = true;
      return;
    }
    List<String> labels = new ArrayList<>(labelColumns.size());
    for (String column : labelColumns) {
      labels.add(label(row, column));
    }
    long[] values = new long[metrics.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(row, metrics.get(i));
    }
    boolean keyed = query.hasCounters();
    lines.add(
        new Line(
            keyed ? row.text("row_key") : "",
            keyed ? row.countOr("reset_micros", MetricIncreases.UNKNOWN) : MetricIncreases.UNKNOWN,
            List.copyOf(labels),
            values));
  }

  /** Adds a finding, of so many there are. */
  void found(Finding finding, long all) {
    found = Math.max(found, all);
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    }
  }

  MetricQuery query() {
    return query;
  }

  List<MetricSpec> metrics() {
    return metrics;
  }

  List<String> labelColumns() {
    return labelColumns;
  }

  List<Line> lines() {
    return lines;
  }

  /** The columns of each row that its finding mentions. */
  List<Finding> findings() {
    return findings;
  }

  /** How many rows with findings there are beyond {@link #findings}. */
  long findingsBeyond() {
    return Math.max(0, found - findings.size());
  }

  /** Says how many rows could not be used. */
  void bad(long rows) {
    bad = rows;
  }

  /** How many rows could not be used. */
  long bad() {
    return bad;
  }

  /** True if not every row is here. */
  boolean isIncomplete() {
    return bad > 0 || cut;
  }

  /** True if there were more rows than are looked at. */
  boolean isCut() {
    return cut;
  }

  /** A namespace is two names with a bar between them; in any other name a bar is like the rest. */
  private static String label(Row row, String column) throws SQLException {
    String text = row.textOrNull(column);
    int bar = text == null || !column.equals(NAMESPACE) ? -1 : text.indexOf('|');
    return text == null || bar < 0
        ? SafeName.of(text)
        : SafeName.of(text.substring(0, bar)) + '|' + SafeName.of(text.substring(bar + 1));
  }

  /** A vital sign is at least 0: what is less comes of a clock that was set back. */
  private long value(Row row, MetricSpec metric) throws SQLException {
    if (metric.isDouble()) {
      double number = row.numberOr(metric.column(), Double.NaN);
      if (Double.isNaN(number)) {
        return MetricIncreases.ABSENT;
      }
      double scaled = metric.scale() == MetricSpec.Scale.MS ? number / 1_000 : number;
      return Double.doubleToRawLongBits(Math.max(0.0, scaled));
    }
    long number = row.integerOr(metric.column(), MetricIncreases.ABSENT);
    if (number == MetricIncreases.ABSENT) {
      return number;
    }
    long factor = metric.scale() == MetricSpec.Scale.BLOCKS ? blockBytes : 1;
    return number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : Math.max(0, number) * factor;
  }

  /**
   * What one row is a finding of.
   *
   * @param subject what it is about, as the server calls it, with the numbers it gave it: to tell
   *     one from another, not to tell
   * @param columns what its texts mention, as far as it may be told
   * @param masked the columns of which a part may not be told
   */
  record Finding(String subject, Map<String, String> columns, Set<String> masked) {}

  private Finding finding(Row row) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    Set<String> masked = new HashSet<>();
    StringBuilder subject = new StringBuilder(text(row, "subject"));
    for (FindingSpec finding : query.findings()) {
      for (String column :
          FindingTeller.places(
              finding.message() + finding.remedy() + '{' + FindingTeller.LOOKUP + '}')) {
        String text = text(row, column);
        boolean number = row.isInteger(column);
        // No client chose a number, and the statement itself wrote the look-up, of numbers.
        String told = number || column.equals(FindingTeller.LOOKUP) ? text : SafeName.of(text);
        columns.put(column, told);
        if (number) {
          subject.append('/').append(text);
        }
        if (!told.equals(text)) {
          masked.add(column);
        }
      }
    }
    return new Finding(subject.toString(), columns, masked);
  }

  private static String text(Row row, String column) throws SQLException {
    return row.isInteger(column)
        ? Long.toString(row.integer(column))
        : Objects.requireNonNullElse(row.textOrNull(column), "");
  }
}
