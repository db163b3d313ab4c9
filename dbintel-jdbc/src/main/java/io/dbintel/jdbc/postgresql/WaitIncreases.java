package io.dbintel.jdbc.postgresql;

import io.dbintel.jdbc.observe.Wait;
import io.dbintel.jdbc.postgresql.WaitProfile.Place;
import java.util.HashMap;
import java.util.Map;

/**
 * By how much a profile rose from one reading to the next, without our own processes and without
 * processes of the server that idle.
 *
 * <p>The extension does not say when its profile was reset. It is reset as a whole and no entry
 * ever leaves it, so if one fell or is gone, all began anew; the server's own processes wait all
 * the time, so that they show a reset unless the profile was as young before it.
 *
 * @param samples by place, of all processes, none that is 0
 * @param reset whether the profile began anew in between: what came between the earlier reading and
 *     that is lost
 */
record WaitIncreases(Map<Place, Long> samples, boolean reset) {

  /**
   * Compares.
   *
   * @param began whether the profile is known to have begun anew
   */
  static WaitIncreases between(WaitProfile earlier, WaitProfile now, boolean began) {
    boolean reset = began || hasFallen(earlier, now);
    Map<Place, Long> risen = new HashMap<>();
    now.samples()
        .forEach(
            (place, count) -> {
              long rise = reset ? count : Math.max(0, count - earlier.at(place));
              if (place.ownPid() == WaitProfile.ALL) {
                risen.merge(place, rise, Long::sum);
              } else if (earlier.isOwn(place.ownPid())) {
                // Whose number this was before it was ours is not known, so it is ours from then.
                risen.merge(place.ofAll(), -rise, Long::sum);
              }
            });
    risen.entrySet().removeIf(one -> one.getValue() <= 0 || isIdle(one.getKey().waited()));
    return new WaitIncreases(risen, reset);
  }

  private static boolean hasFallen(WaitProfile earlier, WaitProfile now) {
    return earlier.samples().entrySet().stream()
        .anyMatch(
            one ->
                one.getKey().ownPid() == WaitProfile.ALL && now.at(one.getKey()) < one.getValue());
  }

  private static boolean isIdle(Wait waited) {
    return waited.type().equals(Wait.ACTIVITY);
  }

  /** By wait, whatever ran. */
  Map<Wait, Long> byWait() {
    Map<Wait, Long> sums = new HashMap<>();
    samples.forEach((place, count) -> sums.merge(place.waited(), count, Long::sum));
    return sums;
  }
}
