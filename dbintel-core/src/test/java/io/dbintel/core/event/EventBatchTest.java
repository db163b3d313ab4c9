package io.dbintel.core.event;

import static io.dbintel.core.toy.ToyEvents.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBatchTest {
  private final EventBatch.Control control = EventBatch.open("orders", "toy", 1, 100);
  private final EventBatch batch = control.batch();

  @Test
  void iterationToleratesDropsAndDoesNotShowWhatItAdds() {
    for (int i = 0; i < 4; i++) {
      control.collect(SAMPLE, i);
    }
    int shown = 0;
    for (DbEvent event : batch) {
      shown++;
      batch.add(SAMPLE);
      if (event.epochNanos() % 2 == 0) {
        batch.drop(event, "even");
      }
    }
    assertThat(shown).isEqualTo(4);
    assertThat(batch.size()).isEqualTo(6);
  }

  @Test
  void mergeMovesTheWeight() {
    DbEvent first = control.collect(SAMPLE, 1);
    batch.merge(control.collect(SAMPLE, 2), first);
    batch.merge(control.collect(SAMPLE, 3), first);
    assertThat(first.weight()).isEqualTo(3);
    assertThat(batch.size()).isEqualTo(1);
    BatchTally tally = control.takeTally();
    assertThat(tally.merged()).isEqualTo(2);
    assertThat(tally.netWeight()).isEqualTo(3);
  }

  @Test
  void mergesIntoADepartedEventAreCarriedUntilTheyAreSettled() {
    EventToken token = batch.token(control.collect(SAMPLE, 1));
    control.takeTally();
    control.close();
    EventBatch.Control later = EventBatch.open("orders", "toy", 2, 100);
    later.batch().merge(later.collect(SAMPLE, 2), token);
    later.batch().merge(later.collect(SAMPLE, 3), token);
    BatchTally merged = later.takeTally();
    assertThat(merged.net()).isZero();
    assertThat(merged.carriedWeight()).isEqualTo(2);
    DbEvent settled = later.batch().settle(token);
    assertThat(settled.weight()).isEqualTo(2);
    BatchTally tally = later.takeTally();
    assertThat(tally.carriedWeight()).isEqualTo(-2);
    assertThat(tally.createdWeight()).isZero();
    assertThat(token.carriedWeight()).isZero();
    assertThatThrownBy(() -> later.batch().settle(token)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatLeftCannotBeTouchedAgain() {
    DbEvent event = control.collect(SAMPLE, 1);
    batch.drop(event, "once");
    assertThatThrownBy(() -> batch.drop(event, "twice")).isInstanceOf(IllegalStateException.class);
    DbEvent other = control.collect(SAMPLE, 1);
    assertThatThrownBy(() -> batch.merge(other, event)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> batch.merge(other, other))
        .isInstanceOf(IllegalArgumentException.class);
    control.close();
    assertThatThrownBy(() -> batch.add(SAMPLE)).isInstanceOf(IllegalStateException.class);
  }

  /**
   * What left is remembered until the stage is done: a loop of adding and dropping filled the heap.
   */
  @Test
  void aStageMayReplaceAsManyAsTheLimitAndTheNextAsManyAgain() {
    for (int i = 0; i < 100; i++) {
      control.collect(SAMPLE, i);
    }
    for (String stage : List.of("first", "second", "third")) {
      control.enterStage(stage);
      for (DbEvent event : batch) {
        batch.drop(event, "replaced");
        batch.add(SAMPLE, event.epochNanos() + 1);
      }
      assertThat(batch.size()).as(stage).isEqualTo(100);
      DbEvent any = batch.iterator().next();
      batch.drop(any, "replaced");
      assertThat(control.isFull()).as(stage).isTrue();
      assertThat(control.room()).as(stage).isZero();
      assertThatThrownBy(() -> batch.add(SAMPLE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("limit of 100");
      control.enterStage("between");
      batch.add(SAMPLE);
    }
    assertThat(control.takeTally().net()).isEqualTo(100);
    assertThat(control.close()).hasSize(100);
  }

  @Test
  void refusesMoreThanItsLimit() {
    for (int i = 0; i < 100; i++) {
      batch.add(SAMPLE);
    }
    assertThat(control.isFull()).isTrue();
    assertThatThrownBy(() -> batch.add(SAMPLE)).hasMessageContaining("limit of 100");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void countsAndWeightsAddUpAfterAnyMoves(long seed) {
    Random random = new Random(seed);
    EventBatch.Control any = EventBatch.open("orders", "toy", 1, 10_000);
    List<EventToken> tokens = new ArrayList<>();
    List<DbEvent> here = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      if (here.isEmpty()) {
        here.add(any.collect(SAMPLE, i));
      }
      DbEvent event = here.get(random.nextInt(here.size()));
      switch (random.nextInt(7)) {
        case 0 -> here.add(any.collect(SAMPLE, i));
        case 1 -> here.add(any.batch().add(SAMPLE));
        case 2 -> {
          any.batch().drop(event, "r" + random.nextInt(3));
          here.remove(event);
        }
        case 3 -> {
          DbEvent into = here.get(random.nextInt(here.size()));
          if (into != event) {
            any.batch().merge(event, into);
            here.remove(event);
          }
        }
        case 4 -> any.batch().reweigh(event, random.nextInt(50) / 4.0);
        case 5 -> {
          if (tokens.isEmpty() || random.nextBoolean()) {
            tokens.add(any.batch().token(event));
          } else {
            EventToken token = tokens.get(random.nextInt(tokens.size()));
            if (any.batch().token(event) != token) {
              any.batch().merge(event, token);
              here.remove(event);
            }
          }
        }
        default -> {
          for (EventToken token : tokens) {
            if (token.carriedEvents() > 0 && random.nextBoolean()) {
              here.add(any.batch().settle(token));
            } else {
              any.batch().forfeit(token, "old");
            }
          }
        }
      }
    }
    BatchTally tally = any.takeTally();
    double weight = 0;
    for (DbEvent event : any.batch()) {
      weight += event.weight();
    }
    assertThat(tally.net()).isEqualTo(any.batch().size());
    assertThat(tally.netWeight()).isCloseTo(weight, Offset.offset(1e-6));
  }
}
