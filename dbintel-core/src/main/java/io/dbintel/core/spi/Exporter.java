package io.dbintel.core.spi;

import io.dbintel.core.event.DbEvent;
import java.time.Duration;
import java.util.List;

/**
 * Hands events to the outside. Each exporter has a queue and a thread of its own, so it may block
 * within the time-out, and a slow one delays nobody.
 */
@FunctionalInterface
public interface Exporter extends AutoCloseable {
  /**
   * Exports events.
   *
   * @param events frozen, oldest of the dearest first; the list must not be changed
   * @param timeout how long it may take; then the thread is interrupted
   * @return what became of them
   * @throws Exception as {@link ExportResult#retry}: it is tried again with back-off
   */
  ExportResult export(List<DbEvent> events, Duration timeout) throws Exception;

  /** Called once before the first export. */
  default void open(ComponentContext context) throws Exception {}

  /** Makes sure that what was exported is out. Called at close, within its deadline. */
  default void flush(Duration timeout) throws Exception {}

  /** Closes what it opened itself. Idempotent. */
  @Override
  default void close() {}
}
