package io.dbintel.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.spi.ExportResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryExporterTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @Test
  void remembersEventsOldestFirst() {
    InMemoryExporter exporter = InMemoryExporter.create();
    List<DbEvent> events = List.of(event(1), event(2));

    assertThat(exporter.export(events, TIMEOUT)).isEqualTo(ExportResult.exported());
    assertThat(exporter.snapshot()).isEqualTo(events);
    assertThat(exporter.size()).isEqualTo(2);
  }

  @Test
  void forgetsTheOldestWhenThereAreTooMany() {
    InMemoryExporter exporter = new InMemoryExporter(new InMemoryConfig(3, 1 << 20));
    exporter.export(IntStream.range(0, 10).mapToObj(i -> event(i)).toList(), TIMEOUT);

    assertThat(exporter.snapshot()).extracting(DbEvent::epochNanos).containsExactly(7L, 8L, 9L);
    assertThat(exporter.evicted()).isEqualTo(7);
    assertThat(exporter.received()).isEqualTo(10);
  }

  @Test
  void forgetsTheOldestWhenTheyAreTooLarge() {
    InMemoryExporter exporter = new InMemoryExporter(new InMemoryConfig(1000, 1024));
    exporter.export(List.of(event(1), event(2), large(500), large(500)), TIMEOUT);

    assertThat(exporter.bytes()).isLessThanOrEqualTo(1024);
    assertThat(exporter.received() - exporter.evicted()).isEqualTo(exporter.size());
    assertThat(exporter.evicted()).isPositive();
  }

  @Test
  void forgetsAtOnceWhatIsLargerThanAllTheRoomAndKeepsTheRest() {
    InMemoryExporter exporter = new InMemoryExporter(new InMemoryConfig(1000, 1024));
    DbEvent small = event(1);
    exporter.export(List.of(small, large(5000)), TIMEOUT);

    assertThat(exporter.snapshot()).containsExactly(small);
    assertThat(exporter.evicted()).isEqualTo(1);
  }

  @Test
  void forgetsAllWhenCleared() {
    InMemoryExporter exporter = InMemoryExporter.create();
    exporter.export(List.of(event(1)), TIMEOUT);
    exporter.clear();

    assertThat(exporter.snapshot()).isEmpty();
    assertThat(exporter.bytes()).isZero();
    assertThat(exporter.received()).isEqualTo(1);
  }

  @Test
  void takesNothingOnceItIsClosedAndStaysReadable() {
    InMemoryExporter exporter = InMemoryExporter.create();
    exporter.export(List.of(event(1)), TIMEOUT);
    exporter.close();
    exporter.close();

    assertThat(exporter.export(List.of(event(2)), TIMEOUT))
        .isEqualTo(ExportResult.refused("closed"));
    assertThat(exporter.size()).isEqualTo(1);
  }

  @Test
  void tellsEveryBoundThatIsWrong() {
    assertThatThrownBy(() -> new InMemoryConfig(0, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[in-memory] maxEvents must be in [1, 10000000] but was 0")
        .hasMessageContaining("maxBytes must be in [1024, 17179869184] but was 0");
  }

  private static DbEvent event(long epochNanos) {
    return new DbEvent(EventTypes.QUERY_SAMPLE, "orders", epochNanos);
  }

  private static DbEvent large(int bytes) {
    return event(0).set(Attributes.DB_QUERY_TEXT, "x".repeat(bytes));
  }
}
