package io.dbintel.processors.plan;

import io.dbintel.core.event.RawPlan.Format;
import io.dbintel.processors.plan.UnreadablePlanException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a plan together from what a parser finds, and is the one place where the text of a plan
 * becomes what may be kept of it. Properties are said of the innermost thing that is open.
 *
 * <p>Used for one plan after another; not thread-safe. A parser begins with {@link #begin()}.
 */
final class PlanBuilder {
  private static final int MAX_NAME = 256;
  private static final int MAX_UNKNOWN_NAMES = 32;

  private final PlanLimits limits;
  private final ExpressionRedaction redaction;
  private final NamePool names = new NamePool();
  private final CharRegion region = new CharRegion();
  private final List<FactsScratch> scratches = new ArrayList<>();
  private final List<Object> texts = new ArrayList<>();

  private PlanNode[] nodes = new PlanNode[16];
  private QueryPlan.Nodes family = new QueryPlan.Nodes();
  private int nodeCount;
  private int open;
  private int nodeDepth;
  private int maxDepth;
  private int unknown;
  private @Nullable String queryText;

  PlanBuilder(PlanLimits limits, ExpressionRedaction redaction) {
    this.limits = limits;
    this.redaction = redaction;
  }

  /** Forgets the last plan, whatever became of it, and opens the whole of the next one. */
  void begin() {
    Arrays.fill(nodes, 0, Math.min(nodes.length, nodeCount), null);
    if (nodes.length > 4096) {
      nodes = new PlanNode[16];
    }
    family = new QueryPlan.Nodes();
    nodeCount = 0;
    open = 0;
    nodeDepth = 0;
    maxDepth = 0;
    unknown = 0;
    queryText = null;
    openGroup();
  }

  /** The plan, all that was opened being closed but the whole. */
  QueryPlan finish(String system, Format format) throws UnreadablePlanException {
    if (nodeCount == 0) {
      throw new UnreadablePlanException(Reason.NOT_A_PLAN, "there is no node in it");
    }
    PlanFacts facts = closeGroup();
    family.fill(Arrays.copyOf(nodes, nodeCount));
    return new QueryPlan(system, format, family, facts, maxDepth, unknown, queryText);
  }

  // --- things

  void openNode() throws UnreadablePlanException {
    if (++nodeDepth > limits.maxDepth()) {
      throw new UnreadablePlanException(
          Reason.TOO_DEEP,
          "more than " + limits.maxDepth() + " nodes of the plan stand one under the other");
    }
    maxDepth = Math.max(maxDepth, nodeDepth);
    int parent = nodeDepth == 1 ? -1 : current().index;
    FactsScratch scratch = push();
    scratch.index = nodeCount++;
    scratch.parent = parent;
    if (nodeCount > nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * nodes.length);
    }
  }

  void closeNode() {
    FactsScratch scratch = current();
    int subtree = nodeCount - scratch.index;
    PlanNode.Shape shape = new PlanNode.Shape(scratch.index, nodeDepth, scratch.parent, subtree);
    nodes[scratch.index] = scratch.toNode(shape, family);
    open--;
    nodeDepth--;
  }

  void openGroup() {
    push();
  }

  PlanFacts closeGroup() {
    PlanFacts facts = current().toFacts();
    open--;
    return facts;
  }

  /** What is said of the innermost thing so far. */
  FactsScratch current() {
    return scratches.get(open - 1);
  }

  private FactsScratch push() {
    if (open == scratches.size()) {
      scratches.add(new FactsScratch());
    }
    FactsScratch scratch = scratches.get(open++);
    scratch.clear();
    return scratch;
  }

  int nodeDepth() {
    return nodeDepth;
  }

  int nodeCount() {
    return nodeCount;
  }

  // --- properties

  /** Keeps a number; one beyond what a double holds is none that a server counts. */
  void number(PlanKey key, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (value != 0 || key.kind() == PlanKey.Kind.NUMBER) {
      current().number(key, value);
    }
  }

  void flag(PlanKey key, boolean value) {
    number(key, value ? 1 : 0);
  }

  void group(PlanKey key, PlanFacts facts) {
    if (facts.size() > 0) {
      current().value(key, facts);
    }
  }

  void groups(PlanKey key, List<PlanFacts> groups) {
    if (!groups.isEmpty()) {
      current().value(key, groups.toArray(new PlanFacts[0]));
    }
  }

  /** A word, a name, an identifier or an expression, by the kind of the key. */
  void text(PlanKey key, char[] buffer, int offset, int length) {
    current().value(key, shown(key, buffer, offset, length));
  }

  void text(PlanKey key, String value) {
    char[] characters = value.toCharArray();
    text(key, characters, 0, characters.length);
  }

  /** A value of the server's own words, which needs no check. */
  void word(PlanKey key, String value) {
    current().value(key, value);
  }

  void beginTexts() {
    texts.clear();
  }

  void addText(PlanKey key, char[] buffer, int offset, int length) {
    texts.add(shown(key, buffer, offset, length));
  }

  void addText(PlanKey key, String value) {
    char[] characters = value.toCharArray();
    addText(key, characters, 0, characters.length);
  }

  void endTexts(PlanKey key) {
    if (!texts.isEmpty()) {
      boolean sql = key.kind() == PlanKey.Kind.EXPRESSIONS;
      current().value(key, texts.toArray(sql ? new PlanExpression[0] : new String[0]));
    }
  }

  void setting(String name, String value) {
    String shownName = PlanWords.isName(name) ? name : PlanWords.REDACTED;
    String shownValue = PlanWords.isSettingValue(value) ? value : PlanWords.REDACTED;
    current().value(PlanKey.SETTINGS, new String[] {shownName + " = " + shownValue});
  }

  /** Keeps the statement for whoever normalises it. It is not a part of the plan. */
  void queryText(String text) {
    queryText = text;
  }

  /** Counts a property that is not known, or has a value of another kind than is known. */
  void unknown(String name) {
    if (unknown++ < MAX_UNKNOWN_NAMES) {
      String shown = PlanWords.isName(name) ? name : PlanWords.REDACTED;
      current().value(PlanKey.UNKNOWN, new String[] {shown});
    }
  }

  private Object shown(PlanKey key, char[] buffer, int offset, int length) {
    return switch (key.kind()) {
      case EXPRESSION, EXPRESSIONS -> redaction.redact(region.of(buffer, offset, length));
      case NAME -> length <= MAX_NAME ? names.of(buffer, offset, length) : PlanWords.REDACTED;
      case IDENTIFIER ->
          PlanWords.isInteger(buffer, offset, length)
              ? new String(buffer, offset, length)
              : PlanWords.REDACTED;
      default ->
          PlanWords.isWord(buffer, offset, length)
              ? names.of(buffer, offset, length)
              : PlanWords.REDACTED;
    };
  }
}
