package io.dbintel.jdbc.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a {@link BlockingForest} of one sample, in passes that are each linear in sessions and
 * edges: sessions become nodes and blockers become edges; a breadth-first walk from all roots at
 * once gives each waiter its place; what no root reaches hangs on a ring, and is entered at a
 * member of it; peeling off whoever waits for nobody unpeeled leaves what is in or behind a ring.
 */
final class ForestPlanter {
  private static final int NONE = -1;

  private final List<SessionObservation> nodes;
  private final Map<Integer, Integer> nodeOfPid = new HashMap<>();

  // Edge e: node waiter[e] waits for node blocker[e].
  private int[] waiter = new int[16];
  private int[] blocker = new int[16];
  private int edges;

  // Edges grouped by blocker: those of node n are byBlocker[first[n] .. first[n + 1] - 1].
  private int[] first = {};
  private int[] byBlocker = {};
  private int[] waitsFor = {};
  private int[] anyBlocker = {};

  private int[] parent = {};
  private int[] depth = {};
  private int[] root = {};
  private int[] order = {};
  private int placed;

  ForestPlanter(List<SessionObservation> sample) {
    this.nodes = new ArrayList<>(sample);
    for (int i = 0; i < sample.size(); i++) {
      nodeOfPid.putIfAbsent(sample.get(i).pid(), i);
    }
    for (int i = 0; i < sample.size(); i++) {
      addEdges(sample.get(i));
    }
  }

  BlockingForest plant() {
    groupByBlocker();
    place();
    boolean[] behindRing = behindRing();
    return new BlockingForest(trees(behindRing), blockers());
  }

  private void addEdges(SessionObservation session) {
    if (session.blockers().isEmpty()) {
      return;
    }
    int who = nodeOf(session.leaderPid() == 0 ? session.pid() : session.leaderPid());
    for (int pid : session.blockers()) {
      int whom = nodeOf(pid);
      int leader = nodes.get(whom).leaderPid();
      whom = leader == 0 ? whom : nodeOf(leader);
      if (who == whom) {
        continue;
      }
      if (edges == waiter.length) {
        waiter = Arrays.copyOf(waiter, edges * 2);
        blocker = Arrays.copyOf(blocker, edges * 2);
      }
      waiter[edges] = who;
      blocker[edges] = whom;
      edges++;
    }
  }

  /**
   * The node of a session; one that the sample does not show gets a node with nothing but its id.
   */
  private int nodeOf(int pid) {
    Integer known = nodeOfPid.putIfAbsent(pid, nodes.size());
    if (known != null) {
      return known;
    }
    SessionKey key = pid == 0 ? SessionKey.NO_SESSION : new SessionKey(pid, 0);
    nodes.add(SessionObservation.of(key, SessionState.UNKNOWN, Wait.NONE));
    return nodes.size() - 1;
  }

  private void groupByBlocker() {
    int n = nodes.size();
    first = new int[n + 1];
    waitsFor = new int[n];
    anyBlocker = new int[n];
    Arrays.fill(anyBlocker, NONE);
    for (int e = 0; e < edges; e++) {
      first[blocker[e] + 1]++;
      waitsFor[waiter[e]]++;
      if (anyBlocker[waiter[e]] == NONE) {
        anyBlocker[waiter[e]] = blocker[e];
      }
    }
    for (int i = 0; i < n; i++) {
      first[i + 1] += first[i];
    }
    int[] next = Arrays.copyOf(first, n);
    byBlocker = new int[edges];
    for (int e = 0; e < edges; e++) {
      byBlocker[next[blocker[e]]++] = waiter[e];
    }
  }

  private void place() {
    int n = nodes.size();
    parent = new int[n];
    depth = new int[n];
    root = new int[n];
    order = new int[n];
    Arrays.fill(root, NONE);
    for (int i = 0; i < n; i++) {
      if (waitsFor[i] == 0 && first[i] < first[i + 1]) {
        placeRoot(i);
      }
    }
    walk(0);
    int[] seenOnWay = new int[n];
    for (int i = 0; i < n; i++) {
      if (waitsFor[i] > 0 && root[i] == NONE) {
        int from = placed;
        placeRoot(memberOfRing(i, i + 1, seenOnWay));
        walk(from);
      }
    }
  }

  private void placeRoot(int node) {
    parent[node] = NONE;
    root[node] = node;
    order[placed++] = node;
  }

  private void walk(int from) {
    for (int i = from; i < placed; i++) {
      int whom = order[i];
      for (int e = first[whom]; e < first[whom + 1]; e++) {
        int who = byBlocker[e];
        if (root[who] == NONE) {
          parent[who] = whom;
          depth[who] = depth[whom] + 1;
          root[who] = root[whom];
          order[placed++] = who;
        }
      }
    }
  }

  /**
   * Follows first blockers from an unplaced waiter until one comes again. Everybody on the way is
   * unplaced too (a placed blocker would have placed its waiter), and is placed by the walk that
   * follows, so that all ways together are linear.
   */
  private int memberOfRing(int start, int way, int[] seenOnWay) {
    int node = start;
    while (seenOnWay[node] != way) {
      seenOnWay[node] = way;
      node = anyBlocker[node];
    }
    return node;
  }

  private boolean[] behindRing() {
    int[] left = waitsFor.clone();
    ArrayDeque<Integer> free = new ArrayDeque<>();
    boolean[] behind = new boolean[nodes.size()];
    for (int i = 0; i < left.length; i++) {
      behind[i] = left[i] > 0;
      if (!behind[i]) {
        free.add(i);
      }
    }
    while (!free.isEmpty()) {
      int whom = free.remove();
      for (int e = first[whom]; e < first[whom + 1]; e++) {
        int who = byBlocker[e];
        left[who]--;
        if (left[who] == 0) {
          behind[who] = false;
          free.add(who);
        }
      }
    }
    return behind;
  }

  private List<BlockingTree> trees(boolean[] behindRing) {
    Map<Integer, Sapling> saplings = new HashMap<>();
    int[] place = new int[nodes.size()];
    for (int i = 0; i < placed; i++) {
      int node = order[i];
      Sapling tree = saplings.computeIfAbsent(root[node], r -> new Sapling());
      int above = parent[node] == NONE ? NONE : place[parent[node]];
      place[node] = tree.add(nodes.get(node), above, depth[node], behindRing[node]);
    }
    List<BlockingTree> trees = new ArrayList<>(saplings.size());
    for (Sapling sapling : saplings.values()) {
      trees.add(sapling.grown());
    }
    trees.sort(
        Comparator.comparingInt(BlockingTree::victims)
            .reversed()
            .thenComparingInt(tree -> tree.root().pid()));
    return List.copyOf(trees);
  }

  private Map<Integer, Integer> blockers() {
    Map<Integer, Integer> blockerOf = new HashMap<>();
    for (int i = 0; i < placed; i++) {
      int node = order[i];
      int whom = parent[node] == NONE ? anyBlocker[node] : parent[node];
      if (whom != NONE) {
        blockerOf.put(nodes.get(node).pid(), nodes.get(whom).pid());
      }
    }
    return blockerOf;
  }

  /** A tree while it grows; its nodes come in the order of their depth. */
  private static final class Sapling {
    private final List<BlockingTree.Node> nodes = new ArrayList<>();
    private int depth;
    private int width;
    private int atThisDepth;
    private boolean cyclic;

    int add(SessionObservation session, int parent, int atDepth, boolean behindRing) {
      atThisDepth = atDepth == depth ? atThisDepth + 1 : 1;
      depth = atDepth;
      if (atDepth > 0) {
        width = Math.max(width, atThisDepth);
      }
      cyclic |= behindRing;
      nodes.add(new BlockingTree.Node(session, parent, atDepth));
      return nodes.size() - 1;
    }

    BlockingTree grown() {
      return new BlockingTree(nodes, depth, width, cyclic);
    }
  }
}
