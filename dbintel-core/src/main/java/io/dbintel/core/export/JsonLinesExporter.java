package io.dbintel.core.export;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes each event as a JSON object on a line of its own (JSON Lines, UTF-8), to a file that is
 * rotated by size or to a stream of the host's.
 *
 * <p>The members of a line, always in this order:
 *
 * <ol>
 *   <li>{@code time}: when it was observed, ISO 8601 in UTC with nine digits of a second
 *   <li>{@code name}: the event's or the metric's name
 *   <li>{@code target}, and {@code database}, which is empty if the event concerns the server
 *   <li>{@code priority}: {@code finding}, {@code important}, {@code normal} or {@code bulk}
 *   <li>{@code weight}: how many occurrences it stands for
 *   <li>of a measurement, {@code value} (null if it was not set) and {@code unit} (UCUM)
 *   <li>{@code attributes}: an object, in the order in which they were set
 * </ol>
 *
 * <p>Integers are written in full, beyond 2<sup>53</sup> too. JSON has no NaN and no infinity: they
 * are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. Control characters and
 * U+2028 and U+2029 are escaped; half a surrogate pair becomes U+FFFD.
 *
 * <p><b>What it guarantees.</b> A file: an export is written in full, or it is taken back and the
 * answer is to try again; if it cannot be taken back either, the answer counts the lines that are
 * not whole as refused. So a line never stands twice and none is lost without being counted, as
 * long as the process lives. An export stands in one file. A stream cannot be taken back: after a
 * failure the whole export is refused.
 *
 * <p><b>When it is out.</b> An export is with the operating system when the call returns, so it
 * survives the process. It is forced to the device at rotation, at {@link #flush} and at {@link
 * #close}; what came after the last of these may be lost with the machine. Half a line that a crash
 * left at the end of the file stays, and the next line starts after it.
 *
 * <p><b>Files.</b> A file and its folder are created for the owner only where the file system has
 * POSIX permissions; those of a file that exists stay. A file that was moved away is opened anew.
 * One exporter writes a file at a time: it is locked, and a second one waits.
 *
 * <p>Thread-safe; exports take turns. Writing to a file does not heed interrupts.
 */
public final class JsonLinesExporter implements Exporter {
  /** A buffer that an unusually large export made larger than this is not kept. */
  private static final int KEEP_BUFFER_BYTES = 4 << 20;

  private final LineSink sink;
  private final Object lock = new Object();
  private final EventLines lines = new EventLines();
  private @Nullable HealthReporter health;
  private boolean closed;

  JsonLinesExporter(LineSink sink) {
    this.sink = sink;
  }

  /** Begins an exporter to a file of the default file system. */
  public static Builder toFile(Path file) {
    return new Builder(file);
  }

  /**
   * An exporter to a stream, which is flushed after each export and never closed. Of a {@link
   * java.io.PrintStream} such as {@link System#out} a failure is noticed by its error flag, which
   * never falls again.
   */
  public static JsonLinesExporter toStream(OutputStream borrowed) {
    return new JsonLinesExporter(new BorrowedStream(Objects.requireNonNull(borrowed, "borrowed")));
  }

  @Override
  public void open(ComponentContext context) {
    synchronized (lock) {
      health = context.health();
      report(sink.prepare());
    }
  }

  @Override
  public ExportResult export(List<DbEvent> events, Duration timeout) {
    synchronized (lock) {
      if (closed) {
        return ExportResult.refused("closed");
      }
      lines.reset(KEEP_BUFFER_BYTES);
      for (DbEvent event : events) {
        lines.append(event);
      }
      ExportResult result = sink.write(lines.array(), lines.length());
      report(result);
      return result;
    }
  }

  @Override
  public void flush(Duration timeout) throws IOException {
    synchronized (lock) {
      sink.flush();
    }
  }

  /** Forces the file to the device and closes it; a borrowed stream is flushed. Idempotent. */
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      try {
        sink.close();
      } catch (IOException failure) {
        report(ExportResult.refused(WriteTrouble.WRITE_FAILED.reason()));
      }
    }
  }

  private void report(ExportResult result) {
    if (health == null) {
      return;
    }
    if (result instanceof ExportResult.Exported) {
      health.up();
    } else if (result instanceof ExportResult.Retry retry) {
      report(health, retry.reason());
    } else if (result instanceof ExportResult.PartlyExported partly) {
      report(health, partly.reason());
    } else if (result instanceof ExportResult.Refused refused) {
      report(health, refused.reason());
    }
  }

  private static void report(HealthReporter health, String reason) {
    WriteTrouble trouble = WriteTrouble.ofReason(reason);
    health.report(HealthStatus.DOWN, reason, trouble.message(), trouble.remedy());
  }

  /** Says where and how much. Not thread-safe. */
  public static final class Builder {
    private final Path file;
    private JsonLinesConfig config;

    private Builder(Path file) {
      this.file = file;
      this.config = JsonLinesConfig.toFile(file.toString());
    }

    /**
     * When a file that would grow past this is put aside for a new one; 4 KiB to 1 TiB, 100 MiB
     * unless said otherwise. Only an export that is larger by itself makes a larger file.
     *
     * @throws io.dbintel.core.config.ConfigException if it is out of range
     */
    public Builder maxFileBytes(long bytes) {
      config = new JsonLinesConfig(config.file(), bytes, config.keptFiles());
      return this;
    }

    /**
     * How many files that were put aside are kept, as {@code name.1}, the latest, {@code name.2}
     * and so on; 1 to 1000, 5 unless said otherwise.
     *
     * @throws io.dbintel.core.config.ConfigException if it is out of range
     */
    public Builder keptFiles(int files) {
      config = new JsonLinesConfig(config.file(), config.maxFileBytes(), files);
      return this;
    }

    /** The exporter. Nothing is opened yet. */
    public JsonLinesExporter build() {
      return new JsonLinesExporter(
          new RotatingFile(
              file,
              config.maxFileBytes(),
              config.keptFiles(),
              path -> new RandomAccessFile(path, "rw")));
    }
  }
}
