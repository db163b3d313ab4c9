package io.dbintel.processors.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every property of a plan, or of one of its nodes, that is known: its name as PostgreSQL's JSON
 * says it, what kind of value it has, and whether it tells one plan from another. This is the
 * allow-list of redaction: what a property may show is decided by its {@link Kind}, and a property
 * that is not in this list shows nothing but its name.
 *
 * <p>Source of the names: what {@code EXPLAIN} of PostgreSQL 13 to 18 prints.
 */
public enum PlanKey {
  // Of a node: what it is.
  /** {@code Node Type}: a word of the server. */
  NODE_TYPE("Node Type", Kind.WORD),
  /** {@code Strategy}: a word of the server. */
  STRATEGY("Strategy", Kind.WORD),
  /** {@code Partial Mode}: a word of the server. */
  PARTIAL_MODE("Partial Mode", Kind.WORD),
  /** {@code Parent Relationship}: a word of the server. */
  PARENT_RELATIONSHIP("Parent Relationship", Kind.WORD),
  /** {@code Subplan Name}: a name. */
  SUBPLAN_NAME("Subplan Name", Kind.NAME),
  /** {@code Parallel Aware}: a truth value. */
  PARALLEL_AWARE("Parallel Aware", Kind.FLAG),
  /** {@code Async Capable}: a truth value. */
  ASYNC_CAPABLE("Async Capable", Kind.FLAG),
  /** {@code Single Copy}: a truth value. */
  SINGLE_COPY("Single Copy", Kind.FLAG),
  /** {@code Join Type}: a word of the server. */
  JOIN_TYPE("Join Type", Kind.WORD),
  /** {@code Inner Unique}: a truth value. */
  INNER_UNIQUE("Inner Unique", Kind.FLAG),
  /** {@code Scan Direction}: a word of the server. */
  SCAN_DIRECTION("Scan Direction", Kind.WORD),
  /** {@code Command}: a word of the server. */
  COMMAND("Command", Kind.WORD),
  /** {@code Operation}: a word of the server. */
  OPERATION("Operation", Kind.WORD),
  /** {@code Custom Plan Provider}: a name. */
  CUSTOM_PLAN_PROVIDER("Custom Plan Provider", Kind.NAME),
  /** {@code Disabled}: a truth value. */
  DISABLED("Disabled", Kind.FLAG),
  // Of a node: what it reads.
  /** {@code Index Name}: a name. */
  INDEX_NAME("Index Name", Kind.NAME),
  /** {@code Relation Name}: a name. */
  RELATION_NAME("Relation Name", Kind.NAME),
  /** {@code Schema}: a name. */
  SCHEMA("Schema", Kind.NAME),
  /** {@code Alias}: a name. */
  ALIAS("Alias", Kind.NAME),
  /** {@code Function Name}: a name. */
  FUNCTION_NAME("Function Name", Kind.NAME),
  /** {@code Table Function Name}: a name. */
  TABLE_FUNCTION_NAME("Table Function Name", Kind.NAME),
  /** {@code CTE Name}: a name. */
  CTE_NAME("CTE Name", Kind.NAME),
  /** {@code Tuplestore Name}: a name. */
  TUPLESTORE_NAME("Tuplestore Name", Kind.NAME),
  /** {@code Target Tables}: a list of groups. */
  TARGET_TABLES("Target Tables", Kind.GROUPS),
  // Of a node: by which expressions.
  /** {@code Filter}: SQL. */
  FILTER("Filter", Kind.EXPRESSION),
  /** {@code Index Cond}: SQL. */
  INDEX_COND("Index Cond", Kind.EXPRESSION),
  /** {@code Recheck Cond}: SQL. */
  RECHECK_COND("Recheck Cond", Kind.EXPRESSION),
  /** {@code Hash Cond}: SQL. */
  HASH_COND("Hash Cond", Kind.EXPRESSION),
  /** {@code Merge Cond}: SQL. */
  MERGE_COND("Merge Cond", Kind.EXPRESSION),
  /** {@code Join Filter}: SQL. */
  JOIN_FILTER("Join Filter", Kind.EXPRESSION),
  /** {@code TID Cond}: SQL. */
  TID_COND("TID Cond", Kind.EXPRESSION),
  /** {@code One-Time Filter}: SQL. */
  ONE_TIME_FILTER("One-Time Filter", Kind.EXPRESSION),
  /** {@code Run Condition}: SQL. */
  RUN_CONDITION("Run Condition", Kind.EXPRESSION),
  /** {@code Conflict Filter}: SQL. */
  CONFLICT_FILTER("Conflict Filter", Kind.EXPRESSION),
  /** {@code Order By}: SQL. */
  ORDER_BY("Order By", Kind.EXPRESSION),
  /** {@code Cache Key}: SQL. */
  CACHE_KEY("Cache Key", Kind.EXPRESSION),
  /** {@code Window}: SQL. */
  WINDOW("Window", Kind.EXPRESSION),
  /** {@code Function Call}: SQL. */
  FUNCTION_CALL("Function Call", Kind.EXPRESSION),
  /** {@code Table Function Call}: SQL. */
  TABLE_FUNCTION_CALL("Table Function Call", Kind.EXPRESSION),
  /** {@code Sort Key}: a list of SQL expressions. */
  SORT_KEY("Sort Key", Kind.EXPRESSIONS),
  /** {@code Presorted Key}: a list of SQL expressions. */
  PRESORTED_KEY("Presorted Key", Kind.EXPRESSIONS),
  /** {@code Group Key}: a list of SQL expressions. */
  GROUP_KEY("Group Key", Kind.EXPRESSIONS),
  /** {@code Group Keys}: a list of SQL expressions. */
  GROUP_KEYS("Group Keys", Kind.EXPRESSIONS),
  /** {@code Hash Keys}: a list of SQL expressions. */
  HASH_KEYS("Hash Keys", Kind.EXPRESSIONS),
  /** {@code Grouping Sets}: told as the keys in it. */
  GROUPING_SETS("Grouping Sets", Kind.MERGED),
  /** {@code Cache Mode}: a word of the server. */
  CACHE_MODE("Cache Mode", Kind.WORD),
  /** {@code Sampling Method}: a name. */
  SAMPLING_METHOD("Sampling Method", Kind.NAME),
  /** {@code Sampling Parameters}: a list of SQL expressions. */
  SAMPLING_PARAMETERS("Sampling Parameters", Kind.EXPRESSIONS),
  /** {@code Repeatable Seed}: SQL. */
  REPEATABLE_SEED("Repeatable Seed", Kind.EXPRESSION),
  /** {@code Conflict Resolution}: a word of the server. */
  CONFLICT_RESOLUTION("Conflict Resolution", Kind.WORD),
  /** {@code Conflict Arbiter Indexes}: a list of names. */
  CONFLICT_ARBITER_INDEXES("Conflict Arbiter Indexes", Kind.NAMES),
  /** {@code Params Evaluated}: a list of SQL expressions. */
  PARAMS_EVALUATED("Params Evaluated", Kind.EXPRESSIONS),
  /** {@code Remote SQL}: SQL. */
  REMOTE_SQL("Remote SQL", Kind.EXPRESSION),
  /** {@code Relations}: SQL. */
  RELATIONS("Relations", Kind.EXPRESSION),
  /** {@code Output}: never kept. */
  OUTPUT("Output", Kind.HIDDEN),
  // Of a node: what the planner expected.
  /** {@code Startup Cost}: a number. */
  STARTUP_COST("Startup Cost", Kind.NUMBER),
  /** {@code Total Cost}: a number. */
  TOTAL_COST("Total Cost", Kind.NUMBER),
  /** {@code Plan Rows}: a number. */
  PLAN_ROWS("Plan Rows", Kind.NUMBER, "{row}"),
  /** {@code Plan Width}: a number. */
  PLAN_WIDTH("Plan Width", Kind.NUMBER, "By"),
  /** {@code Workers Planned}: a number, absent if zero. */
  WORKERS_PLANNED("Workers Planned", Kind.COUNT, "{worker}"),
  /** {@code Planned Partitions}: a number, absent if zero. */
  PLANNED_PARTITIONS("Planned Partitions", Kind.COUNT, "{partition}"),
  /** {@code Subplans Removed}: a number, absent if zero. */
  SUBPLANS_REMOVED("Subplans Removed", Kind.COUNT, "{node}"),
  // Of a node or of a worker: what happened.
  /** {@code Actual Startup Time}: a number. */
  ACTUAL_STARTUP_TIME("Actual Startup Time", Kind.NUMBER, "ms"),
  /** {@code Actual Total Time}: a number. */
  ACTUAL_TOTAL_TIME("Actual Total Time", Kind.NUMBER, "ms"),
  /** {@code Actual Rows}: a number. */
  ACTUAL_ROWS("Actual Rows", Kind.NUMBER, "{row}"),
  /** {@code Actual Loops}: a number. */
  ACTUAL_LOOPS("Actual Loops", Kind.NUMBER, "{loop}"),
  /** {@code Workers Launched}: a number. */
  WORKERS_LAUNCHED("Workers Launched", Kind.NUMBER, "{worker}"),
  /** {@code Rows Removed by Filter}: a number, absent if zero. */
  ROWS_REMOVED_BY_FILTER("Rows Removed by Filter", Kind.COUNT, "{row}"),
  /** {@code Rows Removed by Join Filter}: a number, absent if zero. */
  ROWS_REMOVED_BY_JOIN_FILTER("Rows Removed by Join Filter", Kind.COUNT, "{row}"),
  /** {@code Rows Removed by Index Recheck}: a number, absent if zero. */
  ROWS_REMOVED_BY_INDEX_RECHECK("Rows Removed by Index Recheck", Kind.COUNT, "{row}"),
  /** {@code Rows Removed by Conflict Filter}: a number, absent if zero. */
  ROWS_REMOVED_BY_CONFLICT_FILTER("Rows Removed by Conflict Filter", Kind.COUNT, "{row}"),
  /** {@code Heap Fetches}: a number, absent if zero. */
  HEAP_FETCHES("Heap Fetches", Kind.COUNT, "{row}"),
  /** {@code Index Searches}: a number, absent if zero. */
  INDEX_SEARCHES("Index Searches", Kind.COUNT, "{search}"),
  /** {@code Exact Heap Blocks}: a number, absent if zero. */
  EXACT_HEAP_BLOCKS("Exact Heap Blocks", Kind.COUNT, "{block}"),
  /** {@code Lossy Heap Blocks}: a number, absent if zero. */
  LOSSY_HEAP_BLOCKS("Lossy Heap Blocks", Kind.COUNT, "{block}"),
  /** {@code Tuples Inserted}: a number, absent if zero. */
  TUPLES_INSERTED("Tuples Inserted", Kind.COUNT, "{row}"),
  /** {@code Tuples Updated}: a number, absent if zero. */
  TUPLES_UPDATED("Tuples Updated", Kind.COUNT, "{row}"),
  /** {@code Tuples Deleted}: a number, absent if zero. */
  TUPLES_DELETED("Tuples Deleted", Kind.COUNT, "{row}"),
  /** {@code Tuples Skipped}: a number, absent if zero. */
  TUPLES_SKIPPED("Tuples Skipped", Kind.COUNT, "{row}"),
  /** {@code Conflicting Tuples}: a number, absent if zero. */
  CONFLICTING_TUPLES("Conflicting Tuples", Kind.COUNT, "{row}"),
  /** {@code Sort Method}: a word of the server. */
  SORT_METHOD("Sort Method", Kind.WORD),
  /** {@code Sort Space Used}: a number, absent if zero. */
  SORT_SPACE_USED("Sort Space Used", Kind.COUNT, "kB"),
  /** {@code Sort Space Type}: a word of the server. */
  SORT_SPACE_TYPE("Sort Space Type", Kind.WORD),
  /** {@code Full-sort Groups}: a group. */
  FULL_SORT_GROUPS("Full-sort Groups", Kind.GROUP),
  /** {@code Pre-sorted Groups}: a group. */
  PRE_SORTED_GROUPS("Pre-sorted Groups", Kind.GROUP),
  /** {@code Group Count}: a number, absent if zero. */
  GROUP_COUNT("Group Count", Kind.COUNT, "{group}"),
  /** {@code Sort Methods Used}: a list of names. */
  SORT_METHODS_USED("Sort Methods Used", Kind.NAMES),
  /** {@code Sort Space Memory}: a group. */
  SORT_SPACE_MEMORY("Sort Space Memory", Kind.GROUP),
  /** {@code Sort Space Disk}: a group. */
  SORT_SPACE_DISK("Sort Space Disk", Kind.GROUP),
  /** {@code Average Sort Space Used}: a number, absent if zero. */
  AVERAGE_SORT_SPACE_USED("Average Sort Space Used", Kind.COUNT, "kB"),
  /** {@code Peak Sort Space Used}: a number, absent if zero. */
  PEAK_SORT_SPACE_USED("Peak Sort Space Used", Kind.COUNT, "kB"),
  /** {@code Hash Buckets}: a number, absent if zero. */
  HASH_BUCKETS("Hash Buckets", Kind.COUNT, "{bucket}"),
  /** {@code Original Hash Buckets}: a number, absent if zero. */
  ORIGINAL_HASH_BUCKETS("Original Hash Buckets", Kind.COUNT, "{bucket}"),
  /** {@code Hash Batches}: a number, absent if zero. */
  HASH_BATCHES("Hash Batches", Kind.COUNT, "{batch}"),
  /** {@code Original Hash Batches}: a number, absent if zero. */
  ORIGINAL_HASH_BATCHES("Original Hash Batches", Kind.COUNT, "{batch}"),
  /** {@code HashAgg Batches}: a number, absent if zero. */
  HASHAGG_BATCHES("HashAgg Batches", Kind.COUNT, "{batch}"),
  /** {@code Peak Memory Usage}: a number, absent if zero. */
  PEAK_MEMORY_USAGE("Peak Memory Usage", Kind.COUNT, "kB"),
  /** {@code Disk Usage}: a number, absent if zero. */
  DISK_USAGE("Disk Usage", Kind.COUNT, "kB"),
  /** {@code Storage}: a word of the server. */
  STORAGE("Storage", Kind.WORD),
  /** {@code Maximum Storage}: a number, absent if zero. */
  MAXIMUM_STORAGE("Maximum Storage", Kind.COUNT, "kB"),
  /** {@code Cache Hits}: a number, absent if zero. */
  CACHE_HITS("Cache Hits", Kind.COUNT, "{row}"),
  /** {@code Cache Misses}: a number, absent if zero. */
  CACHE_MISSES("Cache Misses", Kind.COUNT, "{row}"),
  /** {@code Cache Evictions}: a number, absent if zero. */
  CACHE_EVICTIONS("Cache Evictions", Kind.COUNT, "{row}"),
  /** {@code Cache Overflows}: a number, absent if zero. */
  CACHE_OVERFLOWS("Cache Overflows", Kind.COUNT, "{row}"),
  /** {@code Workers}: a list of groups. */
  WORKERS("Workers", Kind.GROUPS),
  /** {@code Worker Number}: a number. */
  WORKER_NUMBER("Worker Number", Kind.NUMBER),
  /** {@code Foreign File Size}: a number, absent if zero. */
  FOREIGN_FILE_SIZE("Foreign File Size", Kind.COUNT, "By"),
  /** {@code Foreign File}: never kept. */
  FOREIGN_FILE("Foreign File", Kind.HIDDEN),
  /** {@code Foreign Program}: never kept. */
  FOREIGN_PROGRAM("Foreign Program", Kind.HIDDEN),
  // Blocks, of a node, a worker or the planning.
  /** {@code Shared Hit Blocks}: a number, absent if zero. */
  SHARED_HIT_BLOCKS("Shared Hit Blocks", Kind.COUNT, "{block}"),
  /** {@code Shared Read Blocks}: a number, absent if zero. */
  SHARED_READ_BLOCKS("Shared Read Blocks", Kind.COUNT, "{block}"),
  /** {@code Shared Dirtied Blocks}: a number, absent if zero. */
  SHARED_DIRTIED_BLOCKS("Shared Dirtied Blocks", Kind.COUNT, "{block}"),
  /** {@code Shared Written Blocks}: a number, absent if zero. */
  SHARED_WRITTEN_BLOCKS("Shared Written Blocks", Kind.COUNT, "{block}"),
  /** {@code Local Hit Blocks}: a number, absent if zero. */
  LOCAL_HIT_BLOCKS("Local Hit Blocks", Kind.COUNT, "{block}"),
  /** {@code Local Read Blocks}: a number, absent if zero. */
  LOCAL_READ_BLOCKS("Local Read Blocks", Kind.COUNT, "{block}"),
  /** {@code Local Dirtied Blocks}: a number, absent if zero. */
  LOCAL_DIRTIED_BLOCKS("Local Dirtied Blocks", Kind.COUNT, "{block}"),
  /** {@code Local Written Blocks}: a number, absent if zero. */
  LOCAL_WRITTEN_BLOCKS("Local Written Blocks", Kind.COUNT, "{block}"),
  /** {@code Temp Read Blocks}: a number, absent if zero. */
  TEMP_READ_BLOCKS("Temp Read Blocks", Kind.COUNT, "{block}"),
  /** {@code Temp Written Blocks}: a number, absent if zero. */
  TEMP_WRITTEN_BLOCKS("Temp Written Blocks", Kind.COUNT, "{block}"),
  /** {@code I/O Read Time}: a number, absent if zero. */
  IO_READ_TIME("I/O Read Time", Kind.COUNT, "ms"),
  /** {@code I/O Write Time}: a number, absent if zero. */
  IO_WRITE_TIME("I/O Write Time", Kind.COUNT, "ms"),
  /** {@code Shared I/O Read Time}: a number, absent if zero. */
  SHARED_IO_READ_TIME("Shared I/O Read Time", Kind.COUNT, "ms"),
  /** {@code Shared I/O Write Time}: a number, absent if zero. */
  SHARED_IO_WRITE_TIME("Shared I/O Write Time", Kind.COUNT, "ms"),
  /** {@code Local I/O Read Time}: a number, absent if zero. */
  LOCAL_IO_READ_TIME("Local I/O Read Time", Kind.COUNT, "ms"),
  /** {@code Local I/O Write Time}: a number, absent if zero. */
  LOCAL_IO_WRITE_TIME("Local I/O Write Time", Kind.COUNT, "ms"),
  /** {@code Temp I/O Read Time}: a number, absent if zero. */
  TEMP_IO_READ_TIME("Temp I/O Read Time", Kind.COUNT, "ms"),
  /** {@code Temp I/O Write Time}: a number, absent if zero. */
  TEMP_IO_WRITE_TIME("Temp I/O Write Time", Kind.COUNT, "ms"),
  /** {@code WAL Records}: a number, absent if zero. */
  WAL_RECORDS("WAL Records", Kind.COUNT, "{record}"),
  /** {@code WAL FPI}: a number, absent if zero. */
  WAL_FPI("WAL FPI", Kind.COUNT, "{page}"),
  /** {@code WAL Bytes}: a number, absent if zero. */
  WAL_BYTES("WAL Bytes", Kind.COUNT, "By"),
  /** {@code WAL Buffers Full}: a number, absent if zero. */
  WAL_BUFFERS_FULL("WAL Buffers Full", Kind.COUNT),
  // Of the whole plan.
  /** {@code Query Text}: never kept. */
  QUERY_TEXT("Query Text", Kind.HIDDEN),
  /** {@code Query}: never kept. */
  QUERY("Query", Kind.HIDDEN),
  /** {@code Query Parameters}: never kept. */
  QUERY_PARAMETERS("Query Parameters", Kind.HIDDEN),
  /** {@code Query Identifier}: a number as text. */
  QUERY_IDENTIFIER("Query Identifier", Kind.IDENTIFIER),
  /** {@code Plan}: the root. */
  PLAN("Plan", Kind.NODE),
  /** {@code Plans}: the nodes under one. */
  PLANS("Plans", Kind.NODES),
  /** {@code Planning}: a group. */
  PLANNING("Planning", Kind.GROUP),
  /** {@code Planning Time}: a number. */
  PLANNING_TIME("Planning Time", Kind.NUMBER, "ms"),
  /** {@code Execution Time}: a number. */
  EXECUTION_TIME("Execution Time", Kind.NUMBER, "ms"),
  /** {@code Total Runtime}: a number. */
  TOTAL_RUNTIME("Total Runtime", Kind.NUMBER, "ms"),
  /** {@code Memory Used}: a number, absent if zero. */
  MEMORY_USED("Memory Used", Kind.COUNT, "kB"),
  /** {@code Memory Allocated}: a number, absent if zero. */
  MEMORY_ALLOCATED("Memory Allocated", Kind.COUNT, "kB"),
  /** {@code Settings}: settings that differ from the default. */
  SETTINGS("Settings", Kind.SETTINGS),
  /** {@code Triggers}: a list of groups. */
  TRIGGERS("Triggers", Kind.GROUPS),
  /** {@code Trigger Name}: a name. */
  TRIGGER_NAME("Trigger Name", Kind.NAME),
  /** {@code Constraint Name}: a name. */
  CONSTRAINT_NAME("Constraint Name", Kind.NAME),
  /** {@code Relation}: a name. */
  RELATION("Relation", Kind.NAME),
  /** {@code Calls}: a number. */
  CALLS("Calls", Kind.NUMBER),
  /** {@code Time}: a number. */
  TIME("Time", Kind.NUMBER, "ms"),
  /** {@code Serialization}: a group. */
  SERIALIZATION("Serialization", Kind.GROUP),
  /** {@code Output Volume}: a number, absent if zero. */
  OUTPUT_VOLUME("Output Volume", Kind.COUNT, "kB"),
  /** {@code Format}: a word of the server. */
  FORMAT("Format", Kind.WORD),
  /** {@code JIT}: a group. */
  JIT("JIT", Kind.GROUP),
  /** {@code Functions}: a number, absent if zero. */
  FUNCTIONS("Functions", Kind.COUNT, "{function}"),
  /** {@code Options}: a group. */
  OPTIONS("Options", Kind.GROUP),
  /** {@code Timing}: a group. */
  TIMING("Timing", Kind.GROUP),
  /** {@code Inlining}: a number. */
  INLINING("Inlining", Kind.NUMBER),
  /** {@code Optimization}: a number. */
  OPTIMIZATION("Optimization", Kind.NUMBER),
  /** {@code Expressions}: a truth value. */
  EXPRESSIONS("Expressions", Kind.FLAG),
  /** {@code Deforming}: a truth value. */
  DEFORMING("Deforming", Kind.FLAG),
  /** {@code Generation}: a number. */
  GENERATION("Generation", Kind.NUMBER, "ms"),
  /** {@code Deform}: a number, absent if zero. */
  DEFORM("Deform", Kind.COUNT, "ms"),
  /** {@code Emission}: a number. */
  EMISSION("Emission", Kind.NUMBER, "ms"),
  /** {@code Total}: a number. */
  TOTAL("Total", Kind.NUMBER, "ms"),
  // Of MySQL and MariaDB, under names of our own.
  /** {@code possible_keys}: indexes that were considered. */
  POSSIBLE_KEYS("Possible Keys", Kind.NAMES),
  /** {@code used_key_parts}: columns of the index that are used. */
  USED_KEY_PARTS("Used Key Parts", Kind.NAMES),
  /** {@code filtered}: the part of the rows read that is expected to stay. */
  FILTERED("Filtered", Kind.NUMBER, "%"),
  /** {@code r_filtered}: the part of the rows read that stayed. */
  ACTUAL_FILTERED("Actual Filtered", Kind.NUMBER, "%"),
  /** {@code rows_produced_per_join}: the rows expected to leave the node. */
  ROWS_PRODUCED("Rows Produced", Kind.NUMBER, "{row}"),
  /** Whether rows are sorted, not read in order. */
  USING_FILESORT("Using Filesort", Kind.FLAG),
  /** Whether rows are put into a temporary table. */
  USING_TEMPORARY_TABLE("Using Temporary Table", Kind.FLAG),
  /** Whether all that is needed stands in the index. */
  COVERING("Covering", Kind.FLAG),
  /** {@code using_join_buffer}, {@code buffer_type}: a word of the server. */
  JOIN_BUFFER("Join Buffer", Kind.WORD),
  /** {@code select_type}: a word of the server. */
  SELECT_TYPE("Select Type", Kind.WORD),
  /** {@code message}: words of the server. */
  MESSAGE("Message", Kind.WORD),
  /** MariaDB's time at the node alone, for all loops. */
  OWN_TIME("Own Time", Kind.NUMBER, "ms"),
  /** Names of properties that are not in this list; their values are not kept. */
  UNKNOWN("Unknown Properties", Kind.NAMES);

  /** What a property's value is, and so what may be shown of it. */
  public enum Kind {
    /** A number, kept also if it is zero. */
    NUMBER,
    /** A number of which zero says the same as its absence, and is not kept. */
    COUNT,
    /** A truth value of which false says the same as its absence; kept as 1. */
    FLAG,
    /** A word of the server's: shown if it looks like one. */
    WORD,
    /** An identifier of the database: shown as it is. */
    NAME,
    /** Identifiers of the database or words of the server's. */
    NAMES,
    /** A number without arithmetic, shown as text. */
    IDENTIFIER,
    /** SQL, shown without its literals. */
    EXPRESSION,
    /** A list of SQL expressions, each shown without its literals. */
    EXPRESSIONS,
    /** A group of properties. */
    GROUP,
    /** A list of groups of properties. */
    GROUPS,
    /** Groups whose properties count as those of the node itself. */
    MERGED,
    /** The server's settings by name: shown where they are numbers or words. */
    SETTINGS,
    /** A node of the plan. */
    NODE,
    /** Nodes of the plan. */
    NODES,
    /** May hold anything, and is not kept. */
    HIDDEN
  }

  private static final PlanKey[] VALUES = values();

  private final String text;
  private final Kind kind;
  private final String unit;

  PlanKey(String text, Kind kind) {
    this(text, kind, "1");
  }

  PlanKey(String text, Kind kind, String unit) {
    this.text = text;
    this.kind = kind;
    this.unit = unit;
  }

  /** The name as PostgreSQL's JSON says it, such as {@code Index Cond}. */
  public String text() {
    return text;
  }

  /** What the value is. */
  public Kind kind() {
    return kind;
  }

  /** The UCUM unit of a number as the server prints it; {@code 1} where there is none. */
  public String unit() {
    return unit;
  }

  /** The property of this name, or null. A few nanoseconds. */
  public static @Nullable PlanKey of(String name) {
    return Names.ALL.find(name);
  }

  /** A number of this run of the program, that is stored nowhere. */
  @SuppressWarnings("EnumOrdinal")
  byte code() {
    return (byte) ordinal();
  }

  static PlanKey at(byte code) {
    return VALUES[code & 0xff];
  }

  /** Kept apart, so that it is filled after the constants are there. */
  private static final class Names {
    static final PlanNames ALL = new PlanNames(List.of(VALUES));
  }
}
