package io.dbintel.jdbc.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbintel.core.event.RawPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Logs and messages that others collected. */
class LogCorpusTest {
  /** What the names of prefixes in the cases stand for. */
  private static final Map<String, String> PREFIXES =
      Map.ofEntries(
          Map.entry("AmazonRds", "%t:%r:%u@%d:[%p]:"),
          Map.entry("Custom1", "%m [%p][%v] : [%l-1] %q[app=%a] "),
          Map.entry("Custom2", "%t [%p-%l] %q%u@%d "),
          Map.entry("Custom3", "%m [%p] %q[user=%u,db=%d,app=%a] "),
          Map.entry("Custom4", "%m [%p] %q[user=%u,db=%d,app=%a,host=%h] "),
          Map.entry("Custom5", "%t [%p]: [%l-1] user=%u,db=%d - PG-%e "),
          Map.entry("Custom6", "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h "),
          Map.entry("Custom7", "%t [%p]: [%l-1] [trx_id=%x] user=%u,db=%d "),
          Map.entry("Custom8", "[%p]: [%l-1] db=%d,user=%u "),
          Map.entry("Custom9", "%m %r %u %a [%c] [%p] "),
          Map.entry("Custom10", "%m [%p]: [%l-1] db=%d,user=%u "),
          Map.entry("Custom12", "user=%u,db=%d,app=%a,client=%h "),
          Map.entry("Custom13", "%p-%s-%c-%l-%h-%u-%d-%m "),
          Map.entry("Custom15", "%m [%p] %q%u@%d "),
          Map.entry("Custom16", "%t [%p] %q%u@%d %h "),
          Map.entry("Simple", "%m [%p] "),
          Map.entry(
              "Heroku2",
              " sql_error_code = %e time_ms = \"%m\" pid=\"%p\" proc_start_time=\"%s\""
                  + " session_id=\"%c\" vtid=\"%v\" tid=\"%x\" log_line=\"%l\" %qdatabase=\"%d\""
                  + " connection_source=\"%r\" user=\"%u\" application_name=\"%a\" "));

  /** A test description and what a tool made of an entry: neither is a log. */
  private static final Set<String> NO_LOGS =
      Set.of("contrib/vector/cnpg_remap_expected.json", "contrib/vector/cnpg_remap_test.yaml");

  /**
   * What is of no entry: a line of the operator itself, and three of systemd between those of the
   * server.
   */
  private static final Map<String, Map<LogSink.Loss, Long>> LOST =
      Map.of(
          "t/fixtures/cnpg.log.gz", Map.of(LogSink.Loss.NO_ENTRY, 268L),
          "t/fixtures/pg-syslog.1.bz2", Map.of(LogSink.Loss.NO_ENTRY, 199L));

  @Test
  void readsEachPrefixAsExpectedWithAndWithoutBeingTold() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    int cases = 0;
    for (JsonNode each : Logs.jsonLines(Logs.corpus("pg_log_lines").resolve("cases.jsonl"))) {
      if (!each.path("kind").asText().equals("log_line_prefix")) {
        continue;
      }
      cases++;
      String name = each.path("prefix").asText().replace("logs.LogPrefix", "");
      String input = each.path("input").asText();
      for (String prefix : new String[] {PREFIXES.get(name), null}) {
        LogFormat format = new LogFormat(LogFormat.Form.STDERR, prefix, null);
        Logs logs = Logs.read(format, input);
        String what = name + (prefix == null ? " (found out): " : ": ") + input;
        softly.assertThat(logs.entries).as(what).hasSize(1);
        if (logs.entries.size() == 1) {
          check(softly, what, logs.entries.get(0), each.path("expected"));
        }
      }
    }
    softly.assertAll();
    assertThat(cases).isGreaterThan(25);
  }

  private static void check(SoftAssertions softly, String what, LogEntry entry, JsonNode expected) {
    LogTexts texts = entry.texts().reveal();
    softly.assertThat(texts.message()).as(what).isEqualTo(expected.path("content").asText());
    softly.assertThat(entry.user()).as(what).isEqualTo(expected.path("username").asText(""));
    softly.assertThat(entry.database()).as(what).isEqualTo(expected.path("database").asText(""));
    softly
        .assertThat(entry.application())
        .as(what)
        .isEqualTo(expected.path("application").asText(""));
    softly.assertThat(entry.pid()).as(what).isEqualTo(expected.path("pid").asInt());
    if (expected.has("level")) {
      softly.assertThat(entry.severity()).as(what).isEqualTo(expected.path("level").asText());
    }
    if (expected.has("occurred_at_go")) {
      softly
          .assertThat(entry.epochNanos())
          .as(what)
          .isEqualTo(GoTime.epochNanos(expected.path("occurred_at_go").asText()));
    } else {
      softly.assertThat(entry.epochNanos()).as(what).isEqualTo(LogEntry.NO_TIME);
    }
  }

  @Test
  void knowsEveryDurationAndEveryPlanOfTheMessages() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    int durations = 0;
    int plans = 0;
    for (JsonNode each : Logs.jsonLines(Logs.corpus("pg_log_lines").resolve("cases.jsonl"))) {
      String kind = each.path("kind").asText();
      String input = each.path("input").asText();
      if (kind.equals("log_line_prefix") || input.startsWith("\n2017")) {
        continue;
      }
      LogFormat format =
          input.startsWith("duration: ") ? Logs.stderr("") : Logs.form(LogFormat.Form.STDERR);
      Logs logs = Logs.read(format, input.startsWith("duration: ") ? "LOG:  " + input : input);
      LoggedDuration duration =
          logs.entries.isEmpty() ? null : LoggedDuration.of(logs.entries.get(0));
      softly.assertThat(duration).as(input).isNotNull();
      if (duration != null) {
        boolean plan = kind.equals("auto_explain_message");
        softly.assertThat(duration.plan() != null).as(input).isEqualTo(plan);
        softly.assertThat(duration.seconds()).as(input).isPositive();
        durations += plan ? 0 : 1;
        plans += plan ? 1 : 0;
      }
    }
    softly.assertAll();
    assertThat(durations).isGreaterThan(10);
    assertThat(plans).isGreaterThan(10);
  }

  @Test
  void readsEveryLogAndFindsTheDurationsItHolds() throws IOException {
    Path folder = Logs.corpus("pg_logs");
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode each : Logs.jsonLines(folder.resolve("manifest.jsonl"))) {
      byte[] bytes = Files.readAllBytes(folder.resolve(each.path("file").asText()));
      String path = each.path("path").asText();
      if (NO_LOGS.contains(path)) {
        continue;
      }
      Logs logs = Logs.read(LogFormat.unknown(), bytes);
      softly.assertThat(logs.entries).as(path).isNotEmpty();
      softly.assertThat(logs.durations()).as(path).isEqualTo(count(bytes));
      softly.assertThat(logs.losses).as(path).isEqualTo(LOST.getOrDefault(path, Map.of()));
    }
    softly.assertAll();
  }

  private static long count(byte[] bytes) {
    return Pattern.compile("duration: [0-9.]+ ms")
        .matcher(new String(bytes, StandardCharsets.UTF_8))
        .results()
        .count();
  }

  @Test
  void readsAPlanThatCloudNativePgPassedOn() throws IOException {
    String yaml =
        Files.readString(Logs.corpus("pg_logs").resolve("1beae3cbb83da41b.log"))
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("message: "))
            .findFirst()
            .orElseThrow();
    String record = new ObjectMapper().readTree(yaml.substring("message: ".length())).asText();

    Logs logs = Logs.read(LogFormat.unknown(), record);

    assertThat(logs.entries).hasSize(1);
    LogEntry entry = logs.entries.get(0);
    assertThat(entry.queryId()).isEqualTo(-8886085649470066503L);
    assertThat(entry.database()).isEqualTo("postgres");
    LoggedDuration duration = LoggedDuration.of(entry);
    assertThat(duration).isNotNull();
    assertThat(duration.plan()).isNotNull();
    assertThat(duration.plan().reveal().format()).isEqualTo(RawPlan.Format.TEXT);
    assertThat(duration.plan().reveal().text())
        .startsWith("Query Text: SELECT pg_sleep(2);\nResult");
  }
}
