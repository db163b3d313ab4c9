package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Who leads by any of several measures. */
final class TopUnionTest {
  private static final List<ToDoubleFunction<String>> MEASURES =
      List.of(
          text -> text.chars().filter(c -> c == 'a').count(),
          text -> text.chars().filter(c -> c == 'b').count());
  private static final Comparator<String> ORDER = Comparator.naturalOrder();

  @Test
  void whoLeadsByOneMeasureIsIn() {
    assertThat(TopUnion.of(List.of("aaa", "aa", "b", "x"), 1, MEASURES, ORDER))
        .containsExactly("aaa", "b");
  }

  @Test
  void whoHasNothingLeadsByNothing() {
    assertThat(TopUnion.of(List.of("x", "a"), 5, MEASURES, ORDER)).containsExactly("a");
  }

  @Test
  void tiesAreTheSameWhateverTheOrderOfTheInput() {
    List<String> items = new ArrayList<>(List.of("a1", "a2", "a3", "a4", "a5", "b1", "b2"));
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(items, new Random(i));
      assertThat(TopUnion.of(items, 2, MEASURES, ORDER)).containsExactly("a1", "a2", "b1", "b2");
    }
  }
}
