package com.example.jobs;

import io.dbintel.core.event.AttrKey;
import io.dbintel.core.event.EventType;
import io.dbintel.core.event.Instrument;
import io.dbintel.core.event.Stability;
import java.util.Set;

/** The names that these plugins add: each once, under a prefix of their own. */
public final class JobVocabulary {
  /** Which queue. */
  public static final AttrKey<String> QUEUE =
      AttrKey.ofString("example.queue", Stability.DEVELOPMENT, "The name of a job queue.");

  /** Who answers for a database. */
  public static final AttrKey<String> TEAM =
      AttrKey.ofString("example.team", Stability.DEVELOPMENT, "The team that owns the database.");

  /** How many wait. */
  public static final EventType WAITING =
      EventType.measurement(
          "example.jobs.waiting",
          new Instrument(Instrument.Kind.UP_DOWN_COUNTER, Instrument.ValueType.LONG, "{job}"),
          Stability.DEVELOPMENT,
          "Jobs that wait to be done; by queue.");

  /** How long the first of them has waited. */
  public static final EventType OLDEST =
      EventType.measurement(
          "example.jobs.oldest.age",
          new Instrument(Instrument.Kind.GAUGE, Instrument.ValueType.DOUBLE, "s"),
          Stability.DEVELOPMENT,
          "For how long the oldest job has waited; by queue.");

  private JobVocabulary() {}

  static Set<AttrKey<?>> collected() {
    return Set.of(QUEUE);
  }

  static Set<EventType> measured() {
    return Set.of(WAITING, OLDEST);
  }
}
