package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventSize;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.spi.TargetIdentity;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerAddressTest {
  private static final int ADDRESS_BYTES =
      6 + "server.address".length() + "db.example.org".length();
  private static final int PORT_BYTES = 6 + "server.port".length() + 8;

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;

  @AfterEach
  void close() {
    toy.close();
  }

  private void watch(TargetIdentity identity) {
    toy.builder
        .target(new ToyTarget("orders", () -> identity))
        .register(ToyCollectors.of("samples", context -> context.emit(SAMPLE)))
        .register(ToyProcessors.of("adds", new Adds()))
        .pipeline(p -> p.add("adds"))
        .exporter("memory", memory, PROMPT);
    toy.start();
    toy.advanceUntil(Duration.ofMillis(250), () -> memory.events.size() >= 4);
    toy.closeAndAssertLedger();
  }

  /** Makes events of its own, beside what was collected and at the end. */
  private static final class Adds implements Processor {
    @Override
    public void process(EventBatch batch) {
      batch.add(SAMPLE);
    }

    @Override
    public void drain(EventBatch last) {
      last.add(SAMPLE);
    }
  }

  @Test
  void everyEventBearsItWhoeverMadeTheEvent() {
    watch(new TargetIdentity("server", "run", "db.example.org", 5433));
    assertThat(memory.events)
        .hasSizeGreaterThan(4)
        .allSatisfy(
            event -> {
              assertThat(event.get(Attributes.SERVER_ADDRESS)).isEqualTo("db.example.org");
              assertThat(event.getLong(Attributes.SERVER_PORT, 0)).isEqualTo(5433);
            });
  }

  @Test
  void itCountsInTheSizeOfTheEvent() {
    watch(new TargetIdentity("server", "run", "db.example.org", 5433));
    assertThat(memory.events)
        .extracting(DbEvent::sizeBytes)
        .containsOnly(EventSize.BASE + ADDRESS_BYTES + PORT_BYTES);
  }

  @Test
  void aServerWithoutAnAddressLeavesTheAttributesOut() {
    watch(new TargetIdentity("server", "run"));
    assertThat(memory.events).allMatch(event -> event.attributeCount() == 0);
  }
}
