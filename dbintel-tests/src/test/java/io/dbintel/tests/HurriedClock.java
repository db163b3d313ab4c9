package io.dbintel.tests;

import io.dbintel.core.spi.Clock;
import io.dbintel.jdbc.testing.ShiftedClock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A clock that runs sixteen times as fast as the machine's: what dbintel may not be told to do more
 * often than once a minute is done every four seconds. The server's own time runs as ever.
 */
final class HurriedClock implements AutoCloseable {
  private static final long STEP_MILLIS = 50;
  private static final Duration AHEAD = Duration.ofMillis(15 * STEP_MILLIS);

  private final ShiftedClock clock = new ShiftedClock();
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

  HurriedClock() {
    var unused =
        pace.scheduleAtFixedRate(
            () -> clock.advance(AHEAD), STEP_MILLIS, STEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  Clock clock() {
    return clock;
  }

  long epochSeconds() {
    return Math.floorDiv(clock.epochNanos(), 1_000_000_000L);
  }

  @Override
  public void close() {
    pace.shutdownNow();
  }
}
