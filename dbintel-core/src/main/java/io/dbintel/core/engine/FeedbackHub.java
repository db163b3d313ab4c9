package io.dbintel.core.engine;

import io.dbintel.core.event.Attributes;
import io.dbintel.core.event.SelfMetricTypes;
import io.dbintel.core.spi.Clock;
import io.dbintel.core.spi.ExportAnswer;
import io.dbintel.core.spi.ExportFeedback;
import io.dbintel.core.spi.HealthReporter;
import io.dbintel.core.spi.HealthStatus;
import io.dbintel.core.spi.SelfMetric;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Takes what destinations answered to an instance's exporters: counts it, judges health by it and
 * passes it on. Thread-safe; locks are held to change a number or a queue.
 */
final class FeedbackHub {
  private static final int MAX_SERIES = 256;
  private static final int MAX_SUBSCRIBERS = 1_024;
  private static final int MAX_CAPACITY = 10_000;

  private final Clock clock;
  private final Map<Series, Tally> tallies = new HashMap<>();
  private final List<Waiting> subscribers = new CopyOnWriteArrayList<>();
  private long lostByFormer;

  FeedbackHub(Clock clock) {
    this.clock = clock;
  }

  private record Series(
      String exporter, ExportAnswer.Signal signal, ExportAnswer.Outcome outcome, String reason) {
    Map<String, String> labels() {
      return Map.of(
          Attributes.EXPORTER_NAME.name(),
          exporter,
          Attributes.EXPORT_SIGNAL.name(),
          signal.label(),
          Attributes.OUTCOME.name(),
          outcome.label(),
          Attributes.REASON.name(),
          reason);
    }
  }

  private static final class Tally {
    private long answers;
    private long items;
  }

  /** What one component is given: answers count as heard by it. */
  ExportFeedback ear(String exporter, HealthReporter health) {
    return new Ear(exporter, health);
  }

  private final class Ear implements ExportFeedback {
    private final String exporter;
    private final HealthReporter health;

    private Ear(String exporter, HealthReporter health) {
      this.exporter = exporter;
      this.health = health;
    }

    @Override
    public void answered(ExportAnswer answer) {
      count(exporter, answer);
      judge(health.part(answer.signal().label()), answer);
      Heard heard = new Heard(exporter, clock.epochNanos(), answer);
      subscribers.forEach(subscriber -> subscriber.offer(heard));
    }

    @Override
    public Subscription subscribe(int capacity) {
      if (capacity < 1 || capacity > MAX_CAPACITY) {
        throw new IllegalArgumentException("capacity must be in [1, 10000] but was " + capacity);
      }
      synchronized (tallies) {
        if (subscribers.size() >= MAX_SUBSCRIBERS) {
          throw new IllegalStateException("the instance has 1024 subscribers to export feedback");
        }
        Waiting subscriber = new Waiting(capacity);
        subscribers.add(subscriber);
        return subscriber;
      }
    }
  }

  private void count(String exporter, ExportAnswer answer) {
    synchronized (tallies) {
      Series series = new Series(exporter, answer.signal(), answer.outcome(), answer.reason());
      if (!tallies.containsKey(series) && tallies.size() >= MAX_SERIES) {
        series = new Series(exporter, answer.signal(), answer.outcome(), LaneBooks.OTHER);
      }
      Tally tally = tallies.computeIfAbsent(series, key -> new Tally());
      tally.answers++;
      tally.items += answer.items();
    }
  }

  private static void judge(HealthReporter health, ExportAnswer answer) {
    if (answer.outcome() == ExportAnswer.Outcome.ACCEPTED) {
      health.up();
      return;
    }
    String message =
        switch (answer.outcome()) {
          case PARTLY_ACCEPTED ->
              "the destination refused %d of %d in the last export"
                  .formatted(answer.refused(), answer.items());
          case UNAVAILABLE -> "the destination did not take the last export";
          default -> "the destination refused the last export";
        };
    health.report(HealthStatus.DEGRADED, answer.reason(), message, answer.remedy());
  }

  void addTo(List<SelfMetric> metrics) {
    synchronized (tallies) {
      tallies.forEach(
          (series, tally) -> {
            Map<String, String> labels = series.labels();
            metrics.add(
                new SelfMetric(SelfMetricTypes.EXPORT_ANSWERS, labels, (double) tally.answers));
            metrics.add(new SelfMetric(SelfMetricTypes.EXPORT_ITEMS, labels, (double) tally.items));
          });
      long lost = lostByFormer;
      for (Waiting subscriber : subscribers) {
        lost += subscriber.lost();
      }
      metrics.add(new SelfMetric(SelfMetricTypes.EXPORT_ANSWERS_LOST, Map.of(), (double) lost));
    }
  }

  /** The answers that wait for one subscriber, oldest first. */
  private final class Waiting implements ExportFeedback.Subscription {
    private final int capacity;
    private final ArrayDeque<ExportFeedback.Heard> queue = new ArrayDeque<>();
    private long lost;

    private Waiting(int capacity) {
      this.capacity = capacity;
    }

    private synchronized void offer(ExportFeedback.Heard heard) {
      if (queue.size() >= capacity) {
        queue.removeFirst();
        lost++;
      }
      queue.addLast(heard);
    }

    @Override
    public synchronized ExportFeedback.@Nullable Heard poll() {
      return queue.pollFirst();
    }

    @Override
    public synchronized long lost() {
      return lost;
    }

    @Override
    public void close() {
      synchronized (tallies) {
        if (subscribers.remove(this)) {
          lostByFormer += lost();
        }
      }
    }
  }
}
