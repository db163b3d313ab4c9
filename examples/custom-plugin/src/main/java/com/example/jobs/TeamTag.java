package com.example.jobs;

import io.dbintel.core.event.DbEvent;
import io.dbintel.core.event.EventBatch;
import io.dbintel.core.event.Priority;
import io.dbintel.core.spi.Processor;

/** Says of each event whose it is. One a target, one thread at a time: no locks. */
final class TeamTag implements Processor {
  private final TeamTagConfig config;

  TeamTag(TeamTagConfig config) {
    this.config = config;
  }

  @Override
  public void process(EventBatch batch) {
    for (DbEvent event : batch) {
      if (config.dropBulk() && event.priority() == Priority.BULK) {
        batch.drop(event, "bulk");
      } else {
        event.set(JobVocabulary.TEAM, config.team());
      }
    }
  }
}
