package io.dbintel.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void printsOnlyAsciiWhereTheTerminalKnowsNoMore() {
    Console console = console(StandardCharsets.US_ASCII);

    console.heading("Title\u2026");
    console.print(console.mark(true) + console.bar(3) + console.branch() + console.level(1, 2));

    assertThat(bytes.toString(StandardCharsets.US_ASCII))
        .contains("Title...", "ok  ###`- ")
        .doesNotContain("?");
  }

  @Test
  void drawsWhereTheTerminalCan() {
    Console console = console(StandardCharsets.UTF_8);

    console.print(console.mark(false) + console.bar(2));

    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\u2717\u2588\u2588");
  }

  @Test
  void levelsReachFromNothingToFull() {
    Console console = console(StandardCharsets.US_ASCII);

    assertThat(console.level(0, 8)).isEqualTo(' ');
    assertThat(console.level(0.1, 8)).isEqualTo('.');
    assertThat(console.level(8, 8)).isEqualTo('@');
    assertThat(console.level(0, 0)).isEqualTo(' ');
  }

  @Test
  void remembersWhatItPrinted() {
    Console console = console(StandardCharsets.UTF_8);

    console.line("%d sessions", 4);

    assertThat(console.transcript()).isEqualTo("4 sessions\n");
  }

  private Console console(Charset charset) {
    return new Console(new PrintStream(bytes, true, charset), charset);
  }
}
