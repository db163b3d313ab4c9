package io.dbintel.jdbc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingForestTest {

  @Test
  void nobodyWaitsInAnEmptyForest() {
    BlockingForest forest = BlockingForest.of(List.of(Seen.pid(1).now()));

    assertThat(forest.isEmpty()).isTrue();
    assertThat(forest.victims()).isZero();
    assertThat(forest.depth()).isZero();
    assertThat(forest.blockerOf(1)).isEqualTo(-1);
  }

  @Test
  void idleInTransactionIsARoot() {
    BlockingTree tree =
        onlyTree(
            Seen.pid(1).state(SessionState.IDLE_IN_TRANSACTION).waits("Client", "ClientRead").now(),
            Seen.pid(2).blockedBy(1).now());

    assertThat(tree.root().pid()).isEqualTo(1);
    assertThat(tree.root().state()).isEqualTo(SessionState.IDLE_IN_TRANSACTION);
    assertThat(tree.depth()).isEqualTo(1);
    assertThat(tree.width()).isEqualTo(1);
    assertThat(tree.victims()).isEqualTo(1);
    assertThat(tree.cyclic()).isFalse();
    assertThat(tree.longestWaitSeconds()).isEqualTo(1.0);
  }

  @Test
  void chainIsAsDeepAsItIsLong() {
    BlockingTree tree =
        onlyTree(
            Seen.pid(5).blockedBy(4).now(),
            Seen.pid(4).blockedBy(3).now(),
            Seen.pid(3).blockedBy(2).now(),
            Seen.pid(2).blockedBy(1).now(),
            Seen.pid(1).now());

    assertThat(tree.root().pid()).isEqualTo(1);
    assertThat(tree.depth()).isEqualTo(4);
    assertThat(tree.width()).isEqualTo(1);
    assertThat(tree.nodes())
        .extracting(node -> node.session().pid())
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(tree.nodes()).extracting(BlockingTree.Node::parent).containsExactly(-1, 0, 1, 2, 3);
  }

  @Test
  void whoQueuesBehindOthersStandsBelowTheHolder() {
    // pg_blocking_pids names the holder and whoever waits in front.
    BlockingTree tree =
        onlyTree(
            Seen.pid(1).now(),
            Seen.pid(2).blockedBy(1).now(),
            Seen.pid(3).blockedBy(2, 1).now(),
            Seen.pid(4).blockedBy(3, 2, 1).now());

    assertThat(tree.depth()).isEqualTo(1);
    assertThat(tree.width()).isEqualTo(3);
    assertThat(tree.cyclic()).isFalse();
  }

  @Test
  void preparedTransactionIsARootWithoutASession() {
    BlockingTree tree = onlyTree(Seen.pid(2).blockedBy(0).now());

    assertThat(tree.isRootPrepared()).isTrue();
    assertThat(tree.root().session()).isEqualTo(SessionKey.NO_SESSION);
  }

  @Test
  void blockerThatIsGoneIsARootKnownByItsIdOnly() {
    BlockingTree tree = onlyTree(Seen.pid(2).blockedBy(99).now());

    assertThat(tree.root().session()).isEqualTo(new SessionKey(99, 0));
    assertThat(tree.root().state()).isEqualTo(SessionState.UNKNOWN);
  }

  @Test
  void parallelWorkersStandForTheirLeader() {
    BlockingForest forest =
        BlockingForest.of(
            List.of(
                Seen.pid(1).now(),
                Seen.pid(10).blockedBy(1).now(),
                Seen.pid(11).helps(10).blockedBy(1, 10).now(),
                Seen.pid(12).helps(10).now(),
                Seen.pid(20).blockedBy(12).now()));

    assertThat(forest.trees()).hasSize(1);
    assertThat(forest.victims()).isEqualTo(2);
    assertThat(forest.blockerOf(20)).isEqualTo(10);
    assertThat(forest.trees().get(0).cyclic()).isFalse();
  }

  @Test
  void ringIsReportedAndEnteredAtAMember() {
    BlockingTree tree =
        onlyTree(
            Seen.pid(9).blockedBy(1).now(),
            Seen.pid(1).blockedBy(2).now(),
            Seen.pid(2).blockedBy(3).now(),
            Seen.pid(3).blockedBy(1).now());

    assertThat(tree.cyclic()).isTrue();
    assertThat(tree.root().pid()).isIn(1, 2, 3);
    assertThat(tree.nodes()).hasSize(4);
  }

  @Test
  void ringBehindARootIsReportedToo() {
    BlockingTree tree =
        onlyTree(
            Seen.pid(1).now(), Seen.pid(2).blockedBy(1, 3).now(), Seen.pid(3).blockedBy(2).now());

    assertThat(tree.root().pid()).isEqualTo(1);
    assertThat(tree.cyclic()).isTrue();
  }

  @Test
  void whoWaitsForItselfOnlyWaitsForNobody() {
    assertThat(BlockingForest.of(List.of(Seen.pid(1).blockedBy(1).now())).isEmpty()).isTrue();
  }

  @Test
  void treesWithMostVictimsComeFirst() {
    BlockingForest forest =
        BlockingForest.of(
            List.of(
                Seen.pid(2).blockedBy(1).now(),
                Seen.pid(4).blockedBy(3).now(),
                Seen.pid(5).blockedBy(3).now()));

    assertThat(forest.trees()).extracting(tree -> tree.root().pid()).containsExactly(3, 1);
    assertThat(forest.depth()).isEqualTo(1);
  }

  @Test
  @Timeout(20)
  void hundredThousandSessionsInOneChainOneRingAndOneFan() {
    int n = 100_000;
    List<SessionObservation> chain = new ArrayList<>();
    List<SessionObservation> ring = new ArrayList<>();
    List<SessionObservation> fan = new ArrayList<>();
    for (int i = 2; i <= n; i++) {
      chain.add(Seen.pid(i).blockedBy(i - 1).now());
      ring.add(Seen.pid(i).blockedBy(i - 1).now());
      fan.add(Seen.pid(i).blockedBy(1).now());
    }
    ring.add(Seen.pid(1).blockedBy(n).now());

    assertThat(BlockingForest.of(chain).depth()).isEqualTo(n - 1);
    assertThat(BlockingForest.of(ring).trees()).singleElement().matches(BlockingTree::cyclic);
    assertThat(BlockingForest.of(fan).trees().get(0).width()).isEqualTo(n - 1);
  }

  /** Against a brute-force reading of the same graph. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheOracle(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int n = random.nextInt(2, 12);
      Map<Integer, Set<Integer>> waitsFor = new HashMap<>();
      List<SessionObservation> sample = new ArrayList<>();
      for (int pid = 1; pid <= n; pid++) {
        Set<Integer> blockers = new HashSet<>();
        for (int k = random.nextInt(3); k > 0; k--) {
          blockers.add(random.nextInt(n + 1));
        }
        sample.add(
            blockers.isEmpty()
                ? Seen.pid(pid).now()
                : Seen.pid(pid).blockedBy(blockers.toArray(Integer[]::new)).now());
        blockers.remove(pid);
        if (!blockers.isEmpty()) {
          waitsFor.put(pid, blockers);
        }
      }
      check(BlockingForest.of(sample), waitsFor);
    }
  }

  private static void check(BlockingForest forest, Map<Integer, Set<Integer>> waitsFor) {
    Set<Integer> placed = new HashSet<>();
    for (BlockingTree tree : forest.trees()) {
      boolean rooted = !waitsFor.containsKey(tree.root().pid());
      int[] atDepth = new int[tree.nodes().size()];
      for (BlockingTree.Node node : tree.nodes()) {
        int pid = node.session().pid();
        assertThat(placed.add(pid)).as("%s stands once", pid).isTrue();
        atDepth[node.depth()]++;
        if (node.parent() >= 0) {
          BlockingTree.Node above = tree.nodes().get(node.parent());
          assertThat(waitsFor.get(pid)).contains(above.session().pid());
          assertThat(node.depth()).isEqualTo(above.depth() + 1);
          if (rooted) {
            assertThat(node.depth()).isEqualTo(stepsToARoot(pid, waitsFor));
          }
        }
      }
      if (!rooted) {
        assertThat(reaches(tree.root().pid(), waitsFor)).contains(tree.root().pid());
        assertThat(tree.cyclic()).isTrue();
      }
      boolean ring = false;
      for (BlockingTree.Node node : tree.nodes()) {
        for (int other : reaches(node.session().pid(), waitsFor)) {
          ring |= reaches(other, waitsFor).contains(other);
        }
      }
      assertThat(tree.cyclic()).isEqualTo(ring);
      int widest = 0;
      for (int d = 1; d < atDepth.length; d++) {
        widest = Math.max(widest, atDepth[d]);
      }
      assertThat(tree.width()).isEqualTo(widest);
    }
    assertThat(placed).containsAll(waitsFor.keySet());
  }

  private static int stepsToARoot(int pid, Map<Integer, Set<Integer>> waitsFor) {
    Set<Integer> at = Set.of(pid);
    for (int steps = 0; ; steps++) {
      Set<Integer> next = new HashSet<>();
      for (int one : at) {
        if (!waitsFor.containsKey(one)) {
          return steps;
        }
        next.addAll(waitsFor.get(one));
      }
      at = next;
    }
  }

  private static Set<Integer> reaches(int pid, Map<Integer, Set<Integer>> waitsFor) {
    Set<Integer> reached = new HashSet<>(waitsFor.getOrDefault(pid, Set.of()));
    boolean more = true;
    while (more) {
      Set<Integer> next = new HashSet<>(reached);
      reached.forEach(one -> next.addAll(waitsFor.getOrDefault(one, Set.of())));
      more = reached.addAll(next);
    }
    return reached;
  }

  private static BlockingTree onlyTree(SessionObservation... sample) {
    BlockingForest forest = BlockingForest.of(List.of(sample));
    assertThat(forest.trees()).hasSize(1);
    return forest.trees().get(0);
  }
}
