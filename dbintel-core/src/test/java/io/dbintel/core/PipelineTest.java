package io.dbintel.core;

import static io.dbintel.core.EngineHarness.PROMPT;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static io.dbintel.core.toy.ToyEvents.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.config.ConfigException;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventToken;
import io.dbintel.core.event.Sensitive;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.Collector;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Collector FIVE =
      context -> {
        for (int i = 0; i < 5; i++) {
          context.emit(SAMPLE).set(NUMBER, i);
        }
      };

  private final EngineHarness toy = new EngineHarness();
  private final EngineHarness.Memory memory = toy.memory;

  @AfterEach
  void close() {
    toy.close();
  }

  private void pipeline(Collector collector, ToyProcessors... stages) {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(ToyCollectors.of("samples", collector))
        .exporter("memory", memory, PROMPT);
    for (ToyProcessors stage : stages) {
      toy.builder.register(stage).pipeline(p -> p.add(stage.name()));
    }
  }

  private void runUntilExported(int events) {
    toy.start();
    toy.advanceUntil(Duration.ofMillis(500), () -> memory.events.size() >= events);
  }

  @Test
  void stagesRunInTheOrderOfTheList() {
    pipeline(
        FIVE,
        ToyProcessors.of("zeta", batch -> batch.forEach(e -> e.set(TEXT, "z"))),
        ToyProcessors.of("alpha", batch -> batch.forEach(e -> e.set(TEXT, e.get(TEXT) + "a"))));
    runUntilExported(5);
    assertThat(memory.events).allSatisfy(e -> assertThat(e.get(TEXT)).isEqualTo("za"));
    toy.assertLedgerIsTrue();
  }

  @Test
  void exportedEventsAreFrozen() {
    pipeline(FIVE);
    runUntilExported(5);
    DbEvent event = memory.events.get(0);
    assertThatThrownBy(() -> event.set(NUMBER, 9)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEnricherThatFailsPassesEventsOnAndRecovers() {
    AtomicBoolean broken = new AtomicBoolean(true);
    pipeline(
        FIVE,
        ToyProcessors.of(
            "enricher",
            batch -> {
              if (broken.get()) {
                throw new IllegalStateException("canary");
              }
            }));
    toy.start();
    toy.advanceUntil(Duration.ofMillis(500), () -> memory.events.size() >= 5);
    assertThat(toy.dbintel().health().toString())
        .contains("DEGRADED orders/enricher")
        .contains("processor_failed")
        .doesNotContain("canary");
    broken.set(false);
    int before = memory.events.size();
    toy.advanceUntil(Duration.ofMillis(500), () -> memory.events.size() >= before + 20);
    assertThat(Objects.requireNonNull(toy.dbintel().health().component("orders/enricher")).status())
        .isEqualTo(HealthStatus.UP);
    toy.assertLedgerIsTrue();
  }

  @Test
  void aPrivacyStageThatFailsDropsItsBatch() {
    pipeline(
        FIVE,
        ToyProcessors.of(
                "privacy",
                batch -> {
                  throw new StackOverflowError();
                })
            .under(Contract.none().onError(Contract.OnError.DROP)));
    toy.start();
    toy.advanceUntil(
        Duration.ofMillis(500), () -> toy.dbintel().ledger().lanes().get(0).droppedTotal() >= 5);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(memory.events).isEmpty();
    assertThat(ledger.lanes().get(0).dropped()).containsOnlyKeys("privacy/processor_failed");
  }

  @Test
  void aSensitivePayloadNeverReachesAnExporter() {
    pipeline(
        context -> context.emit(SAMPLE).payload(Sensitive.of("plan", "canary")),
        ToyProcessors.of("idle", batch -> {}));
    toy.start();
    toy.advanceUntil(
        Duration.ofMillis(500), () -> toy.dbintel().ledger().lanes().get(0).droppedTotal() >= 1);
    Ledger ledger = toy.closeAndAssertLedger();
    assertThat(memory.events).isEmpty();
    assertThat(ledger.lanes().get(0).dropped()).containsOnlyKeys("engine/sensitive_payload");
  }

  /** Lets the first event of each number through and merges all later ones into it. */
  private static final class Deduplicator implements Processor {
    private @Nullable EventToken first;

    @Override
    public void process(EventBatch batch) {
      for (DbEvent event : batch) {
        if (first == null) {
          first = batch.token(event);
        } else if (batch.token(event) != first) {
          batch.merge(event, first);
        }
      }
    }

    @Override
    public void drain(EventBatch last) {
      if (first != null && first.carriedEvents() > 0) {
        last.settle(first).set(TEXT, "settled");
      }
    }
  }

  @Test
  void mergingAcrossBatchesByTokenConservesTheWeight() {
    pipeline(FIVE, ToyProcessors.making("dedup", context -> new Deduplicator()));
    toy.start();
    toy.advanceUntil(
        Duration.ofMillis(500), () -> toy.dbintel().ledger().lanes().get(0).collected() >= 25);
    toy.assertLedgerIsTrue();
    Ledger ledger = toy.closeAndAssertLedger();
    Ledger.LanePage page = ledger.lanes().get(0);
    assertThat(memory.events).hasSize(2);
    double weight = memory.events.stream().mapToDouble(DbEvent::weight).sum();
    assertThat(weight).isEqualTo((double) page.collected());
    assertThat(page.weight().carried()).isZero();
    assertThat(page.created()).isEqualTo(1);
  }

  private static final class Ticking implements Processor {
    @Override
    public void process(EventBatch batch) {}

    @Override
    public void tick(EventBatch empty) {
      empty.add(SAMPLE).set(TEXT, "tick");
    }

    @Override
    public void drain(EventBatch last) {
      last.add(SAMPLE).set(TEXT, "drain");
    }
  }

  @Test
  void whatATickOrADrainAddsPassesTheLaterStages() {
    List<String> seen = new CopyOnWriteArrayList<>();
    pipeline(
        context -> {},
        ToyProcessors.making("ticking", context -> new Ticking()),
        ToyProcessors.of(
            "watching", batch -> batch.forEach(e -> seen.add(String.valueOf(e.get(TEXT))))));
    toy.start();
    toy.advanceUntil(Duration.ofMillis(500), () -> seen.contains("tick"));
    toy.assertLedgerIsTrue();
    toy.closeAndAssertLedger();
    assertThat(seen).contains("drain");
    assertThat(memory.events).hasSameSizeAs(seen);
  }

  @Test
  void aStageWithoutAProducerBeforeItIsRefused() {
    pipeline(
        FIVE,
        ToyProcessors.of("needy", batch -> {}).under(Contract.none().requiring(NUMBER)),
        ToyProcessors.of("giver", batch -> {}).under(Contract.none().providing(NUMBER)));
    assertThatThrownBy(toy.builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "[toy] pipeline[0] 'needy' requires toy.number, which nothing before it provides;"
                + " 'giver' provides it and must stand before it");
  }

  @Test
  void aPayloadThatNobodyTakesIsRefused() {
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of("plans", FIVE).under(Contract.none().attaching(StringBuilder.class)))
        .exporter(memory);
    assertThatThrownBy(toy.builder::build)
        .hasMessageContaining("collector 'plans' attaches a raw java.lang.StringBuilder");
  }

  @Test
  void aStageThatLooksAtAPayloadAfterItWasTakenIsRefused() {
    Contract looks = Contract.none().reading(StringBuilder.class);
    Contract takes = Contract.none().taking(StringBuilder.class);
    toy.builder
        .target(new ToyTarget("orders"))
        .register(
            ToyCollectors.of("plans", FIVE).under(Contract.none().attaching(StringBuilder.class)))
        .register(ToyProcessors.of("adviser", batch -> {}).under(looks))
        .register(ToyProcessors.of("taker", batch -> {}).under(takes))
        .pipeline(p -> p.add("taker").add("adviser"))
        .exporter(memory);
    assertThatThrownBy(toy.builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "[toy] pipeline[1] 'adviser' looks at a raw java.lang.StringBuilder, which 'taker'"
                + " takes; it must stand before 'taker'");
  }

  @Test
  void aStageThatLooksAtAPayloadThatNobodyBringsIsRefused() {
    pipeline(
        FIVE,
        ToyProcessors.of("adviser", batch -> {})
            .under(Contract.none().reading(StringBuilder.class)));
    assertThatThrownBy(toy.builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "[toy] pipeline[0] 'adviser' looks at a raw java.lang.StringBuilder, which nothing"
                + " before it brings");
  }

  @Test
  void everyProblemIsToldAtOnce() {
    toy.builder
        .name("Not An Id")
        .target(new ToyTarget("orders"))
        .target(new ToyTarget("orders"))
        .register(ToyProcessors.of("adaptive-sampler", batch -> {}))
        .pipeline(p -> p.add("adaptiv-sampler").add("adaptive-sampler").add("adaptive-sampler"));
    assertThatThrownBy(toy.builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("name must be 1 to 64 characters")
        .hasMessageContaining("targets[1] is used twice: 'orders'")
        .hasMessageContaining("exporters must not be empty")
        .hasMessageContaining(
            "pipeline[0] unknown processor 'adaptiv-sampler'; did you mean 'adaptive-sampler'?")
        .hasMessageContaining("pipeline[2] names 'adaptive-sampler' a second time");
  }

  @Test
  void twoProvidersOfOneNameAreRefusedAndBothAreNamed() {
    final class Impostor implements io.dbintel.core.spi.ProcessorProvider<ToyProcessors.Config> {
      private final ToyProcessors real = ToyProcessors.of("sampler", batch -> {});

      @Override
      public String name() {
        return "sampler";
      }

      @Override
      public Class<ToyProcessors.Config> configType() {
        return real.configType();
      }

      @Override
      public ToyProcessors.Config defaults() {
        return real.defaults();
      }

      @Override
      public Contract contract(ToyProcessors.Config config) {
        return real.contract(config);
      }

      @Override
      public Processor create(
          ToyProcessors.Config config, io.dbintel.core.spi.ComponentContext context) {
        return real.create(config, context);
      }
    }
    toy.builder
        .register(ToyProcessors.of("sampler", batch -> {}))
        .register(new Impostor())
        .exporter(memory);
    assertThatThrownBy(toy.builder::build)
        .hasMessageContaining("ToyProcessors")
        .hasMessageContaining("Impostor");
  }

  @Test
  void aCollectorAndAStageCannotShareAName() {
    pipeline(FIVE, ToyProcessors.of("samples", batch -> {}));
    assertThatThrownBy(toy.builder::build)
        .hasMessage("[toy] pipeline[0] has the name of a collector: 'samples'");
  }

  @Test
  void aConfigurationOfTheWrongTypeIsRefused() {
    record Wrong() {}
    toy.builder
        .register(ToyProcessors.of("sampler", batch -> {}))
        .pipeline(p -> p.add("sampler", new Wrong()))
        .exporter(memory);
    assertThatThrownBy(toy.builder::build)
        .hasMessageContaining("pipeline[0] must be configured with a")
        .hasMessageContaining("Wrong");
  }
}
