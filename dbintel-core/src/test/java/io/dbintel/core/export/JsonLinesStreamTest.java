package io.dbintel.core.export;

import static io.dbintel.core.export.JsonLinesExporterTest.events;
import static io.dbintel.core.export.JsonLinesExporterTest.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.spi.ExportResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class JsonLinesStreamTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @Test
  void writesToABorrowedStreamAndLeavesItOpen() {
    AtomicBoolean streamClosed = new AtomicBoolean();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            streamClosed.set(true);
          }
        };
    try (JsonLinesExporter exporter = JsonLinesExporter.toStream(out)) {
      assertThat(exporter.export(events(0, 2), TIMEOUT)).isEqualTo(ExportResult.exported());
    }
    assertThat(out.toString(UTF_8).lines().map(JsonLinesExporterTest::id)).containsExactly(0L, 1L);
    assertThat(streamClosed).isFalse();
  }

  @Test
  void refusesWhatAStreamDoesNotTakeAndThenStartsAFreshLine() {
    TearingStream out = new TearingStream();
    try (JsonLinesExporter exporter = JsonLinesExporter.toStream(out)) {
      out.failing = true;
      assertThat(exporter.export(events(0, 1), TIMEOUT))
          .isEqualTo(ExportResult.refused("stream_failed"));
      out.failing = false;
      assertThat(exporter.export(events(1, 1), TIMEOUT)).isEqualTo(ExportResult.exported());
    }
    List<String> lines = out.written.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(id(lines.get(1))).isEqualTo(1);
  }

  @Test
  void noticesThatAPrintStreamFailed() {
    TearingStream out = new TearingStream();
    out.failing = true;
    try (JsonLinesExporter exporter =
        JsonLinesExporter.toStream(new PrintStream(out, true, UTF_8))) {
      assertThat(exporter.export(events(0, 1), TIMEOUT))
          .isEqualTo(ExportResult.refused("stream_failed"));
    }
  }

  /** Takes half of what it is given while it fails. */
  private static final class TearingStream extends OutputStream {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    boolean failing;

    @Override
    public void write(int b) {
      written.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      written.write(bytes, offset, failing ? length / 2 : length);
      if (failing) {
        throw new IOException("planted");
      }
    }
  }
}
