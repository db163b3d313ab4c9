package com.example.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.EventTypes;
import io.dbintel.core.event.Priority;
import org.junit.jupiter.api.Test;

/** What this processor does, beyond what every processor keeps. */
class TeamTagTest {
  private final EventBatch.Control control = EventBatch.open("orders", "sessions", 0, 10);

  @Test
  void saysWhoseAnEventIs() {
    DbEvent event = control.collect(EventTypes.QUERY_SAMPLE, 0);
    new TeamTag(new TeamTagConfig("checkout", false)).process(control.batch());
    assertThat(event.get(JobVocabulary.TEAM)).isEqualTo("checkout");
  }

  @Test
  void dropsBulkIfItShould() {
    control.collect(EventTypes.QUERY_SAMPLE, 0).priority(Priority.BULK);
    control.collect(EventTypes.QUERY_SAMPLE, 0);
    new TeamTag(new TeamTagConfig("checkout", true)).process(control.batch());
    assertThat(control.batch().size()).isEqualTo(1);
  }
}
