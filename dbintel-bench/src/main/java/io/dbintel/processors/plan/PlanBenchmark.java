package io.dbintel.processors.plan;

import com.alibaba.fastjson2.JSON;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbintel.bench.Row;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reading plans: all that an event is told with, without the tree that it carries once an hour. The
 * floor is Jackson's look at each token, which makes nothing of them.
 */
@State(Scope.Thread)
public class PlanBenchmark {
  /** How many joins a plan has: 2 and 49 nodes one under the other, and a large one. */
  @Param({"2", "24", "250"})
  public int joins;

  private final JsonFactory factory = new JsonFactory();
  private final ObjectMapper mapper = new ObjectMapper();
  private final PlanReader reader = new PlanReader();
  private final FingerprintWriter fingerprints = new FingerprintWriter();
  private String text = "";

  /** Writes the plan. */
  @Setup
  public void write() {
    text = PlanTexts.json(joins);
  }

  @Benchmark
  @Row(
      value = "plan: read, redact, add up and fingerprint",
      beside = {"tokens", "jacksonTree", "fastjsonTree"})
  public int readAll() throws UnreadablePlanException {
    QueryPlan plan = reader.read(text);
    DbEvent event = new DbEvent(EventTypes.QUERY_PLAN, "orders", 0);
    PlanSummary.of(plan).writeTo(event);
    return event.sizeBytes() + fingerprints.write(plan).plan().length();
  }

  @Benchmark
  @Row(
      value = "plan: read and redact",
      beside = {"tokens"})
  public QueryPlan read() throws UnreadablePlanException {
    return reader.read(text);
  }

  @Benchmark
  @Row("Jackson's tokens")
  public int tokens() throws IOException {
    int count = 0;
    try (JsonParser parser = factory.createParser(text)) {
      while (parser.nextToken() != null) {
        count++;
      }
    }
    return count;
  }

  @Benchmark
  @Row("Jackson's tree and a walk")
  public int jacksonTree() throws IOException {
    return walk(mapper.readTree(text));
  }

  @Benchmark
  @Row("fastjson2's tree")
  public Object fastjsonTree() {
    return JSON.parse(text);
  }

  private static int walk(JsonNode node) {
    int count = 1;
    for (JsonNode child : node) {
      count += walk(child);
    }
    return count;
  }
}
