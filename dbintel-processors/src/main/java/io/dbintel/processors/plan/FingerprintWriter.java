package io.dbintel.processors.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what tells a plan from others in one canonical form and digests it. Partitions of a table
 * count as one: their names and their number change while the plan stays the same.
 *
 * <p>Used for one plan after another; not thread-safe.
 */
final class FingerprintWriter {
  private static final int DIGEST_BYTES = 16;

  /** The properties of the form and the letter of each, in which they never change. */
  private static final List<Letter> FORM =
      List.of(
          new Letter(PlanKey.NODE_TYPE, 'n'),
          new Letter(PlanKey.STRATEGY, 's'),
          new Letter(PlanKey.PARTIAL_MODE, 'p'),
          new Letter(PlanKey.JOIN_TYPE, 'j'),
          new Letter(PlanKey.COMMAND, 'c'),
          new Letter(PlanKey.OPERATION, 'o'),
          new Letter(PlanKey.CUSTOM_PLAN_PROVIDER, 'u'),
          new Letter(PlanKey.FILTER, 'F'),
          new Letter(PlanKey.INDEX_COND, 'I'),
          new Letter(PlanKey.RECHECK_COND, 'R'),
          new Letter(PlanKey.HASH_COND, 'H'),
          new Letter(PlanKey.MERGE_COND, 'M'),
          new Letter(PlanKey.JOIN_FILTER, 'J'),
          new Letter(PlanKey.TID_COND, 'T'),
          new Letter(PlanKey.ONE_TIME_FILTER, 'O'),
          new Letter(PlanKey.RUN_CONDITION, 'W'),
          new Letter(PlanKey.CONFLICT_FILTER, 'X'),
          new Letter(PlanKey.ORDER_BY, 'B'),
          new Letter(PlanKey.CACHE_KEY, 'C'),
          new Letter(PlanKey.SORT_KEY, 'S'),
          new Letter(PlanKey.PRESORTED_KEY, 'P'),
          new Letter(PlanKey.GROUP_KEY, 'G'),
          new Letter(PlanKey.GROUP_KEYS, 'E'),
          new Letter(PlanKey.HASH_KEYS, 'K'),
          new Letter(PlanKey.SAMPLING_METHOD, 'L'),
          new Letter(PlanKey.CONFLICT_RESOLUTION, 'Q'),
          new Letter(PlanKey.CONFLICT_ARBITER_INDEXES, 'A'));

  private static final byte[] LETTERS = letters();

  /** A property and the sign that stands for it. */
  private record Letter(PlanKey key, char sign) {}

  private final MessageDigest digest = sha256();
  private byte[] bytes = new byte[4096];
  private int length;
  private boolean names;
  private boolean unqualified;
  private int partitions;

  private static byte[] letters() {
    byte[] letters = new byte[256];
    for (Letter letter : FORM) {
      if (letter.key().code() < 0 || letter.key().code() >= Long.SIZE) {
        throw new IllegalStateException(letter.key() + " must be among the first keys");
      }
      letters[letter.key().code()] = (byte) letter.sign();
    }
    return letters;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  PlanFingerprint write(QueryPlan plan) {
    String shape = PlanFingerprint.SHAPE_VERSION + digest(plan.nodes(), false);
    String named = digest(plan.nodes(), true);
    String version =
        unqualified ? PlanFingerprint.UNQUALIFIED_VERSION : PlanFingerprint.PLAN_VERSION;
    return new PlanFingerprint(shape, version + named);
  }

  private String digest(List<PlanNode> nodes, boolean withNames) {
    length = 0;
    names = withNames;
    unqualified = false;
    partitions = 0;
    subtree(nodes, 0, false);
    digest.update(bytes, 0, length);
    return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
  }

  /** Writes a node and all under it. */
  private void subtree(List<PlanNode> nodes, int first, boolean underAppend) {
    int above = nodes.get(first).depth() - 1;
    int end = first + nodes.get(first).subtreeSize();
    int open = above;
    int i = first;
    while (i < end) {
      PlanNode node = nodes.get(i);
      for (; open >= node.depth(); open--) {
        put(')');
      }
      if (isAppend(node)) {
        append(nodes, node);
        i += node.subtreeSize();
      } else {
        put('(');
        open = node.depth();
        node(node, underAppend);
        i++;
      }
    }
    for (; open > above; open--) {
      put(')');
    }
  }

  private static boolean isAppend(PlanNode node) {
    return node.operator().equals("Append") || node.operator().equals("Merge Append");
  }

  /**
   * Writes what is appended to one another: of parts that read partitions each kind once, in an
   * order that does not depend on which partitions they are. If they are all of one kind, it is as
   * if one partition were read, for which the server needs no such node.
   */
  private void append(List<PlanNode> nodes, PlanNode append) {
    int start = length;
    put('(');
    node(append, false);
    int members = length;
    List<byte[]> kinds = new ArrayList<>();
    boolean all = true;
    for (PlanNode member : append.children()) {
      int before = length;
      int partitionsBefore = partitions;
      subtree(nodes, member.index(), true);
      boolean partition = partitions > partitionsBefore;
      all &= partition;
      byte[] form = Arrays.copyOfRange(bytes, before, length);
      if (!partition || kinds.stream().noneMatch(kind -> Arrays.equals(kind, form))) {
        kinds.add(form);
      }
    }
    if (all) {
      kinds.sort(Comparator.comparing(kind -> new String(kind, StandardCharsets.ISO_8859_1)));
    }
    boolean transparent = all && kinds.size() == 1 && !append.has(PlanKey.SUBPLAN_NAME);
    length = transparent ? start : members;
    for (byte[] kind : kinds) {
      System.arraycopy(kind, 0, bytes, length, kind.length);
      length += kind.length;
    }
    if (!transparent) {
      put(')');
    }
  }

  private void node(PlanNode node, boolean underAppend) {
    role(node);
    if (node.flag(PlanKey.PARALLEL_AWARE)) {
      put('=');
    }
    if ("Backward".equals(node.text(PlanKey.SCAN_DIRECTION))) {
      put('<');
    }
    String relation = node.relation();
    String partitioned =
        relation == null ? null : PartitionNames.tableOf(relation, node.alias(), underAppend);
    if (partitioned != null) {
      partitions++;
    }
    if (names) {
      relation(node, relation, partitioned, underAppend);
    }
    long words = 0;
    for (int i = node.numberCount(); i < node.size(); i++) {
      PlanKey key = node.key(i);
      if (LETTERS[key.code() & 0xff] != 0 && (names || isShape(key))) {
        words |= 1L << key.code();
      }
    }
    for (Letter letter : FORM) {
      if ((words & (1L << letter.key().code())) != 0) {
        property(node, letter.key());
      }
    }
  }

  private static boolean isShape(PlanKey key) {
    return switch (key) {
      case NODE_TYPE, STRATEGY, PARTIAL_MODE, JOIN_TYPE, COMMAND, OPERATION, CUSTOM_PLAN_PROVIDER ->
          true;
      default -> false;
    };
  }

  /** As what the node is used, without the number that the planner gave it. */
  private void role(PlanNode node) {
    String name = node.text(PlanKey.SUBPLAN_NAME);
    if (name != null) {
      put(name.startsWith("CTE ") ? 'w' : name.startsWith("InitPlan") ? 'i' : 'q');
    }
  }

  private void property(PlanNode node, PlanKey key) {
    Object value = node.value(key);
    if (value == null || isUsual(key, value)) {
      return;
    }
    put('\n');
    put((char) LETTERS[key.code() & 0xff]);
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof PlanExpression expression) {
      text(expression.canonical());
    } else if (value instanceof PlanExpression[] expressions) {
      for (PlanExpression expression : expressions) {
        text(expression.canonical());
        put(',');
      }
    } else if (value instanceof String[] texts) {
      for (String text : texts) {
        text(text);
        put(',');
      }
    }
  }

  /** A foreign scan that only reads says so in JSON and not in TEXT. */
  private static boolean isUsual(PlanKey key, Object value) {
    return key == PlanKey.OPERATION && value.equals("Select");
  }

  private void relation(
      PlanNode node, @Nullable String relation, @Nullable String partitioned, boolean underAppend) {
    String index = node.indexName();
    if (relation != null) {
      put('\n');
      put('r');
      if (partitioned != null) {
        put('*');
        schema(node);
        text(partitioned);
        if (index != null) {
          put('x');
          text(PartitionNames.indexOf(index, relation, underAppend));
        }
        return;
      }
      schema(node);
      text(relation);
    } else {
      otherName(node, PlanKey.FUNCTION_NAME, true);
      otherName(node, PlanKey.CTE_NAME, false);
      otherName(node, PlanKey.TABLE_FUNCTION_NAME, false);
      otherName(node, PlanKey.TUPLESTORE_NAME, false);
    }
    if (index != null) {
      put('\n');
      put('x');
      text(underAppend && relation == null ? PartitionNames.withoutNumbers(index) : index);
    }
  }

  private void otherName(PlanNode node, PlanKey key, boolean inSchema) {
    String name = node.text(key);
    if (name != null) {
      put('\n');
      put('f');
      if (inSchema) {
        schema(node);
      }
      text(name);
    }
  }

  private void schema(PlanNode node) {
    @Nullable String schema = node.schema();
    if (schema == null) {
      unqualified = true;
    } else {
      text(schema);
      put('.');
    }
  }

  private void put(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
  }

  /** UTF-8, but for surrogates, which stay two: all that matters is that no two texts are one. */
  private void text(String text) {
    int size = text.length();
    reserve(3 * size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xc0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else {
        bytes[length++] = (byte) (0xe0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      }
    }
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
