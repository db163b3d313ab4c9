package io.dbintel.jdbc.observe;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows each root of blocking from the sample in which somebody first waits for it to the one in
 * which nobody does any more, and adds up what its victims lost: victim-seconds.
 *
 * <p>An episode is told when it starts, at intervals while it lasts, and when it ends. At most a
 * given number of episodes is followed; beyond, the one that began first is ended early and
 * counted. Belongs to one writer; not thread-safe. Linear in trees.
 */
public final class BlockingEpisodes {

  /** Where an episode is. */
  public enum Phase {
    /** Somebody waits for the root for the first time. */
    STARTED("started"),
    /** It lasts. */
    ONGOING("ongoing"),
    /** Nobody waits for the root any more, or the root waits itself. */
    ENDED("ended");

    private final String label;

    Phase(String label) {
      this.label = label;
    }

    /** The name in attributes. */
    public String label() {
      return label;
    }
  }

  /**
   * An episode, as far as it went.
   *
   * @param tree how it looked when it was last seen
   * @param phase where it is
   * @param beginEpochNanos when it was first seen, on the wall
   * @param seconds how long it has lasted, as {@link ObservedTime} estimates it
   * @param victimSeconds what its victims lost together since it began, in seconds
   * @param peakVictims how many sessions waited at the same time at most
   * @param peakDepth how deep the tree was at most
   */
  public record Report(
      BlockingTree tree,
      Phase phase,
      long beginEpochNanos,
      double seconds,
      double victimSeconds,
      int peakVictims,
      int peakDepth) {}

  private final Map<SessionKey, Episode> episodes = new LinkedHashMap<>();
  private final int maxEpisodes;
  private final double tellEverySeconds;
  private final Consumer<Report> out;
  private long evictions;

  /**
   * Begins with no episode.
   *
   * @param maxEpisodes how many are followed at most, at least 1
   * @param tellEverySeconds after how many seconds one that lasts is told again, above 0
   * @param out where reports go
   */
  public BlockingEpisodes(int maxEpisodes, double tellEverySeconds, Consumer<Report> out) {
    if (maxEpisodes < 1 || !(tellEverySeconds > 0)) {
      throw new IllegalArgumentException(
          "maxEpisodes must be at least 1 and tellEverySeconds above 0 but were "
              + maxEpisodes
              + " and "
              + tellEverySeconds);
    }
    this.maxEpisodes = maxEpisodes;
    this.tellEverySeconds = tellEverySeconds;
    this.out = out;
  }

  /**
   * Takes note of a sample.
   *
   * @param forest who waits for whom
   * @param epochNanos when the sample was taken, on the wall
   * @param seconds how many seconds it stands for
   */
  public void observe(BlockingForest forest, long epochNanos, double seconds) {
    endThoseNotIn(forest);
    for (BlockingTree tree : forest.trees()) {
      Episode known = episodes.get(tree.root().session());
      if (known == null) {
        makeRoom();
        Episode fresh = new Episode(tree, epochNanos);
        episodes.put(tree.root().session(), fresh);
        fresh.extend(tree, seconds);
        fresh.tell(Phase.STARTED);
        continue;
      }
      known.extend(tree, seconds);
      if (known.sinceTold >= tellEverySeconds) {
        known.tell(Phase.ONGOING);
      }
    }
  }

  /** Tells every episode that grew since it was last told; all of them go on. */
  public void tellAll() {
    for (Episode episode : episodes.values()) {
      if (episode.sinceTold > 0) {
        episode.tell(Phase.ONGOING);
      }
    }
  }

  /** How many episodes are followed now. */
  public int open() {
    return episodes.size();
  }

  /** How many episodes were ended early because too many were followed. */
  public long evictions() {
    return evictions;
  }

  private void endThoseNotIn(BlockingForest forest) {
    if (episodes.isEmpty()) {
      return;
    }
    Set<SessionKey> roots = new HashSet<>();
    for (BlockingTree tree : forest.trees()) {
      roots.add(tree.root().session());
    }
    Iterator<Map.Entry<SessionKey, Episode>> all = episodes.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<SessionKey, Episode> entry = all.next();
      if (!roots.contains(entry.getKey())) {
        all.remove();
        entry.getValue().tell(Phase.ENDED);
      }
    }
  }

  private void makeRoom() {
    if (episodes.size() < maxEpisodes) {
      return;
    }
    Iterator<Episode> all = episodes.values().iterator();
    Episode oldest = all.next();
    all.remove();
    evictions++;
    oldest.tell(Phase.ENDED);
  }

  private final class Episode {
    private final long beginEpochNanos;
    private BlockingTree tree;
    private double seconds;
    private double victimSeconds;
    private double sinceTold;
    private int peakVictims;
    private int peakDepth;

    Episode(BlockingTree tree, long beginEpochNanos) {
      this.tree = tree;
      this.beginEpochNanos = beginEpochNanos;
    }

    void extend(BlockingTree now, double sampleSeconds) {
      tree = now;
      seconds += sampleSeconds;
      sinceTold += sampleSeconds;
      victimSeconds += sampleSeconds * now.victims();
      peakVictims = Math.max(peakVictims, now.victims());
      peakDepth = Math.max(peakDepth, now.depth());
    }

    void tell(Phase phase) {
      sinceTold = 0;
      out.accept(
          new Report(tree, phase, beginEpochNanos, seconds, victimSeconds, peakVictims, peakDepth));
    }
  }
}
