package io.dbintel.jdbc.metrics;

import io.dbintel.core.spi.QueryLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A statement of a {@link MetricTable} with what is read from it.
 *
 * @param name the statement's resource
 * @param part the part of the collector's health that tells of it
 * @param versions the servers it is for
 * @param on whether it is for primaries, standbys or both
 * @param monitor whether it says what is so only to a role of the monitor tier
 * @param level the least level at which it is asked
 * @param every at least so long from one time to the next; zero for each collection
 * @param limit the name of the limit on how many rows are told by themselves
 * @param rank the columns by whose sum rows are ranked; the first rows are told by themselves
 * @param metrics what its columns are
 * @param findings what its rows are, if they are findings
 */
public record MetricQuery(
    String name,
    String part,
    VersionRange versions,
    On on,
    boolean monitor,
    QueryLevel level,
    Duration every,
    String limit,
    List<String> rank,
    List<MetricSpec> metrics,
    List<FindingSpec> findings) {

  /** Which servers a statement is for. */
  public enum On {
    /** All. */
    ANY,
    /** Those that are not in recovery. */
    PRIMARY,
    /** Those in recovery. */
    STANDBY;

    boolean includes(boolean standby) {
      return this == ANY || (this == STANDBY) == standby;
    }
  }

  /** Copies the lists. */
  public MetricQuery {
    rank = List.copyOf(rank);
    metrics = List.copyOf(metrics);
    findings = List.copyOf(findings);
  }

  /** The metrics that a server of this version has. */
  public List<MetricSpec> metrics(int majorVersion) {
    return metrics.stream().filter(metric -> metric.versions().contains(majorVersion)).toList();
  }

  /** The columns that label series, in the order in which the table names them. */
  List<String> labelColumns() {
    Set<String> columns = new LinkedHashSet<>();
    for (MetricSpec metric : metrics) {
      for (SeriesLabel label : metric.labels()) {
        if (label.fromColumn()) {
          columns.add(label.text());
        }
      }
    }
    return new ArrayList<>(columns);
  }

  /** True if rows must have a key, by which a counter is known again. */
  boolean hasCounters() {
    return metrics.stream().anyMatch(MetricSpec::isCounter);
  }
}
