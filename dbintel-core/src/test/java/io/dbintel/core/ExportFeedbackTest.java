package io.dbintel.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.report.ComponentHealth;
import io.dbintel.core.spi.ComponentContext;
import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportAnswer.Signal;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.ExportResult;
import io.dbintel.core.spi.Exporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportFeedbackTest {
  private final EngineHarness toy = new EngineHarness();
  private final Late late = new Late();

  /** An exporter that learns later what became of what it exported. */
  private static final class Late implements Exporter {
    private @Nullable ComponentContext context;

    @Override
    public void open(ComponentContext given) {
      context = given;
    }

    @Override
    public ExportResult export(List<DbEvent> events, Duration timeout) {
      return ExportResult.exported();
    }

    ComponentContext context() {
      return Objects.requireNonNull(context);
    }

    ExportFeedback ear() {
      return context().exportFeedback();
    }
  }

  @BeforeEach
  void start() {
    toy.builder.exporter("late", late, EngineHarness.PROMPT);
    toy.start();
  }

  @AfterEach
  void close() {
    toy.close();
  }

  @Test
  void aRefusalDegradesThePartOfTheExporterAndSaysWhatToDo() {
    late.ear().answered(ExportAnswer.refused(Signal.LOGS, 7, "http_401", "Check the API key."));
    ComponentHealth logs = health("exporter/late/logs");
    assertThat(logs.status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(logs.reason()).isEqualTo("http_401");
    assertThat(logs.remedy()).isEqualTo("Check the API key.");
  }

  @Test
  void theNextAcceptedExportIsWellAgain() {
    late.ear().answered(unavailable(3));
    late.ear().answered(ExportAnswer.accepted(Signal.LOGS, 3));
    assertThat(health("exporter/late/logs").status()).isEqualTo(HealthStatus.UP);
  }

  @Test
  void signalsAreJudgedApart() {
    late.ear().answered(unavailable(3));
    late.ear().answered(ExportAnswer.accepted(Signal.METRICS, 3));
    assertThat(health("exporter/late/logs").status()).isEqualTo(HealthStatus.DEGRADED);
    assertThat(health("exporter/late/metrics").status()).isEqualTo(HealthStatus.UP);
  }

  @Test
  void answersAndTheirItemsAreCountedByReason() {
    late.ear().answered(ExportAnswer.accepted(Signal.LOGS, 10));
    late.ear().answered(ExportAnswer.accepted(Signal.LOGS, 5));
    late.ear().answered(unavailable(3));
    Map<String, String> accepted =
        Map.of("dbintel.exporter.name", "late", "dbintel.outcome", "accepted");
    assertThat(toy.metric("dbintel.export.answers", accepted)).isEqualTo(2);
    assertThat(toy.metric("dbintel.export.items", accepted)).isEqualTo(15);
    assertThat(toy.metric("dbintel.export.items", Map.of("dbintel.reason", "http_503")))
        .isEqualTo(3);
  }

  @Test
  void anEndlessVarietyOfReasonsIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      late.ear().answered(ExportAnswer.refused(Signal.LOGS, 1, "reason_" + i, ""));
    }
    assertThat(toy.dbintel().metrics().stream().filter(this::isAnswers)).hasSizeLessThan(300);
    assertThat(toy.metric("dbintel.export.answers", Map.of())).isEqualTo(10_000);
  }

  private boolean isAnswers(SelfMetric metric) {
    return metric.name().equals("dbintel.export.answers");
  }

  @Test
  void aSubscriberSeesEveryAnswerWithItsExporter() {
    ExportFeedback.Subscription subscription = late.ear().subscribe(10);
    late.ear().answered(unavailable(3));
    ExportFeedback.Heard heard = Objects.requireNonNull(subscription.poll());
    assertThat(heard.exporter()).isEqualTo("late");
    assertThat(heard.epochNanos()).isEqualTo(toy.clock.epochNanos());
    assertThat(heard.answer()).isEqualTo(unavailable(3));
    assertThat(subscription.poll()).isNull();
  }

  @Test
  void aSlowSubscriberLosesTheOldestAndThatIsCounted() {
    ExportFeedback.Subscription subscription = late.ear().subscribe(2);
    for (int items = 1; items <= 5; items++) {
      late.ear().answered(ExportAnswer.accepted(Signal.LOGS, items));
    }
    assertThat(Objects.requireNonNull(subscription.poll()).answer().items()).isEqualTo(4);
    assertThat(subscription.lost()).isEqualTo(3);
    subscription.close();
    subscription.close();
    assertThat(toy.metric("dbintel.export.answers.lost", Map.of())).isEqualTo(3);
  }

  @Test
  void afterItClosedASubscriberHearsNothing() {
    ExportFeedback.Subscription subscription = late.ear().subscribe(2);
    subscription.close();
    late.ear().answered(unavailable(1));
    assertThat(subscription.poll()).isNull();
  }

  @Test
  void subscribersAreBounded() {
    List<ExportFeedback.Subscription> all = new ArrayList<>();
    for (int i = 0; i < 1_024; i++) {
      all.add(late.ear().subscribe(1));
    }
    assertThatThrownBy(() -> late.ear().subscribe(1)).hasMessageContaining("1024 subscribers");
    all.get(0).close();
    late.ear().subscribe(1);
    assertThatThrownBy(() -> late.ear().subscribe(0)).hasMessageContaining("but was 0");
  }

  @Test
  void answersFromManyThreadsAreAllCounted() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 1_000; n++) {
                  late.ear().answered(unavailable(2));
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(toy.metric("dbintel.export.items", Map.of())).isEqualTo(8_000);
  }

  @Test
  void whatCannotBeALabelIsNoReason() {
    assertThatThrownBy(() -> ExportAnswer.refused(Signal.LOGS, 1, "Bearer secret", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void anExporterReadsTheInstancesOwnNumbers() {
    assertThat(late.context().selfMetrics())
        .extracting(SelfMetric::name)
        .contains("dbintel.exporter.queue.size", "dbintel.exporter.exported");
  }

  @Test
  void everySelfMetricAndItsLabelsAreInTheVocabulary() {
    late.ear().answered(unavailable(3));
    late.context().metrics().add("retries", 1);
    late.context().metrics().set("level", 0.5);
    for (SelfMetric metric : toy.dbintel().metrics()) {
      assertThat(late.context().vocabulary().type(metric.name())).isSameAs(metric.type());
      for (String label : metric.labels().keySet()) {
        assertThat(late.context().vocabulary().attribute(label)).as(label).isNotNull();
      }
    }
  }

  private static ExportAnswer unavailable(int items) {
    return ExportAnswer.unavailable(Signal.LOGS, items, "http_503", Duration.ofSeconds(5), "Wait.");
  }

  private ComponentHealth health(String component) {
    return toy.dbintel().health().components().stream()
        .filter(one -> one.component().equals(component))
        .findFirst()
        .orElseThrow();
  }
}
