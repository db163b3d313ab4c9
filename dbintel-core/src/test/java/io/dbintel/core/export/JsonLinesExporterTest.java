package io.dbintel.core.export;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.ExporterProvider;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesExporterTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void writesALineForEachEvent() throws IOException {
    Path file = folder.resolve("deep/down/events.jsonl");
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).build()) {
      assertThat(file).doesNotExist();
      assertThat(exporter.export(events(0, 3), TIMEOUT)).isEqualTo(ExportResult.exported());
      assertThat(ids(file)).containsExactly(0L, 1L, 2L);
    }
  }

  @Test
  void appendsToWhatIsThere() throws IOException {
    Path file = folder.resolve("events.jsonl");
    for (int i = 0; i < 3; i++) {
      try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).build()) {
        exporter.export(events(i, 1), TIMEOUT);
      }
    }
    assertThat(ids(file)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void createsFileAndFolderForTheOwnerOnly() throws IOException {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path file = folder.resolve("sub/events.jsonl");
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).build()) {
      exporter.export(events(0, 1), TIMEOUT);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("sub"))))
        .isEqualTo("rwx------");
  }

  @Test
  void startsOnAFreshLineAfterAHalfOne() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Files.writeString(file, "{\"time\":\"2026\n{\"ti");
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).build()) {
      exporter.export(events(7, 1), TIMEOUT);
      exporter.export(events(8, 1), TIMEOUT);
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4).startsWith("{\"time\":\"2026", "{\"ti");
    assertThat(lines.subList(2, 4)).extracting(JsonLinesExporterTest::id).containsExactly(7L, 8L);
  }

  @Test
  void putsFilesAsideBySizeAndKeepsSoMany() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (JsonLinesExporter exporter =
        JsonLinesExporter.toFile(file).maxFileBytes(4096).keptFiles(3).build()) {
      for (int i = 0; i < 200; i++) {
        assertThat(exporter.export(events(i * 5L, 5), TIMEOUT)).isEqualTo(ExportResult.exported());
      }
    }
    List<Path> files = listing();
    assertThat(files)
        .extracting(path -> path.getFileName().toString())
        .containsExactly("events.jsonl", "events.jsonl.1", "events.jsonl.2", "events.jsonl.3");
    assertThat(files).allSatisfy(path -> assertThat(Files.size(path)).isLessThanOrEqualTo(4096));

    List<Long> kept = new ArrayList<>();
    for (int i = 3; i >= 1; i--) {
      kept.addAll(ids(folder.resolve("events.jsonl." + i)));
    }
    kept.addAll(ids(file));
    // Without a gap and without a double, up to the very last.
    assertThat(kept).containsExactlyElementsOf(range(1000 - kept.size(), 1000));
  }

  @Test
  void anExportLargerThanAFileStandsInOneFileOfItsOwn() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).maxFileBytes(4096).build()) {
      exporter.export(events(0, 1), TIMEOUT);
      exporter.export(events(1, 100), TIMEOUT);
      exporter.export(events(101, 1), TIMEOUT);
    }
    assertThat(ids(folder.resolve("events.jsonl.2"))).containsExactly(0L);
    assertThat(ids(folder.resolve("events.jsonl.1"))).hasSize(100);
    assertThat(ids(file)).containsExactly(101L);
  }

  @Test
  void fillsTheGapThatACrashBetweenTwoRenamesLeft() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Files.writeString(folder.resolve("events.jsonl.2"), "older\n");
    Files.writeString(folder.resolve("events.jsonl.3"), "oldest\n");
    Files.writeString(file, "x".repeat(4090) + "\n");
    try (JsonLinesExporter exporter =
        JsonLinesExporter.toFile(file).maxFileBytes(4096).keptFiles(3).build()) {
      exporter.export(events(0, 1), TIMEOUT);
    }
    assertThat(folder.resolve("events.jsonl.1")).content().startsWith("xxx");
    assertThat(folder.resolve("events.jsonl.2")).hasContent("older\n");
    assertThat(folder.resolve("events.jsonl.3")).hasContent("oldest\n");
  }

  @Test
  void triesAgainWhenAFileCannotBePutAside() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Path inTheWay = Files.createDirectories(folder.resolve("events.jsonl.1/full"));
    try (JsonLinesExporter exporter =
        JsonLinesExporter.toFile(file).maxFileBytes(4096).keptFiles(1).build()) {
      exporter.export(events(0, 20), TIMEOUT);
      assertThat(exporter.export(events(20, 20), TIMEOUT))
          .isEqualTo(ExportResult.retry("rotation_failed", Duration.ZERO));
      assertThat(ids(file)).hasSize(20);

      Files.delete(inTheWay);
      Files.delete(folder.resolve("events.jsonl.1"));
      assertThat(exporter.export(events(20, 20), TIMEOUT)).isEqualTo(ExportResult.exported());
    }
    assertThat(ids(file)).containsExactlyElementsOf(range(20, 40));
  }

  @Test
  void opensAnewWhatWasMovedAwayOrDeleted() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Path moved = folder.resolve("moved");
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).build()) {
      exporter.export(events(0, 1), TIMEOUT);
      Files.move(file, moved);
      exporter.export(events(1, 1), TIMEOUT);
      Files.delete(file);
      exporter.export(events(2, 1), TIMEOUT);
      Files.writeString(folder.resolve("other"), "");
      Files.move(folder.resolve("other"), file, StandardCopyOption.REPLACE_EXISTING);
      exporter.export(events(3, 1), TIMEOUT);
    }
    assertThat(ids(moved)).containsExactly(0L);
    assertThat(ids(file)).containsExactly(3L);
  }

  @Test
  void goesOnAtTheEndWhenTheFileWasCutByAnother() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).build()) {
      exporter.export(events(0, 10), TIMEOUT);
      Files.write(file, new byte[0]);
      exporter.export(events(10, 1), TIMEOUT);
      Files.writeString(file, "hand-written", APPEND);
      exporter.export(events(11, 1), TIMEOUT);
    }
    assertThat(Files.readAllLines(file)).hasSize(3).element(1).isEqualTo("hand-written");
  }

  @Test
  void triesAgainOnAFullDevice() {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    RecordingHealth health = new RecordingHealth();
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(full).build()) {
      exporter.open(health.context());
      assertThat(health.last()).isEqualTo("up");
      ExportResult result = exporter.export(events(0, 3), TIMEOUT);
      assertThat(result)
          .isInstanceOfSatisfying(
              ExportResult.Retry.class,
              retry -> assertThat(retry.reason()).isIn("disk_full", "write_failed"));
      assertThat(health.last()).isIn("DOWN disk_full", "DOWN write_failed");
    }
  }

  @Test
  void takesBackWhatWasHalfWrittenSoThatNoLineStandsTwice() throws IOException {
    Path file = folder.resolve("events.jsonl");
    AtomicBoolean failing = new AtomicBoolean();
    try (JsonLinesExporter exporter = failingExporter(file, failing, new AtomicBoolean())) {
      exporter.export(events(0, 2), TIMEOUT);
      failing.set(true);
      assertThat(exporter.export(events(2, 10), TIMEOUT))
          .isEqualTo(ExportResult.retry("write_failed", Duration.ZERO));
      assertThat(ids(file)).containsExactly(0L, 1L);
      failing.set(false);
      assertThat(exporter.export(events(2, 10), TIMEOUT)).isEqualTo(ExportResult.exported());
    }
    assertThat(ids(file)).containsExactlyElementsOf(range(0, 12));
  }

  @Test
  void countsWhatStandsWhenItCannotBeTakenBack() throws IOException {
    Path file = folder.resolve("events.jsonl");
    AtomicBoolean failing = new AtomicBoolean(true);
    try (JsonLinesExporter exporter = failingExporter(file, failing, new AtomicBoolean(true))) {
      ExportResult result = exporter.export(events(0, 10), TIMEOUT);
      failing.set(false);
      exporter.export(events(10, 1), TIMEOUT);

      List<String> lines = Files.readAllLines(file);
      long whole = lines.stream().filter(line -> line.endsWith("}}")).count() - 1;
      assertThat(whole).isBetween(1L, 9L);
      assertThat(result).isEqualTo(ExportResult.partlyExported((int) (10 - whole), "write_failed"));
      assertThat(id(lines.get(lines.size() - 1))).isEqualTo(10);
    }
  }

  @Test
  void triesAgainWhenTheFileCannotBeOpenedAndSaysWhatToDo() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("plain"), "x");
    RecordingHealth health = new RecordingHealth();
    try (JsonLinesExporter exporter =
        JsonLinesExporter.toFile(notAFolder.resolve("events.jsonl")).build()) {
      exporter.open(health.context());
      assertThat(health.last()).isEqualTo("DOWN open_failed");
      assertThat(exporter.export(events(0, 1), TIMEOUT))
          .isEqualTo(ExportResult.retry("open_failed", Duration.ZERO));
      Files.delete(notAFolder);
      assertThat(exporter.export(events(0, 1), TIMEOUT)).isEqualTo(ExportResult.exported());
      assertThat(health.last()).isEqualTo("up");
    }
  }

  @Test
  void twoExportersDoNotWriteOneFile() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (JsonLinesExporter second = JsonLinesExporter.toFile(file).build()) {
      try (JsonLinesExporter first = JsonLinesExporter.toFile(file).build()) {
        first.export(events(0, 1), TIMEOUT);
        assertThat(second.export(events(1, 1), TIMEOUT))
            .isEqualTo(ExportResult.retry("file_in_use", Duration.ZERO));
      }
      assertThat(second.export(events(1, 1), TIMEOUT)).isEqualTo(ExportResult.exported());
    }
    assertThat(ids(file)).containsExactly(0L, 1L);
  }

  @Test
  void anInterruptNeitherTearsALineNorIsSwallowed() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (JsonLinesExporter exporter = JsonLinesExporter.toFile(file).maxFileBytes(4096).build()) {
      for (int i = 0; i < 50; i++) {
        Thread.currentThread().interrupt();
        assertThat(exporter.export(events(i, 1), TIMEOUT)).isEqualTo(ExportResult.exported());
        assertThat(Thread.interrupted()).isTrue();
      }
    }
    assertThat(ids(file)).endsWith(49L);
  }

  @Test
  void refusesOnceItIsClosed() {
    JsonLinesExporter exporter = JsonLinesExporter.toFile(folder.resolve("e")).build();
    exporter.close();
    exporter.close();
    assertThat(exporter.export(events(0, 1), TIMEOUT)).isEqualTo(ExportResult.refused("closed"));
    assertThat(folder.resolve("e")).doesNotExist();
  }

  @Test
  void tellsEveryBoundThatIsWrong() {
    assertThatThrownBy(() -> new JsonLinesConfig(" ", 1, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[json-lines] file must be a path")
        .hasMessageContaining("maxFileBytes must be in [4096, 1099511627776] but was 1")
        .hasMessageContaining("keptFiles must be in [1, 1000] but was 0");
  }

  @Test
  void bothProvidersAreFound() {
    List<String> names = new ArrayList<>();
    ServiceLoader.load(ExporterProvider.class).forEach(provider -> names.add(provider.name()));
    assertThat(names).contains("in-memory", "json-lines");
  }

  // --- helpers

  static List<DbEvent> events(long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(
            id -> {
              DbEvent event = new DbEvent(EventTypes.QUERY_SAMPLE, "orders", 0);
              event.set(Attributes.SERVER_PORT, id).freeze();
              return event;
            })
        .toList();
  }

  static long id(String line) {
    return ParsedLine.parse(line).get("attributes").get("server.port").longValue();
  }

  private static List<Long> ids(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(JsonLinesExporterTest::id).toList();
  }

  private static List<Long> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> (long) i).toList();
  }

  private List<Path> listing() throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Writes six tenths of what it is given and fails; and cannot be cut, if so told. */
  private static JsonLinesExporter failingExporter(
      Path file, AtomicBoolean failing, AtomicBoolean uncuttable) {
    RotatingFile.Opener opener =
        path ->
            new RandomAccessFile(path, "rw") {
              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                if (failing.get()) {
                  super.write(bytes, offset, length * 6 / 10);
                  throw new IOException("planted");
                }
                super.write(bytes, offset, length);
              }

              @Override
              public void setLength(long length) throws IOException {
                if (uncuttable.get()) {
                  throw new IOException("planted");
                }
                super.setLength(length);
              }
            };
    return new JsonLinesExporter(new RotatingFile(file, 1 << 20, 1, opener));
  }
}
