package io.dbintel.processors.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines under a node in PostgreSQL's TEXT, such as {@code Sort Method: quicksort Memory:
 * 25kB}, into the properties that JSON has for them.
 */
final class TextDetails {
  private static final Map<String, PlanKey> NUMBERS =
      Map.ofEntries(
          Map.entry("Buckets", PlanKey.HASH_BUCKETS),
          Map.entry("Memory Usage", PlanKey.PEAK_MEMORY_USAGE),
          Map.entry("Disk Usage", PlanKey.DISK_USAGE),
          Map.entry("Hits", PlanKey.CACHE_HITS),
          Map.entry("Misses", PlanKey.CACHE_MISSES),
          Map.entry("Evictions", PlanKey.CACHE_EVICTIONS),
          Map.entry("Overflows", PlanKey.CACHE_OVERFLOWS),
          Map.entry("Planned Partitions", PlanKey.PLANNED_PARTITIONS),
          Map.entry("Maximum Storage", PlanKey.MAXIMUM_STORAGE),
          Map.entry("Total runtime", PlanKey.TOTAL_RUNTIME));

  private static final Map<String, PlanKey> IO_TIMES =
      Map.ofEntries(
          Map.entry("read", PlanKey.IO_READ_TIME),
          Map.entry("write", PlanKey.IO_WRITE_TIME),
          Map.entry("shared/local read", PlanKey.IO_READ_TIME),
          Map.entry("shared/local write", PlanKey.IO_WRITE_TIME),
          Map.entry("shared read", PlanKey.SHARED_IO_READ_TIME),
          Map.entry("shared write", PlanKey.SHARED_IO_WRITE_TIME),
          Map.entry("local read", PlanKey.LOCAL_IO_READ_TIME),
          Map.entry("local write", PlanKey.LOCAL_IO_WRITE_TIME),
          Map.entry("temp read", PlanKey.TEMP_IO_READ_TIME),
          Map.entry("temp write", PlanKey.TEMP_IO_WRITE_TIME));

  private static final Map<String, PlanKey> BUFFERS =
      Map.ofEntries(
          Map.entry("shared hit", PlanKey.SHARED_HIT_BLOCKS),
          Map.entry("shared read", PlanKey.SHARED_READ_BLOCKS),
          Map.entry("shared dirtied", PlanKey.SHARED_DIRTIED_BLOCKS),
          Map.entry("shared written", PlanKey.SHARED_WRITTEN_BLOCKS),
          Map.entry("local hit", PlanKey.LOCAL_HIT_BLOCKS),
          Map.entry("local read", PlanKey.LOCAL_READ_BLOCKS),
          Map.entry("local dirtied", PlanKey.LOCAL_DIRTIED_BLOCKS),
          Map.entry("local written", PlanKey.LOCAL_WRITTEN_BLOCKS),
          Map.entry("temp read", PlanKey.TEMP_READ_BLOCKS),
          Map.entry("temp written", PlanKey.TEMP_WRITTEN_BLOCKS));

  private static final Map<String, PlanKey> WAL =
      Map.of(
          "records", PlanKey.WAL_RECORDS,
          "fpi", PlanKey.WAL_FPI,
          "bytes", PlanKey.WAL_BYTES,
          "buffers full", PlanKey.WAL_BUFFERS_FULL);

  private static final Map<String, PlanKey> TUPLES =
      Map.of(
          "inserted", PlanKey.TUPLES_INSERTED,
          "updated", PlanKey.TUPLES_UPDATED,
          "deleted", PlanKey.TUPLES_DELETED,
          "skipped", PlanKey.TUPLES_SKIPPED);

  private static final Map<String, PlanKey> MEMORY =
      Map.of("used", PlanKey.MEMORY_USED, "allocated", PlanKey.MEMORY_ALLOCATED);

  private static final Map<String, PlanKey> HEAP_BLOCKS =
      Map.of("exact", PlanKey.EXACT_HEAP_BLOCKS, "lossy", PlanKey.LOSSY_HEAP_BLOCKS);

  private final PlanBuilder builder;

  /** Group keys of the node that is read, a line each. */
  private final List<String> groupKeys = new ArrayList<>();

  private boolean hashKeys;

  TextDetails(PlanBuilder builder) {
    this.builder = builder;
  }

  /** Says of the innermost open thing what the line says. */
  void read(String key, String value) {
    switch (key) {
      case "Buffers" -> assignments(value, BUFFERS);
      case "I/O Timings" -> assignments(value, IO_TIMES);
      case "WAL" -> assignments(value, WAL);
      case "Tuples" -> assignments(value, TUPLES);
      case "Memory" -> assignments(value, MEMORY);
      case "Heap Blocks" -> assignments(value, HEAP_BLOCKS);
      case "Sort Method" -> sortMethod(value);
      case "Full-sort Groups" -> sortGroups(PlanKey.FULL_SORT_GROUPS, value);
      case "Pre-sorted Groups", "Presorted Groups" -> sortGroups(PlanKey.PRE_SORTED_GROUPS, value);
      case "Group Key" -> groupKeys.add(value);
      case "Hash Key" -> {
        hashKeys = true;
        list(PlanKey.HASH_KEYS, List.of(value));
      }
      case "Sampling" -> sampling(value);
      case "Buckets", "Batches", "Hits", "Planned Partitions", "Storage" -> pairs(key, value);
      case "Conflict Arbiter Indexes" ->
          list(PlanKey.CONFLICT_ARBITER_INDEXES, SqlQuotes.splitList(value));
      case "Function Call" -> functionCall(value);
      case "Single Copy", "Inner Unique", "Disabled" -> flag(key, value);
      default -> other(key, value);
    }
  }

  /**
   * Only a verbose plan says it, and that names a function with its schema. What has none is the
   * name that the statement gives to several.
   */
  private void functionCall(String value) {
    FactsScratch node = builder.current();
    if (!node.has(PlanKey.SCHEMA)) {
      node.remove(PlanKey.FUNCTION_NAME);
    }
    builder.text(PlanKey.FUNCTION_CALL, value);
  }

  private void flag(String key, String value) {
    PlanKey known = PlanKey.of(key);
    if (known != null) {
      builder.flag(known, value.equals("true"));
    }
  }

  private void other(String key, String value) {
    PlanKey known = PlanKey.of(key);
    PlanKey.Kind kind = known == null ? PlanKey.Kind.HIDDEN : known.kind();
    if (known == null) {
      builder.unknown(key);
      return;
    }
    switch (kind) {
      case NUMBER, COUNT -> number(known, value, key);
      case EXPRESSION, WORD, NAME, IDENTIFIER -> builder.text(known, value);
      case EXPRESSIONS -> list(known, SqlQuotes.splitList(value));
      case HIDDEN -> {}
      default -> builder.unknown(key);
    }
  }

  private void list(PlanKey key, List<String> values) {
    builder.beginTexts();
    for (String value : values) {
      builder.addText(key, value);
    }
    builder.endTexts(key);
  }

  /**
   * Decides at the end of a node whether its group keys are grouping sets: more than one line, or
   * beside hash keys. One line is a plain list of keys.
   */
  void settleGroups() {
    if (groupKeys.isEmpty()) {
      hashKeys = false;
      return;
    }
    String first = groupKeys.get(0);
    if (groupKeys.size() == 1 && !hashKeys && !first.equals("()")) {
      list(PlanKey.GROUP_KEY, SqlQuotes.splitList(first));
    } else {
      list(PlanKey.GROUP_KEYS, groupKeys);
    }
    groupKeys.clear();
    hashKeys = false;
  }

  /** Forgets what a plan that was given up left behind. */
  void begin() {
    groupKeys.clear();
    hashKeys = false;
  }

  private void sortMethod(String value) {
    int memory = value.indexOf("  ");
    builder.text(PlanKey.SORT_METHOD, memory < 0 ? value : value.substring(0, memory));
    if (memory >= 0) {
      String space = value.substring(memory).strip();
      int colon = space.indexOf(':');
      if (colon > 0) {
        builder.text(PlanKey.SORT_SPACE_TYPE, space.substring(0, colon));
        number(PlanKey.SORT_SPACE_USED, space.substring(colon + 1), "Sort Method");
      }
    }
  }

  /** Reads {@code 5 Sort Methods: a, b Average Memory: 1kB Peak Memory: 2kB}. */
  private void sortGroups(PlanKey key, String value) {
    builder.openGroup();
    String[] parts = value.split("  ", -1);
    number(PlanKey.GROUP_COUNT, parts[0], key.text());
    builder.openGroup();
    PlanKey space = PlanKey.SORT_SPACE_MEMORY;
    double average = Double.NaN;
    PlanFacts finished = null;
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      String name = colon < 0 ? parts[i] : parts[i].substring(0, colon).strip();
      String text = colon < 0 ? "" : parts[i].substring(colon + 1).strip();
      if (name.startsWith("Sort Method")) {
        methods(text);
      } else if (name.startsWith("Average ")) {
        average = value(text);
        space = name.endsWith("Disk") ? PlanKey.SORT_SPACE_DISK : PlanKey.SORT_SPACE_MEMORY;
      } else if (name.startsWith("Peak ")) {
        builder.openGroup();
        if (!Double.isNaN(average)) {
          builder.number(PlanKey.AVERAGE_SORT_SPACE_USED, average);
        }
        number(PlanKey.PEAK_SORT_SPACE_USED, text, name);
        finished = builder.closeGroup();
        builder.group(space, finished);
      }
    }
    PlanFacts spaces = builder.closeGroup();
    copy(spaces);
    builder.group(key, builder.closeGroup());
  }

  /** The space groups were gathered apart, so that methods could be told first. */
  private void copy(PlanFacts facts) {
    for (PlanKey key : facts.keys()) {
      Object value = facts.value(key);
      if (value != null) {
        builder.current().value(key, value);
      }
    }
  }

  private void methods(String text) {
    builder.beginTexts();
    for (String method : text.split(", ", -1)) {
      builder.addText(PlanKey.SORT_METHODS_USED, method);
    }
    builder.endTexts(PlanKey.SORT_METHODS_USED);
  }

  /** Reads {@code bernoulli ('10'::real) REPEATABLE ('1'::double precision)}. */
  private void sampling(String value) {
    int open = value.indexOf(" (");
    builder.text(PlanKey.SAMPLING_METHOD, open < 0 ? value : value.substring(0, open));
    if (open < 0) {
      return;
    }
    String rest = value.substring(open + 2);
    int repeatable = SqlQuotes.find(rest, ") REPEATABLE (", 0);
    String parameters =
        rest.substring(0, repeatable < 0 ? Math.max(0, rest.length() - 1) : repeatable);
    list(PlanKey.SAMPLING_PARAMETERS, SqlQuotes.splitList(parameters));
    if (repeatable >= 0) {
      int start = repeatable + ") REPEATABLE (".length();
      builder.text(
          PlanKey.REPEATABLE_SEED, rest.substring(start, Math.max(start, rest.length() - 1)));
    }
  }

  /** Reads {@code Buckets: 1024 (originally 512) Batches: 2 Memory Usage: 9kB}. */
  private void pairs(String firstKey, String firstValue) {
    boolean hash = firstKey.equals("Buckets");
    String[] parts = firstValue.split("  ", -1);
    pair(firstKey, parts[0], hash);
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      if (colon > 0) {
        pair(parts[i].substring(0, colon).strip(), parts[i].substring(colon + 1).strip(), hash);
      }
    }
  }

  private void pair(String key, String value, boolean hash) {
    if (key.equals("Storage")) {
      builder.text(PlanKey.STORAGE, value);
      return;
    }
    PlanKey known =
        key.equals("Batches")
            ? hash ? PlanKey.HASH_BATCHES : PlanKey.HASHAGG_BATCHES
            : NUMBERS.get(key);
    if (known == null) {
      builder.unknown(key);
      return;
    }
    number(known, value, key);
    if (hash && known != PlanKey.PEAK_MEMORY_USAGE) {
      original(known, value);
    }
  }

  /** JSON says the original number also if it is the same. */
  private void original(PlanKey key, String value) {
    PlanKey original =
        key == PlanKey.HASH_BATCHES ? PlanKey.ORIGINAL_HASH_BATCHES : PlanKey.ORIGINAL_HASH_BUCKETS;
    String marker = "(originally ";
    int start = value.indexOf(marker);
    number(original, start < 0 ? value : value.substring(start + marker.length()), key.text());
  }

  /** Reads {@code shared hit=1 read=2, temp written=3}: a word before a pair is its group. */
  private void assignments(String value, Map<String, PlanKey> keys) {
    String group = "";
    String words = "";
    for (String part : value.split("[ ,]+", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        group = part;
        continue;
      }
      words = part.substring(0, equals);
      PlanKey key = keys.get(group.isEmpty() ? words : group + " " + words);
      if (key == null) {
        builder.unknown(words);
      } else {
        number(key, part.substring(equals + 1), words);
      }
    }
  }

  void number(PlanKey key, String text, String name) {
    double value = value(text);
    if (Double.isNaN(value)) {
      builder.unknown(name);
    } else {
      builder.number(key, value);
    }
  }

  /** The number at the beginning of a text, without its unit; NaN if there is none. */
  static double value(@Nullable String text) {
    if (text == null) {
      return Double.NaN;
    }
    char[] characters = text.strip().toCharArray();
    int end = 0;
    while (end < characters.length && "0123456789.-".indexOf(characters[end]) >= 0) {
      end++;
    }
    return Decimals.parse(characters, 0, end);
  }
}
