package io.dbintel.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.sql.SqlDialect;
import io.dbintel.core.sql.SqlNormalizer;
import io.dbintel.jdbc.logs.LogEntry;
import io.dbintel.jdbc.logs.LogFormat;
import io.dbintel.jdbc.logs.LogReader;
import io.dbintel.jdbc.logs.LoggedDuration;
import io.dbintel.processors.plan.PlanReader;
import io.dbintel.processors.plan.QueryPlan;
import io.dbintel.processors.plan.UnreadablePlanException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The plans that auto_explain wrote into server logs: a line for each. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a line {\"file\",\"line\",\"duration_s\",\"query_id\",\"database\",\"ok\",\"fingerprint\",…}",
      "for each plan in PostgreSQL's logs: stderr with any prefix, csvlog, jsonlog, syslog."
    })
final class LogCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "A log each; - is standard input.")
  private List<String> files;

  @Option(
      names = "--log-line-prefix",
      paramLabel = "PREFIX",
      description = "The server's log_line_prefix; without it the common ones are tried.")
  private String linePrefix;

  private final InputStream in;
  private final OutputStream out;
  private final PlanReader reader = new PlanReader();
  private final SqlNormalizer normalizer = SqlNormalizer.of(SqlDialect.POSTGRESQL);
  private boolean any;
  private boolean anythingFound;

  LogCommand(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, Failure {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    JsonGenerator json = JsonOut.on(buffered);
    try {
      for (String file : files) {
        if (file.equals("-")) {
          read(file, in, json);
        } else {
          try (InputStream log = Files.newInputStream(Path.of(file))) {
            read(file, log, json);
          }
        }
      }
    } catch (UncheckedIOException broken) {
      throw broken.getCause();
    } finally {
      JsonOut.end(json, buffered, any);
    }
    return anythingFound ? DbIntelCli.FINDINGS : DbIntelCli.FINE;
  }

  private void read(String file, InputStream log, JsonGenerator json) throws IOException {
    LogFormat format = new LogFormat(LogFormat.Form.UNKNOWN, linePrefix, null);
    LogReader entries = new LogReader(format, entry -> plan(file, entry, json));
    byte[] bytes = new byte[1 << 16];
    for (int count = log.read(bytes); count >= 0; count = log.read(bytes)) {
      entries.read(bytes, 0, count);
    }
    entries.end();
  }

  private void plan(String file, LogEntry entry, JsonGenerator json) {
    LoggedDuration duration = LoggedDuration.of(entry);
    if (duration == null || duration.plan() == null) {
      return;
    }
    any = true;
    try {
      json.writeStartObject();
      json.writeStringField("file", JsonOut.wellFormed(file));
      json.writeNumberField("line", entry.line());
      json.writeNumberField("duration_s", duration.seconds());
      QueryPlan plan = null;
      String error = "";
      try {
        plan = reader.read(duration.plan().reveal());
      } catch (UnreadablePlanException unreadable) {
        error = unreadable.reason().text() + ": " + unreadable.getMessage();
      }
      queryId(entry, plan, json);
      if (!entry.database().isEmpty()) {
        json.writeStringField("database", JsonOut.wellFormed(entry.database()));
      }
      json.writeBooleanField("ok", plan != null);
      if (plan == null) {
        anythingFound = true;
        json.writeStringField("error", error);
      } else {
        statement(plan.statement(), json);
        anythingFound |= PlanJson.write(plan, json, false);
      }
      json.writeEndObject();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void queryId(LogEntry entry, QueryPlan plan, JsonGenerator json)
      throws IOException {
    if (entry.queryId() != 0) {
      json.writeStringField("query_id", Long.toString(entry.queryId()));
    } else if (plan != null && plan.queryId() != null) {
      json.writeStringField("query_id", plan.queryId());
    }
  }

  private void statement(Sensitive<String> text, JsonGenerator json) throws IOException {
    if (text != null) {
      String statement = normalizer.normalize(text.reveal()).text();
      json.writeStringField("statement", JsonOut.wellFormed(statement));
    }
  }
}
