package io.dbintel.core.architecture.broken.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.logging.Logger;
import org.assertj.core.api.Assertions;

/** Breaks one rule a line. Never run. */
@SuppressWarnings({"unused", "JavaUtilDate", "ThreadSleepForTests", "NonFinalStaticField"})
final class BreaksRules {
  static int counter;

  final LongSupplier time = System::nanoTime;
  final Instant now = Instant.now();
  final Date date = new Date();
  final Random guessable = new Random();
  final double chance = Math.random();
  final Logger logger = Logger.getLogger("broken");
  final ObjectMapper mapper = new ObjectMapper();

  void breakMore() throws InterruptedException {
    Assertions.assertThat(counter).isZero();
    Thread.sleep(1);
    new IllegalStateException("broken").printStackTrace();
    System.exit(1);
  }

  private BreaksRules() {}
}
