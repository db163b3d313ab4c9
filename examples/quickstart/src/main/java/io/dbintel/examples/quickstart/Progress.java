package io.dbintel.examples.quickstart;

import io.dbintel.jdbc.observe.Dimension;
import io.dbintel.jdbc.observe.SessionHistory;
import io.dbintel.jdbc.observe.SessionScope;
import io.dbintel.jdbc.observe.SessionTime;
import io.dbintel.jdbc.observe.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One line about the last few seconds, each time it is asked. */
record Progress(Console console, SessionHistory history, Instant start, ThreadNames threads)
    implements Runnable {
  private static final Duration LAST = Duration.ofSeconds(5);

  @Override
  public void run() {
    threads.look();
    Instant now = Instant.now();
    TimeWindow window = TimeWindow.endingAt(now, LAST);
    List<SessionTime> waits =
        history.top(Dimension.WAIT_CLASS, window, SessionScope.DB_TIME, Integer.MAX_VALUE);
    String shares =
        waits.stream()
            .map(
                time -> String.format(Locale.ROOT, "%s %.1f", time.value(), time.averageSessions()))
            .collect(Collectors.joining(", "));
    console.line(
        "%4d s  %4.1f sessions active  %s",
        Duration.between(start, now).toSeconds(), history.averageActiveSessions(window), shares);
  }
}
