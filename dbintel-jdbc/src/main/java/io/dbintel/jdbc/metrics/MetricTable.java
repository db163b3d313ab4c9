package io.dbintel.jdbc.metrics;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which column of which statement is which metric: a text resource, so that a metric is added
 * without a line of Java. Each line is a record of fields between bars; <code>-</code> is an empty
 * field, <code>#</code> begins a comment line:
 *
 * <pre>
 * query | name | part | versions | any, primary or standby | tier | level | every | limit | rank
 * attribute | name | description
 * metric | name | kind | type | unit | versions | query | column | scale | labels | together | description
 * finding | code | query | message | remedy
 * </pre>
 *
 * <ul>
 *   <li>tier: <code>monitor</code> if a role without that tier would see only a part;
 *   <li>level: <code>minimal</code>, <code>reduced</code> or <code>full</code>, the least {@link
 *       io.dbintel.core.spi.QueryLevel} at which it is asked;
 *   <li>every: seconds, as <code>60s</code>; limit: a name the collector knows, or a number;
 *   <li>kind: <code>counter</code>, <code>updown</code> or <code>gauge</code>; type: <code>long
 *       </code> or <code>double</code>; scale: <code>ms</code> or <code>blocks</code>;
 *   <li>labels: <code>key=text</code> or <code>key=$column</code>, between commas;
 *   <li>together: <code>sum</code>, <code>max</code> or <code>min</code>; by default a sum for
 *       counters and up-down counters, the largest for gauges;
 *   <li>the description of a metric stands at its first line, and <code>-</code> at the others.
 * </ul>
 *
 * <p>Seconds are doubles and bytes are longs, and there is no other unit of time or size. A
 * statement with counters has two columns more: <code>row_key</code>, a text by which a row is
 * known again, and <code>reset_micros</code>, the instant from which its counters count, or null if
 * that is not known. One with findings has three more: <code>subject</code>, what it is about;
 * <code>lookup</code>, a sentence or statement that finds it without its name, which may be one
 * that is not told: the statement writes it of constants and numbers, because it is told as it is;
 * and <code>found</code>, how many there are, those included that a limit cuts off. An integer that
 * a finding mentions is a number the server itself made, such as a process id: it is told as it is,
 * and tells one finding from another.
 *
 * <p>Immutable and thread-safe.
 */
public final class MetricTable {
  private final List<MetricQuery> queries;
  private final List<AttrKey<String>> attributes;

  MetricTable(List<MetricQuery> queries, List<AttrKey<String>> attributes) {
    this.queries = List.copyOf(queries);
    this.attributes = List.copyOf(attributes);
  }

  /**
   * Reads the table {@code name.metrics} beside a class. Its statements lie there too, as {@link
   * io.dbintel.jdbc.pool.SqlResource} says.
   *
   * @param product what stands before the version in the name of a statement's file
   * @throws IllegalArgumentException if there is no such table or something in it is not so; the
   *     message names the file and the line
   */
  public static MetricTable load(Class<?> beside, String name, String product) {
    String file = name + ".metrics";
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + file + " beside " + beside.getName());
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new MetricTableParser(file, beside, product).parse(text);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
  }

  /** All statements, in the table's order. */
  public List<MetricQuery> queries() {
    return queries;
  }

  /** All metrics, each once. */
  public Set<EventType> eventTypes() {
    Set<EventType> types = new LinkedHashSet<>();
    queries.forEach(query -> query.metrics().forEach(metric -> types.add(metric.type())));
    return types;
  }

  /** All attributes the table declares. */
  public Set<AttrKey<?>> attributes() {
    return new LinkedHashSet<>(attributes);
  }
}
