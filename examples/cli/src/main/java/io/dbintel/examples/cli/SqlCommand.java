package io.dbintel.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dbintel.core.sql.NormalizedSql;
import io.dbintel.core.sql.SqlNormalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What dbintel makes of SQL: a case a line in, a result a line out. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Reads JSON Lines {\"id\",\"dialect\",\"sql\"} from standard input and writes",
      "{\"id\",\"normalized\",\"fingerprint\",\"summary\",\"kind\",\"complete\"}, or"
          + " {\"id\",\"error\"}",
      "for a line that is none."
    })
final class SqlCommand implements Callable<Integer> {
  private final InputStream in;
  private final OutputStream out;
  private final Normalizers normalizers = new Normalizers();

  SqlCommand(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    InputLines lines = new InputLines(in);
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    JsonGenerator json = JsonOut.on(buffered);
    boolean any = false;
    boolean allRead = true;
    while (lines.advance()) {
      if (lines.isBlank()) {
        continue;
      }
      any = true;
      allRead &= answer(Case.of(lines), json);
      if (lines.mustWait()) {
        json.writeRaw("");
        json.flush();
      }
    }
    JsonOut.end(json, buffered, any);
    return allRead ? DbIntelCli.FINE : DbIntelCli.FINDINGS;
  }

  private boolean answer(Case asked, JsonGenerator json) throws IOException {
    String sql = asked.text("sql");
    String dialect = asked.text("dialect");
    SqlNormalizer normalizer = normalizers.of(dialect);
    String problem =
        !asked.problem().isEmpty()
            ? asked.problem()
            : sql == null
                ? "sql is missing, or no text"
                : normalizer == null ? Normalizers.unknown(dialect) : "";
    json.writeStartObject();
    asked.writeId(json);
    if (problem.isEmpty()) {
      NormalizedSql read = normalizer.normalize(sql);
      json.writeStringField("normalized", read.text());
      json.writeStringField("fingerprint", read.fingerprint());
      json.writeStringField("summary", read.summary());
      json.writeStringField("kind", read.kind().name().toLowerCase(Locale.ROOT));
      json.writeBooleanField("complete", read.complete());
    } else {
      json.writeStringField("error", problem);
    }
    json.writeEndObject();
    return problem.isEmpty();
  }
}
