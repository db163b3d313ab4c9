package io.dbintel.bench;

import io.dbintel.core.sql.NormalizedSql;
import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQuery;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reading SQL. OpenTelemetry's analyzer remembers the last thousand texts: it is fed more than
 * that, in turn, so that it knows none of them. What it pays to find that out is in its time.
 */
@State(Scope.Thread)
public class SqlBenchmark {
  private static final int TEXTS = 2_048;

  /** How long a text is. */
  @Param({"60", "340", "5000"})
  public int characters;

  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private final SqlNormalizer withoutFingerprint =
      SqlNormalizer.builder(SqlDialect.POSTGRESQL).withoutFingerprint().build();
  private final SqlQueryAnalyzer analyzer = SqlQueryAnalyzer.create(true);
  private String[] texts = {};
  private int next;

  /** Writes the texts. */
  @Setup
  public void write() {
    texts = SqlTexts.distinct(TEXTS, characters);
  }

  @Benchmark
  @Row(
      value = "SQL to text and summary",
      beside = {"openTelemetry", "scan"})
  public NormalizedSql summarize() {
    return withoutFingerprint.normalize(text());
  }

  @Benchmark
  @Row(
      value = "SQL to text, summary and fingerprint",
      beside = {"openTelemetry", "scan"})
  public NormalizedSql normalize() {
    return normalizer.normalize(text());
  }

  @Benchmark
  @Row("OpenTelemetry's analyzer, text and summary")
  public SqlQuery openTelemetry() {
    return analyzer.analyzeWithSummary(
        text(),
        io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect
            .DOUBLE_QUOTES_ARE_IDENTIFIERS);
  }

  @Benchmark
  @Row("a look at each character")
  public int scan() {
    String text = text();
    int spaces = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ' ') {
        spaces++;
      }
    }
    return spaces;
  }

  private String text() {
    return texts[next++ & (TEXTS - 1)];
  }
}
