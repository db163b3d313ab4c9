package io.dbintel.jdbc.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up samples until a measurement is due, so that it says what happened since the one before
 * and not only at its instant. Belongs to one writer; not thread-safe. There are few different
 * keys: states, wait classes and kinds are fixed sets on the server. {@value #MAX_KEYS} are kept
 * apart; of what is beyond, the wait class becomes {@value #OTHER}, so that no session is lost.
 */
public final class SessionAverages {
  private static final int MAX_KEYS = 256;
  private static final String OTHER = "other";

  /** What is counted apart. */
  public record Key(SessionState state, String waitClass, BackendKind kind) {}

  /** How many sessions there were on average. */
  public record Average(Key key, double sessions) {}

  private final Map<Key, Double> seconds = new LinkedHashMap<>();
  private double observed;

  /** Adds a sample that stands for so many seconds. */
  public void add(List<SessionObservation> sample, double sampleSeconds) {
    observed += sampleSeconds;
    for (SessionObservation seen : sample) {
      if (seen.counts()) {
        add(new Key(seen.state(), seen.waitEvent().type(), seen.kind()), sampleSeconds);
      }
    }
  }

  /** Adds sessions that wait for their clients and are not told one by one. */
  public void addIdle(long sessions, double sampleSeconds) {
    if (sessions > 0) {
      Key key = new Key(SessionState.IDLE, Wait.NONE.type(), BackendKind.CLIENT);
      add(key, sessions * sampleSeconds);
    }
  }

  /** For how many seconds samples stand since the last {@link #take}. */
  public double observedSeconds() {
    return observed;
  }

  /** The averages since the last call; it starts anew. */
  public List<Average> take() {
    List<Average> averages = new ArrayList<>(seconds.size());
    seconds.forEach((key, sum) -> averages.add(new Average(key, sum / observed)));
    seconds.clear();
    observed = 0;
    return averages;
  }

  private void add(Key key, double amount) {
    boolean hasRoom = seconds.size() < MAX_KEYS || seconds.containsKey(key);
    seconds.merge(hasRoom ? key : new Key(key.state(), OTHER, key.kind()), amount, Double::sum);
  }
}
