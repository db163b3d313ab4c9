package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbintel.jdbc.observe.BlockingEpisodes.Phase;
import io.dbintel.jdbc.observe.BlockingEpisodes.Report;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockingEpisodesTest {
  private final List<Report> reports = new ArrayList<>();
  private final BlockingEpisodes episodes = new BlockingEpisodes(2, 10, reports::add);
  private long second;

  @Test
  void addsUpWhatVictimsLost() {
    sample(Seen.pid(2).blockedBy(1).now());
    sample(Seen.pid(2).blockedBy(1).now(), Seen.pid(3).blockedBy(2).now());
    sample();

    assertThat(reports).extracting(Report::phase).containsExactly(Phase.STARTED, Phase.ENDED);
    Report last = reports.get(1);
    assertThat(last.victimSeconds()).isEqualTo(3.0);
    assertThat(last.seconds()).isEqualTo(2.0);
    assertThat(last.peakVictims()).isEqualTo(2);
    assertThat(last.peakDepth()).isEqualTo(2);
    assertThat(last.beginEpochNanos()).isZero();
  }

  @Test
  void tellsAgainWhileItLasts() {
    for (int i = 0; i < 25; i++) {
      sample(Seen.pid(2).blockedBy(1).now());
    }

    assertThat(reports)
        .extracting(Report::phase)
        .containsExactly(Phase.STARTED, Phase.ONGOING, Phase.ONGOING);
    assertThat(reports.get(2).victimSeconds()).isEqualTo(21.0);
  }

  @Test
  void rootThatBeginsToWaitEndsItsEpisode() {
    sample(Seen.pid(2).blockedBy(1).now());
    sample(Seen.pid(2).blockedBy(1).now(), Seen.pid(1).startedAt(0).blockedBy(7).now());

    assertThat(reports)
        .extracting(Report::phase)
        .containsExactly(Phase.STARTED, Phase.ENDED, Phase.STARTED);
    assertThat(reports.get(2).tree().root().pid()).isEqualTo(7);
  }

  @Test
  void followsNoMoreThanItMay() {
    sample(
        Seen.pid(11).blockedBy(1).now(),
        Seen.pid(12).blockedBy(2).now(),
        Seen.pid(13).blockedBy(3).now());

    assertThat(episodes.open()).isEqualTo(2);
    assertThat(episodes.evictions()).isEqualTo(1);
  }

  private void sample(SessionObservation... seen) {
    episodes.observe(BlockingForest.of(List.of(seen)), second++, 1.0);
  }
}
