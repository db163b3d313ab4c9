package io.dbintel.core;

import static io.dbintel.core.EngineHarness.until;
import static io.dbintel.core.toy.ToyEvents.NUMBER;
import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.engine.EngineSettings;
import io.dbintel.core.engine.ExportSettings;
import io.dbintel.core.engine.OverflowPolicy;
import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventToken;
import io.dbintel.core.event.Priority;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.Contract;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.Processor;
import io.dbintel.core.toy.ToyCollectors;
import io.dbintel.core.toy.ToyProcessors;
import io.dbintel.core.toy.ToyTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything goes wrong at once, in real time and on real threads, and the books still balance. */
class LedgerUnderLoadTest {
  private static final int TARGETS = 12;

  /** Drops, merges, adds, reweighs, carries over batches and throws, as the dice fall. */
  private static final class Chaos implements Processor {
    private final Random random;
    private @Nullable EventToken token;

    private Chaos(long seed) {
      random = new Random(seed);
    }

    @Override
    public void process(EventBatch batch) {
      DbEvent kept = null;
      for (DbEvent event : batch) {
        switch (random.nextInt(8)) {
          case 0 -> batch.drop(event, "unlucky");
          case 1 -> batch.reweigh(event, event.weight() * 4);
          case 2 -> batch.add(SAMPLE).priority(Priority.BULK);
          case 3 -> {
            if (kept != null) {
              batch.merge(event, kept);
            } else {
              kept = event;
            }
          }
          case 4 -> carry(batch, event);
          default -> event.set(NUMBER, random.nextInt());
        }
      }
      if (random.nextInt(10) == 0) {
        throw new IllegalStateException("chaos");
      }
    }

    private void carry(EventBatch batch, DbEvent event) {
      if (token == null) {
        token = batch.token(event);
      } else if (batch.token(event) != token) {
        batch.merge(event, token);
      }
    }

    @Override
    public void tick(EventBatch empty) {
      if (token != null && token.carriedEvents() > 0) {
        empty.settle(token);
      }
    }
  }

  private static Exporter flaky(long seed, AtomicLong exported) {
    Random random = new Random(seed);
    return (events, timeout) ->
        switch (random.nextInt(6)) {
          case 0 -> throw new IOException("chaos");
          case 1 -> ExportResult.retry("busy", Duration.ofMillis(1));
          case 2 -> {
            int refused = random.nextInt(events.size() + 1);
            exported.addAndGet(events.size() - refused);
            yield ExportResult.partlyExported(refused, "bad");
          }
          case 3 -> ExportResult.refused("never");
          default -> {
            exported.addAndGet(events.size());
            yield ExportResult.exported();
          }
        };
  }

  private static ToyCollectors failingNowAndThen(long seed) {
    return ToyCollectors.making(
            "samples",
            target -> {
              Random random = new Random(seed + target.id().hashCode());
              return context -> {
                for (int i = random.nextInt(80); i > 0; i--) {
                  context.emit(SAMPLE).set(NUMBER, i);
                }
                if (random.nextInt(12) == 0) {
                  throw new IllegalStateException("chaos");
                }
              };
            })
        .every(Duration.ofMillis(100), Duration.ofSeconds(5));
  }

  private static ToyProcessors chaos(String name, long seed) {
    return ToyProcessors.making(name, context -> new Chaos(seed + context.component().hashCode()));
  }

  @SuppressWarnings("try") // Closed early, so that the closed ledger can be looked at.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void balancesWhateverFails(long seed) {
    ExportSettings prompt = ExportSettings.defaults().batch(100, 1 << 16, Duration.ZERO);
    AtomicLong flakyExported = new AtomicLong();
    AtomicLong steadyExported = new AtomicLong();
    DbIntelBuilder builder =
        DbIntel.builder()
            .name("chaos")
            .settings(EngineSettings.defaults().holding(2, 50))
            .register(failingNowAndThen(seed))
            .register(chaos("passing", seed))
            .register(
                chaos("dropping", seed * 31).under(Contract.none().onError(Contract.OnError.DROP)))
            .pipeline(p -> p.add("passing").add("dropping"))
            .exporter(
                "steady",
                (events, timeout) -> {
                  steadyExported.addAndGet(events.size());
                  return ExportResult.exported();
                },
                prompt)
            .exporter("flaky", flaky(seed, flakyExported), prompt.queue(300, 1 << 20))
            .exporter(
                "pausing",
                flaky(seed + 1, new AtomicLong()),
                prompt.queue(2_000, 1 << 20).overflow(OverflowPolicy.PAUSE));
    for (int i = 0; i < TARGETS; i++) {
      builder.target(new ToyTarget("t" + i));
    }
    try (DbIntel dbintel = builder.build().start()) {
      until(
          () -> {
            assertThat(dbintel.ledger().isBalanced()).as(dbintel.ledger().toString()).isTrue();
            return steadyExported.get() > 1_500;
          });
      assertThat(dbintel.remove("t0")).isTrue();
      dbintel.close();
      Ledger ledger = dbintel.ledger();
      assertThat(ledger.isBalanced()).as(ledger.toString()).isTrue();
      assertThat(ledger.pending()).as(ledger.toString()).isZero();
      assertThat(ledger.lanes()).hasSize(TARGETS);
      assertThat(page(ledger, "steady").exported()).isEqualTo(steadyExported.get());
      assertThat(page(ledger, "flaky").exported()).isEqualTo(flakyExported.get());
      long handedOver = ledger.lanes().stream().mapToLong(Ledger.LanePage::handedOver).sum();
      assertThat(ledger.exporters())
          .allSatisfy(p -> assertThat(p.handedOver()).isEqualTo(handedOver));
    }
  }

  private static Ledger.ExporterPage page(Ledger ledger, String exporter) {
    List<Ledger.ExporterPage> pages =
        ledger.exporters().stream().filter(p -> p.exporter().equals(exporter)).toList();
    return pages.get(0);
  }
}
