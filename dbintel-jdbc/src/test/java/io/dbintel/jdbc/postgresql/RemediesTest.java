package io.dbintel.jdbc.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.metrics.FindingSpec;
import io.dbintel.jdbc.metrics.MetricQuery;
import io.dbintel.jdbc.pool.SqlResource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Operators copy what a remedy says, in whole or in part. */
final class RemediesTest {
  private static final Pattern DESTRUCTIVE =
      Pattern.compile(
          "(?i)pg_(?:terminate_backend|cancel_backend|drop_replication_slot)\\s*\\((.)|"
              + "\\bdrop\\s+(?:index\\s+concurrently|table|index)\\s+(.)");

  /**
   * One told to drop the slots of a view "for" the one that was found: without the last words it
   * dropped all that nobody read from.
   */
  @Test
  void whatEndsOrDropsNamesTheOneAndNeverAColumn() {
    List<String> told = Stream.concat(remedies(), lookups()).toList();

    assertThat(told).anyMatch(text -> DESTRUCTIVE.matcher(text).find());
    for (String text : told) {
      Matcher destructive = DESTRUCTIVE.matcher(text);
      while (destructive.find()) {
        String argument =
            destructive.group(1) == null ? destructive.group(2) : destructive.group(1);
        // A literal, the end of one that a number is appended to, or a place that is filled in.
        assertThat(argument).as(text).isIn("'", "{");
      }
    }
  }

  private static Stream<MetricQuery> queries() {
    return Stream.of(VitalSigns.SERVER, VitalSigns.RELATIONS)
        .flatMap(table -> table.queries().stream())
        .filter(query -> !query.findings().isEmpty());
  }

  private static Stream<String> remedies() {
    return queries().flatMap(query -> query.findings().stream()).map(FindingSpec::remedy);
  }

  private static Stream<String> lookups() {
    return queries()
        .map(query -> SqlResource.of(VitalSigns.class, query.name(), VitalSigns.PRODUCT, 18))
        .map(SqlResource::text);
  }
}
