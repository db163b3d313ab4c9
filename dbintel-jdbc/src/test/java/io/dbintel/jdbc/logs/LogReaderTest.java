package io.dbintel.jdbc.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.logs.LogFormat.Form;
import io.dbintel.jdbc.logs.LogSink.Loss;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogReaderTest {
  private static final String STDERR =
      """
      2026-11-23 10:00:00.001 UTC [7] LOG:  database system is ready to accept connections
      2026-11-23 10:00:00.002 UTC [8] ann@shop ERROR:  42P01: relation "gr\u00fcn" does not exist at character 15
      2026-11-23 10:00:00.002 UTC [8] ann@shop DETAIL:  a detail
      \tof two lines
      2026-11-23 10:00:00.002 UTC [8] ann@shop STATEMENT:  select *
      \tfrom "gr\u00fcn"
      2026-11-23 10:00:00.003 UTC [8] ann@shop LOG:  duration: 1.500 ms  plan:
      \tQuery Text: select 1
      \tResult  (cost=0.00..0.01 rows=1 width=4)
      2026-11-23 10:00:00.004 UTC [9] bob@shop LOG:  duration: 2.000 ms  statement: select 2
      """;

  private static final String CSV =
      """
      2026-11-23 10:00:00.003 UTC,"ann","shop",8,"[local]",6743.8,1,"SELECT",2026-11-23 09:00:00 UTC,3/4,0,LOG,00000,"duration: 1.500 ms  plan:
      Query Text: select ""a"", 'x,y'
      from gr\u00fcn",,,,,,,,,"my app","client backend",,4711
      2026-11-23 10:00:00.004 UTC,,,9,,6743.9,1,,2026-11-23 09:00:00 UTC,,0,LOG,00000,"checkpoint starting: time",,,,,,,,,"","checkpointer",,0
      """;

  private static final String JSON =
      """
      {"timestamp":"2026-11-23 10:00:00.003 UTC","user":"ann","dbname":"shop","pid":8,"session_id":"6743.8","error_severity":"LOG","message":"duration: 1.500 ms  plan:\\n{\\n  \\"Query Text\\": \\"select 'gr\u00fcn\\\\u0000'\\"\\n}","application_name":"my app","query_id":-4711}
      {"timestamp":"2026-11-23 10:00:00.004 UTC","pid":9,"error_severity":"ERROR","state_code":"42601","message":"no","detail":"d","hint":"h","context":"c","statement":"s","x":{"y":[1,{"z":"}"}]}}
      """;

  private static final String SYSLOG =
      """
      Nov 23 10:00:00 host postgres[8]: [5-1] db=shop,user=ann,app=psql,client=[local] LOG:  duration: 1.500 ms  plan:
      Nov 23 10:00:00 host postgres[9]: [1-1] db=shop,user=bob,app=psql,client=[local] LOG:  duration: 2.000 ms  statement: select 2
      Nov 23 10:00:00 host postgres[8]: [5-2] #011Query Text: select 'a long
      Nov 23 10:00:00 host postgres[8]: [5-3]  text'
      Nov 23 10:00:00 host postgres[8]: [5-4] #011Result  (cost=0.00..0.01 rows=1 width=4)
      Nov 23 10:00:01 host postgres[8]: [6-1] db=shop,user=ann,app=psql,client=[local] ERROR:  no
      Nov 23 10:00:01 host postgres[8]: [6-2] db=shop,user=ann,app=psql,client=[local] STATEMENT:  select gr\u00fcn
      """;

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("stderr", Logs.stderr("%m [%p] %q%u@%d "), STDERR),
        Arguments.of("csvlog", Logs.form(Form.CSV), CSV),
        Arguments.of("jsonlog", Logs.form(Form.JSON), JSON),
        Arguments.of(
            "syslog", new LogFormat(Form.SYSLOG, "db=%d,user=%u,app=%a,client=%h ", null), SYSLOG),
        Arguments.of("stderr, found out", LogFormat.unknown(), STDERR),
        Arguments.of("csvlog, found out", LogFormat.unknown(), CSV),
        Arguments.of("jsonlog, found out", LogFormat.unknown(), JSON),
        Arguments.of("syslog, found out", LogFormat.unknown(), SYSLOG));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void readsTheSameWhereverTheBytesAreCut(String name, LogFormat format, String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    Logs whole = Logs.read(format, bytes);
    assertThat(whole.entries.size()).isGreaterThan(1);
    for (int cut = 0; cut <= bytes.length; cut++) {
      Logs pieces = new Logs();
      LogReader reader = new LogReader(format, pieces);
      reader.read(bytes, 0, cut);
      reader.read(bytes, cut, bytes.length);
      reader.end();
      assertThat(pieces.told()).as("%s cut at %d", name, cut).isEqualTo(whole.told());
      assertThat(pieces.losses).isEqualTo(whole.losses);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void readsOnFromTheSettledOffsetWithNothingTwiceAndNothingLost(
      String name, LogFormat format, String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    Logs whole = Logs.read(format, bytes);
    for (int cut = 0; cut <= bytes.length; cut++) {
      Logs told = new Logs();
      LogReader first = new LogReader(format, told);
      first.read(bytes, 0, cut);
      int from = (int) first.settledOffset();
      LogReader second = new LogReader(format, told, from, LogReader.MAX_ENTRY_BYTES);
      second.read(bytes, from, bytes.length);
      second.end();
      assertThat(told.messages()).as("%s cut at %d", name, cut).isEqualTo(whole.messages());
    }
  }

  @Test
  void readsEveryPartOfAnEntryOfStderr() {
    Logs logs = Logs.read(Logs.stderr("%m [%p] %q%u@%d "), STDERR);

    assertThat(logs.entries).hasSize(4);
    assertThat(logs.losses).isEmpty();
    LogEntry error = logs.entries.get(1);
    assertThat(error.severity()).isEqualTo("ERROR");
    assertThat(error.sqlState()).isEqualTo("42P01");
    assertThat(error.user()).isEqualTo("ann");
    assertThat(error.database()).isEqualTo("shop");
    assertThat(error.line()).isEqualTo(2);
    assertThat(error.epochNanos())
        .isEqualTo(Instant.parse("2026-11-23T10:00:00.002Z").toEpochMilli() * 1_000_000);
    assertThat(error.texts().reveal())
        .isEqualTo(
            new LogTexts(
                "relation \"gr\u00fcn\" does not exist at character 15",
                "a detail\nof two lines",
                "",
                "",
                "select *\nfrom \"gr\u00fcn\""));
    assertThat(logs.entries.get(0).user()).isEmpty();
    assertThat(logs.entries.get(3).endOffset())
        .isEqualTo(STDERR.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void readsEveryColumnThatCountsOfACsvlog() {
    LogEntry plan = Logs.read(Logs.form(Form.CSV), CSV).entries.get(0);

    assertThat(plan.application()).isEqualTo("my app");
    assertThat(plan.sessionId()).isEqualTo("6743.8");
    assertThat(plan.queryId()).isEqualTo(4711);
    assertThat(plan.texts().reveal().message())
        .isEqualTo("duration: 1.500 ms  plan:\nQuery Text: select \"a\", 'x,y'\nfrom gr\u00fcn");
  }

  @Test
  void readsEveryMemberThatCountsOfAJsonlog() {
    Logs logs = Logs.read(Logs.form(Form.JSON), JSON);

    assertThat(logs.entries.get(0).queryId()).isEqualTo(-4711);
    assertThat(logs.entries.get(1).texts().reveal())
        .isEqualTo(new LogTexts("no", "d", "h", "c", "s"));
    assertThat(logs.entries.get(1).sqlState()).isEqualTo("42601");
  }

  @Test
  void putsTogetherWhatSyslogCutAndMixed() {
    Logs logs = Logs.read(LogFormat.unknown(), SYSLOG);

    assertThat(logs.messages())
        .containsExactly(
            """
            duration: 1.500 ms  plan:
            Query Text: select 'a long text'
            Result  (cost=0.00..0.01 rows=1 width=4)""",
            "duration: 2.000 ms  statement: select 2",
            "no");
    assertThat(logs.entries.get(2).texts().reveal().statement()).isEqualTo("select gr\u00fcn");
  }

  @Test
  void takesNoLineOfAStatementForAnEntry() {
    String forged = "2026-11-23 10:00:00.003 UTC [8] LOG:  duration: 9.000 ms  plan:";
    Logs logs =
        Logs.read(
            Logs.stderr("%m [%p] "),
            "2026-11-23 10:00:00.001 UTC [7] LOG:  statement: select '\n\t" + forged + "\n\t'\n");

    assertThat(logs.messages()).containsExactly("statement: select '\n" + forged + "\n'");
  }

  /**
   * What a shipper that strips tabs, or a role's name with a line break, does: nothing tells it.
   */
  @Test
  void cannotTellALineThatLooksLikeAnEntryAndHasNoTab() {
    String forged = "2026-11-23 10:00:00.003 UTC [8] LOG:  forged";
    Logs logs =
        Logs.read(
            Logs.stderr("%m [%p] "),
            "2026-11-23 10:00:00.001 UTC [7] LOG:  statement: select '\n" + forged + "\n'\n");

    assertThat(logs.messages()).containsExactly("statement: select '", "forged\n'");
  }

  @Test
  void keepsLinesOfOtherProgramsOutOfAPlan() {
    Logs logs =
        Logs.read(
            Logs.stderr("%m [%p] "),
            """
            2026-11-23 10:00:00.001 UTC [7] LOG:  duration: 1.000 ms  plan:
            \t{
            \t}
            rsync: connection refused
            """);

    assertThat(logs.messages()).containsExactly("duration: 1.000 ms  plan:\n{\n}");
    assertThat(logs.losses).containsOnlyKeys(Loss.NO_ENTRY);
  }

  @Test
  void takesAServersOwnZoneBeforeWhatAnAbbreviationMayMean() {
    LogFormat shanghai = new LogFormat(Form.STDERR, "%m [%p] ", ZoneId.of("Asia/Shanghai"));
    String line = "2026-11-23 10:00:00.000 CST [7] LOG:  x\n";

    assertThat(Logs.read(shanghai, line).entries.get(0).epochNanos() / 1_000_000)
        .isEqualTo(Instant.parse("2026-11-23T02:00:00Z").toEpochMilli());
    assertThat(Logs.read(Logs.stderr("%m [%p] "), line).entries.get(0).epochNanos())
        .isEqualTo(LogEntry.NO_TIME);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void givesUpAnEntryThatIsTooLongAndGoesOn(String name, LogFormat format, String log) {
    String line = log.lines().findFirst().orElseThrow();
    String tooLong = "x".repeat(2_000);
    String longEntry = line.replace("ready", tooLong).replace("duration", tooLong) + '\n';
    String end = name.startsWith("csv") ? "end\",,,,,,,,,\"\",\"\",,0\n" : "";
    byte[] bytes = (log + longEntry + end + log).getBytes(StandardCharsets.UTF_8);

    Logs logs = Logs.read(format, bytes, 1_000);

    int entries = Logs.read(format, log).entries.size();
    assertThat(logs.entries).hasSizeBetween(2 * entries - 1, 2 * entries);
    assertThat(logs.losses).containsKey(Loss.TOO_LONG);
  }

  @Test
  void givesUpAnEntryOfTooManyLinesAndGoesOn() {
    String begin = "2026-11-23 10:00:00.001 UTC [7] LOG:  ";
    Logs logs =
        Logs.read(
            Logs.stderr("%m [%p] "),
            (begin + "first\n" + "\tmore\n".repeat(1_000) + begin + "second\n")
                .getBytes(StandardCharsets.UTF_8),
            1_000);

    assertThat(logs.messages()).containsExactly("second");
    assertThat(logs.losses).containsOnlyKeys(Loss.TOO_LONG);
  }

  @Test
  void goesOnAfterARecordThatACrashCutOff() {
    String torn = CSV.substring(0, CSV.indexOf("select") + 3);
    Logs logs = Logs.read(Logs.form(Form.CSV), torn + CSV + CSV);

    // The torn record takes the first line of the next with it.
    assertThat(logs.entries).hasSize(3);
    assertThat(logs.losses).containsKey(Loss.MALFORMED);

    String tornJson = JSON.substring(0, 100);
    assertThat(Logs.read(Logs.form(Form.JSON), tornJson + '\n' + JSON).entries).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void findsTheNextEntryFromWhereverItBegins(String name, LogFormat format, String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    Logs whole = Logs.read(format, bytes);
    for (int from = 0; from < bytes.length; from++) {
      ByteArrayOutputStream tail = new ByteArrayOutputStream();
      tail.write(bytes, from, bytes.length - from);
      tail.writeBytes(bytes);
      // No more than the first entry after a torn one may be taken for a part of it.
      Logs logs = Logs.read(format, tail.toByteArray());
      assertThat(logs.entries.size())
          .as("%s from %d", name, from)
          .isGreaterThanOrEqualTo(whole.entries.size() - 1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void survivesWhateverTheBytesAre(String name, LogFormat format, String log) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(42);
    for (int run = 0; run < 2_000; run++) {
      byte[] damaged = bytes.clone();
      for (int hit = 0; hit < 5; hit++) {
        damaged[random.nextInt(bytes.length)] =
            run % 3 == 0 ? 0 : (byte) (run % 3 == 1 ? 0xff : random.nextInt(256));
      }
      byte[] part = Arrays.copyOf(damaged, random.nextInt(bytes.length) + 1);
      Logs logs = Logs.read(format, part);
      assertThat(logs.entries.size()).as(name).isLessThan(20);
    }
  }

  @Test
  void takesTimeThatIsLinearInHostilePrefixes() {
    String prefix = "%u-%d-%a-%u-%d-%a-%u-%d-%a ";
    String hostile = "-".repeat(5_000) + "\n";
    LinePrefix compiled = LinePrefix.of(prefix);
    for (int line = 0; line < 20; line++) {
      assertThat(compiled.match(hostile, new LogTime(null))).isNull();
    }
  }

  @Test
  void readsPaddedEscapesAndKnowsWhatTheServerDoesNotKnow() {
    Logs logs =
        Logs.read(
            Logs.stderr("%-8p|%8u|%%|%y|%Q|%n|"),
            "42      |     ann|%||-17|1700000000.125|LOG:  x\n");

    assertThat(logs.entries).hasSize(1);
    assertThat(logs.entries.get(0).pid()).isEqualTo(42);
    assertThat(logs.entries.get(0).user()).isEqualTo("ann");
    assertThat(logs.entries.get(0).queryId()).isEqualTo(-17);
    assertThat(logs.entries.get(0).epochNanos()).isEqualTo(1_700_000_000_125_000_000L);
  }

  @Test
  void waitsForTheEndOfTheLastEntryAndTellsItWhenNothingMoreComes() {
    byte[] bytes = STDERR.getBytes(StandardCharsets.UTF_8);
    Logs logs = new Logs();
    LogReader reader = new LogReader(Logs.stderr("%m [%p] %q%u@%d "), logs);

    reader.read(bytes, 0, bytes.length - 1);
    reader.settle();
    assertThat(logs.entries).as("a line without its end may belong to the plan").hasSize(2);
    reader.read(bytes, bytes.length - 1, bytes.length);
    assertThat(logs.entries).hasSize(3);
    reader.settle();
    assertThat(logs.entries).hasSize(4);
    assertThat(reader.settledOffset()).isEqualTo(bytes.length);
  }

  @Test
  void printsNothingOfWhatItRead() {
    LogEntry entry = Logs.read(LogFormat.unknown(), STDERR).entries.get(1);

    assertThat(entry.toString() + entry.texts() + entry.texts().reveal())
        .doesNotContain("ann", "shop", "gr\u00fcn", "detail of");
  }
}
