package io.dbintel.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.AttributeVisitor;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.processors.advice.Advice;
import io.dbintel.processors.advice.PlanAdvisor;
import io.dbintel.processors.plan.PlanFingerprint;
import io.dbintel.processors.plan.PlanSummary;
import io.dbintel.processors.plan.PlanTree;
import io.dbintel.processors.plan.QueryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** What dbintel knows of a plan, as members of a JSON object that is open. */
final class PlanJson {
  /** Trees are shown whole: a plan of 32 MiB has no longer tree. */
  private static final int MAX_TREE = 64 << 20;

  private static final PlanAdvisor ADVISOR = new PlanAdvisor();

  private PlanJson() {}

  /**
   * Writes them.
   *
   * @return whether there is something to do about the plan; only one that was measured tells
   */
  static boolean write(QueryPlan plan, JsonGenerator json, boolean withTree) throws IOException {
    PlanFingerprint fingerprint = PlanFingerprint.of(plan);
    json.writeStringField("engine", plan.system());
    json.writeStringField("format", plan.format().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("nodes", plan.nodes().size());
    json.writeNumberField("depth", plan.depth());
    json.writeStringField("root", plan.root().operator());
    json.writeStringField("shape", fingerprint.shape());
    json.writeStringField("fingerprint", fingerprint.plan());
    if (withTree) {
      DbEvent event = new DbEvent(EventTypes.QUERY_PLAN, "", 0);
      PlanSummary.of(plan).writeTo(event);
      json.writeObjectFieldStart("attributes");
      try {
        event.forEach(new Members(json));
      } catch (UncheckedIOException broken) {
        throw broken.getCause();
      }
      json.writeEndObject();
      json.writeFieldName("redacted");
      json.writeRawValue(PlanTree.toJson(plan, MAX_TREE));
    }
    List<Advice> findings = ADVISOR.advise(plan);
    json.writeArrayFieldStart("findings");
    for (Advice advice : findings) {
      json.writeStartObject();
      json.writeStringField("rule", advice.rule());
      json.writeNumberField("node", advice.node());
      if (!advice.relation().isEmpty()) {
        json.writeStringField("relation", JsonOut.wellFormed(advice.relation()));
      }
      json.writeStringField("message", JsonOut.wellFormed(advice.message()));
      json.writeStringField("remedy", JsonOut.wellFormed(advice.remedy()));
      if (!Double.isNaN(advice.gain())) {
        json.writeNumberField("gain", advice.gain());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    return !findings.isEmpty();
  }

  /** Writes attributes as members. */
  private record Members(JsonGenerator json) implements AttributeVisitor {
    /** Something that writes. */
    private interface Writing {
      void run() throws IOException;
    }

    private void member(AttrKey<?> key, Writing value) {
      try {
        json.writeFieldName(key.name());
        value.run();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    @Override
    public void text(AttrKey<?> key, String value) {
      member(key, () -> json.writeString(JsonOut.wellFormed(value)));
    }

    @Override
    public void integer(AttrKey<?> key, long value) {
      member(key, () -> json.writeNumber(value));
    }

    @Override
    public void decimal(AttrKey<?> key, double value) {
      member(key, () -> json.writeNumber(value));
    }

    @Override
    public void truth(AttrKey<?> key, boolean value) {
      member(key, () -> json.writeBoolean(value));
    }

    @Override
    public void texts(AttrKey<?> key, List<String> values) {
      member(
          key,
          () -> {
            json.writeStartArray();
            for (String value : values) {
              json.writeString(JsonOut.wellFormed(value));
            }
            json.writeEndArray();
          });
    }

    @Override
    public void integers(AttrKey<?> key, List<Long> values) {
      member(
          key,
          () -> {
            json.writeStartArray();
            for (long value : values) {
              json.writeNumber(value);
            }
            json.writeEndArray();
          });
    }
  }
}
