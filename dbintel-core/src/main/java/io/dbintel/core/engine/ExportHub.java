package io.dbintel.core.engine;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.report.Ledger;
import io.dbintel.core.spi.Exporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** All exporters with their queues and threads. Thread-safe once started. */
final class ExportHub implements Exports {
  // An exporter that was opened may read the instance's numbers while the next one is opened.
  private final List<ExportWorker> workers = new CopyOnWriteArrayList<>();
  private final List<Exporter> opened = new ArrayList<>();
  private int started;

  /** Makes and opens the exporters; what was opened is closed again if one fails. */
  void open(
      List<Plans.ExporterPlan> plans,
      Components components,
      Timer timer,
      BoundaryLog log,
      Runnable onTaken)
      throws Exception {
    for (Plans.ExporterPlan plan : plans) {
      Components.Component component = components.ready("exporter/" + plan.name());
      Exporter exporter = plan.factory().apply(component);
      opened.add(exporter);
      exporter.open(component);
      ExportSettings settings = plan.settings();
      ExportQueue queue =
          new ExportQueue(plan.name(), settings.queueEvents(), settings.queueBytes());
      workers.add(new ExportWorker(queue, exporter, settings, component, timer, log, onTaken));
    }
  }

  void start(ThreadFactory threads) {
    for (ExportWorker worker : workers) {
      threads.newThread(worker::run).start();
      started++;
    }
  }

  List<ExportWorker> workers() {
    return workers;
  }

  @Override
  public void handOver(List<DbEvent> events) {
    // By index: an iterator takes memory, and what no queue was told of would be nowhere.
    for (int i = 0; i < workers.size(); i++) {
      workers.get(i).queue().add(events);
      workers.get(i).wake();
    }
  }

  @Override
  public boolean isPaused() {
    for (int i = 0; i < workers.size(); i++) {
      if (workers.get(i).pausesLanes()) {
        return true;
      }
    }
    return false;
  }

  List<Ledger.ExporterPage> pages() {
    return workers.stream().map(worker -> worker.queue().page()).toList();
  }

  /** Ends the pages: what is queued or in flight is given up. */
  void seal() {
    workers.forEach(worker -> worker.queue().close(ExportQueue.CLOSED));
  }

  /** Has the threads export what is left and close their exporters; closes those without one. */
  void close(Deadline deadline, BoundaryLog log) throws InterruptedException {
    workers.forEach(ExportWorker::finish);
    for (int i = started; i < opened.size(); i++) {
      closeUnstarted(opened.get(i), log);
    }
    for (ExportWorker unstarted : workers.subList(started, workers.size())) {
      unstarted.end();
    }
    for (ExportWorker worker : workers.subList(0, started)) {
      worker.awaitEnd(deadline);
    }
  }

  private static void closeUnstarted(Exporter exporter, BoundaryLog log) {
    try {
      exporter.close();
    } catch (Throwable failure) {
      log.failure("exporter", "closing failed", failure);
    }
  }
}
