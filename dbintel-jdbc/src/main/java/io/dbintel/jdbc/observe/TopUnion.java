package io.dbintel.jdbc.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Those that lead by any of several measures. Ties are broken by a total order, so that the same
 * input gives the same output. O(n · m · log k) in time, O(m · k) in memory. Stateless.
 */
public final class TopUnion {
  private TopUnion() {}

  /**
   * The union of the first {@code k} by each measure, in {@code order}. Who has 0 or less by a
   * measure does not lead by it.
   *
   * @param order a total order: no two items are equal in it
   */
  public static <T> List<T> of(
      List<T> items, int k, List<ToDoubleFunction<T>> measures, Comparator<T> order) {
    Set<T> leading = new HashSet<>();
    for (ToDoubleFunction<T> measure : measures) {
      // The last of the queue's order is at its head, to be pushed out by a better one.
      Comparator<T> bestFirst = Comparator.comparingDouble(measure).reversed().thenComparing(order);
      PriorityQueue<T> best = new PriorityQueue<>(k + 1, bestFirst.reversed());
      for (T item : items) {
        if (measure.applyAsDouble(item) > 0) {
          best.add(item);
          if (best.size() > k) {
            T unused = best.poll();
          }
        }
      }
      leading.addAll(best);
    }
    List<T> sorted = new ArrayList<>(leading);
    sorted.sort(order);
    return sorted;
  }
}
