package io.dbintel.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dbintel.core.event.RawPlan;
import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.core.event.RawPlan.Provenance;
import io.dbintel.processors.plan.PlanReader;
import io.dbintel.processors.plan.QueryPlan;
import io.dbintel.processors.plan.UnreadablePlanException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What dbintel makes of plans: a line for each. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a plan from each file, or from standard input if it is -, and writes a line",
      "{\"file\",\"ok\",\"engine\",\"format\",\"nodes\",\"depth\",\"root\",\"shape\",\"fingerprint\",",
      "\"attributes\",\"redacted\",\"findings\"} or {\"file\",\"ok\":false,\"error\"}."
    })
final class PlanCommand implements Callable<Integer> {
  /** The products whose plans are read. */
  private enum Engine {
    POSTGRESQL,
    MYSQL,
    MARIADB;

    String system() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a plan is written; auto finds out. */
  private enum Written {
    AUTO,
    JSON,
    TEXT,
    YAML,
    XML;

    Format format() {
      return this == AUTO ? Format.UNKNOWN : Format.valueOf(name());
    }
  }

  private static final Set<String> ENGINES = Set.of("postgresql", "mysql", "mariadb");

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "A plan each; - is standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--engine",
      defaultValue = "postgresql",
      description = "Who printed it: postgresql, mysql or mariadb (${DEFAULT-VALUE}).")
  private Engine engine;

  @Option(
      names = "--format",
      defaultValue = "auto",
      description =
          "How it is said to be written: json, text, yaml or xml (${DEFAULT-VALUE}). A hint: it is"
              + " found out from the text, as is the case's own \"format\".")
  private Written written;

  @Option(
      names = "--jsonl",
      description =
          "Read cases {\"id\",\"engine\",\"format\",\"plan\"} from standard input, one a line.")
  private boolean cases;

  private final InputStream in;
  private final OutputStream out;
  private final PlanReader reader = new PlanReader();
  private boolean anythingFound;

  PlanCommand(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, Failure {
    if (cases != files.isEmpty()) {
      throw new Failure(
          DbIntelCli.USAGE, "name files, or - for standard input, or say --jsonl: one of them");
    }
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    JsonGenerator json = JsonOut.on(buffered);
    boolean any = cases ? lines(json) : true;
    for (String file : files) {
      file(file, json);
    }
    JsonOut.end(json, buffered, any);
    return anythingFound ? DbIntelCli.FINDINGS : DbIntelCli.FINE;
  }

  private void file(String file, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", JsonOut.wellFormed(file));
    String problem = "";
    String text = "";
    try {
      text = file.equals("-") ? text(in.readAllBytes()) : text(Files.readAllBytes(Path.of(file)));
    } catch (IOException | IllegalArgumentException | OutOfMemoryError unreadable) {
      problem = Failure.inWords(unreadable);
    }
    answer(json, problem, engine.system(), written.format(), text);
    json.writeEndObject();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private boolean lines(JsonGenerator json) throws IOException {
    InputLines lines = new InputLines(in);
    boolean any = false;
    while (lines.advance()) {
      if (lines.isBlank()) {
        continue;
      }
      any = true;
      Case asked = Case.of(lines);
      json.writeStartObject();
      asked.writeId(json);
      String plan = asked.text("plan");
      String system = asked.text("engine") == null ? engine.system() : asked.text("engine");
      String problem = asked.problem();
      if (problem.isEmpty() && plan == null) {
        problem = "plan is missing, or no text";
      } else if (problem.isEmpty() && !ENGINES.contains(system)) {
        problem = "unknown engine; known: postgresql, mysql, mariadb";
      }
      answer(json, problem, system, Format.UNKNOWN, plan);
      json.writeEndObject();
      if (lines.mustWait()) {
        json.flush();
      }
    }
    return any;
  }

  private void answer(JsonGenerator json, String problem, String system, Format format, String text)
      throws IOException {
    String error = problem;
    QueryPlan plan = null;
    if (error.isEmpty()) {
      try {
        plan = reader.read(new RawPlan(system, format, Provenance.CUSTOM, text, null));
      } catch (UnreadablePlanException unreadable) {
        error = unreadable.reason().text() + ": " + unreadable.getMessage();
      }
    }
    json.writeBooleanField("ok", plan != null);
    if (plan != null) {
      anythingFound |= PlanJson.write(plan, json, true);
    } else {
      json.writeStringField("error", error);
      anythingFound = true;
    }
  }
}
