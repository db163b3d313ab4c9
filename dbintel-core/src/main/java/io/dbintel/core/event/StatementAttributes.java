package io.dbintel.core.event;

import static io.dbintel.core.event.Stability.DEVELOPMENT;

import java.util.List;

/**
 * What a {@code db.server.top_query} of PostgreSQL carries. Names are those of the OpenTelemetry
 * collector's receiver where it has one, else {@code postgresql.} and the column of {@code
 * pg_stat_statements}. Every number is what was added in the interval; times are in seconds. A
 * number that is not there is 0, or not kept by this server.
 */
public final class StatementAttributes {
  private StatementAttributes() {}

  /** {@code pg_stat_statements.queryid}: a text, because not every reader keeps 64 bits. */
  public static final AttrKey<String> QUERYID =
      AttrKey.ofString("postgresql.queryid", DEVELOPMENT, "The server's id of the statement.");

  /** Who ran it, as far as it looks like a name. */
  public static final AttrKey<String> ROLNAME =
      AttrKey.ofString("postgresql.rolname", DEVELOPMENT, "The role that ran the statement.");

  /** Executions that ended. */
  public static final AttrKey<Long> CALLS =
      AttrKey.ofLong("postgresql.calls", "{execution}", DEVELOPMENT, "Executions that ended.");

  /** Rows brought or changed. */
  public static final AttrKey<Long> ROWS =
      AttrKey.ofLong("postgresql.rows", "{row}", DEVELOPMENT, "Rows brought or changed.");

  /** Time spent executing. */
  public static final AttrKey<Double> TOTAL_EXEC_TIME =
      AttrKey.ofDouble("postgresql.total_exec_time", "s", DEVELOPMENT, "Time spent executing.");

  /** Shared blocks found in the server's cache. */
  public static final AttrKey<Long> SHARED_BLKS_HIT =
      AttrKey.ofLong(
          "postgresql.shared_blks_hit",
          "{block}",
          DEVELOPMENT,
          "Shared blocks found in the server's cache.");

  /** Shared blocks not found in the server's cache. */
  public static final AttrKey<Long> SHARED_BLKS_READ =
      AttrKey.ofLong(
          "postgresql.shared_blks_read",
          "{block}",
          DEVELOPMENT,
          "Shared blocks not found in the server's cache.");

  /** Shared blocks changed first by it. */
  public static final AttrKey<Long> SHARED_BLKS_DIRTIED =
      AttrKey.ofLong(
          "postgresql.shared_blks_dirtied",
          "{block}",
          DEVELOPMENT,
          "Shared blocks changed first by it.");

  /** Shared blocks it had to write. */
  public static final AttrKey<Long> SHARED_BLKS_WRITTEN =
      AttrKey.ofLong(
          "postgresql.shared_blks_written",
          "{block}",
          DEVELOPMENT,
          "Shared blocks it had to write.");

  /** Blocks read from temporary files. */
  public static final AttrKey<Long> TEMP_BLKS_READ =
      AttrKey.ofLong(
          "postgresql.temp_blks_read", "{block}", DEVELOPMENT, "Blocks read from temporary files.");

  /** Blocks written to temporary files. */
  public static final AttrKey<Long> TEMP_BLKS_WRITTEN =
      AttrKey.ofLong(
          "postgresql.temp_blks_written",
          "{block}",
          DEVELOPMENT,
          "Blocks written to temporary files.");

  /** Times it was planned, where the server counts that. */
  public static final AttrKey<Long> PLANS =
      AttrKey.ofLong(
          "postgresql.plans",
          "{plan}",
          DEVELOPMENT,
          "Times it was planned, where the server counts that.");

  /** Time spent planning, where the server measures that. */
  public static final AttrKey<Double> TOTAL_PLAN_TIME =
      AttrKey.ofDouble(
          "postgresql.total_plan_time",
          "s",
          DEVELOPMENT,
          "Time spent planning, where the server measures that.");

  /** Blocks of temporary tables found in the session's cache. */
  public static final AttrKey<Long> LOCAL_BLKS_HIT =
      AttrKey.ofLong(
          "postgresql.local_blks_hit",
          "{block}",
          DEVELOPMENT,
          "Blocks of temporary tables found in the session's cache.");

  /** Blocks of temporary tables not found in the session's cache. */
  public static final AttrKey<Long> LOCAL_BLKS_READ =
      AttrKey.ofLong(
          "postgresql.local_blks_read",
          "{block}",
          DEVELOPMENT,
          "Blocks of temporary tables not found in the session's cache.");

  /** Blocks of temporary tables changed. */
  public static final AttrKey<Long> LOCAL_BLKS_DIRTIED =
      AttrKey.ofLong(
          "postgresql.local_blks_dirtied",
          "{block}",
          DEVELOPMENT,
          "Blocks of temporary tables changed.");

  /** Blocks of temporary tables written. */
  public static final AttrKey<Long> LOCAL_BLKS_WRITTEN =
      AttrKey.ofLong(
          "postgresql.local_blks_written",
          "{block}",
          DEVELOPMENT,
          "Blocks of temporary tables written.");

  /** Time spent reading shared blocks; up to 16 those of temporary tables too. */
  public static final AttrKey<Double> SHARED_BLK_READ_TIME =
      AttrKey.ofDouble(
          "postgresql.shared_blk_read_time",
          "s",
          DEVELOPMENT,
          "Time spent reading shared blocks; up to 16 those of temporary tables too.");

  /** Time spent writing shared blocks; up to 16 those of temporary tables too. */
  public static final AttrKey<Double> SHARED_BLK_WRITE_TIME =
      AttrKey.ofDouble(
          "postgresql.shared_blk_write_time",
          "s",
          DEVELOPMENT,
          "Time spent writing shared blocks; up to 16 those of temporary tables too.");

  /** Time spent reading blocks of temporary tables. */
  public static final AttrKey<Double> LOCAL_BLK_READ_TIME =
      AttrKey.ofDouble(
          "postgresql.local_blk_read_time",
          "s",
          DEVELOPMENT,
          "Time spent reading blocks of temporary tables.");

  /** Time spent writing blocks of temporary tables. */
  public static final AttrKey<Double> LOCAL_BLK_WRITE_TIME =
      AttrKey.ofDouble(
          "postgresql.local_blk_write_time",
          "s",
          DEVELOPMENT,
          "Time spent writing blocks of temporary tables.");

  /** Time spent reading temporary files. */
  public static final AttrKey<Double> TEMP_BLK_READ_TIME =
      AttrKey.ofDouble(
          "postgresql.temp_blk_read_time", "s", DEVELOPMENT, "Time spent reading temporary files.");

  /** Time spent writing temporary files. */
  public static final AttrKey<Double> TEMP_BLK_WRITE_TIME =
      AttrKey.ofDouble(
          "postgresql.temp_blk_write_time",
          "s",
          DEVELOPMENT,
          "Time spent writing temporary files.");

  /** Records written to the log of changes. */
  public static final AttrKey<Long> WAL_RECORDS =
      AttrKey.ofLong(
          "postgresql.wal_records",
          "{record}",
          DEVELOPMENT,
          "Records written to the log of changes.");

  /** Full pages written to the log of changes. */
  public static final AttrKey<Long> WAL_FPI =
      AttrKey.ofLong(
          "postgresql.wal_fpi", "{page}", DEVELOPMENT, "Full pages written to the log of changes.");

  /** Bytes written to the log of changes. */
  public static final AttrKey<Long> WAL_BYTES =
      AttrKey.ofLong(
          "postgresql.wal_bytes", "By", DEVELOPMENT, "Bytes written to the log of changes.");

  /** Times the buffers of the log of changes were full. */
  public static final AttrKey<Long> WAL_BUFFERS_FULL =
      AttrKey.ofLong(
          "postgresql.wal_buffers_full",
          "1",
          DEVELOPMENT,
          "Times the buffers of the log of changes were full.");

  /** Functions compiled just in time. */
  public static final AttrKey<Long> JIT_FUNCTIONS =
      AttrKey.ofLong(
          "postgresql.jit_functions",
          "{function}",
          DEVELOPMENT,
          "Functions compiled just in time.");

  /** Time spent generating code just in time. */
  public static final AttrKey<Double> JIT_GENERATION_TIME =
      AttrKey.ofDouble(
          "postgresql.jit_generation_time",
          "s",
          DEVELOPMENT,
          "Time spent generating code just in time.");

  /** Times functions were inlined. */
  public static final AttrKey<Long> JIT_INLINING_COUNT =
      AttrKey.ofLong(
          "postgresql.jit_inlining_count", "1", DEVELOPMENT, "Times functions were inlined.");

  /** Time spent inlining functions. */
  public static final AttrKey<Double> JIT_INLINING_TIME =
      AttrKey.ofDouble(
          "postgresql.jit_inlining_time", "s", DEVELOPMENT, "Time spent inlining functions.");

  /** Times code was optimised. */
  public static final AttrKey<Long> JIT_OPTIMIZATION_COUNT =
      AttrKey.ofLong(
          "postgresql.jit_optimization_count", "1", DEVELOPMENT, "Times code was optimised.");

  /** Time spent optimising code. */
  public static final AttrKey<Double> JIT_OPTIMIZATION_TIME =
      AttrKey.ofDouble(
          "postgresql.jit_optimization_time", "s", DEVELOPMENT, "Time spent optimising code.");

  /** Times code was emitted. */
  public static final AttrKey<Long> JIT_EMISSION_COUNT =
      AttrKey.ofLong("postgresql.jit_emission_count", "1", DEVELOPMENT, "Times code was emitted.");

  /** Time spent emitting code. */
  public static final AttrKey<Double> JIT_EMISSION_TIME =
      AttrKey.ofDouble(
          "postgresql.jit_emission_time", "s", DEVELOPMENT, "Time spent emitting code.");

  /** Tuple deforming functions compiled just in time. */
  public static final AttrKey<Long> JIT_DEFORM_COUNT =
      AttrKey.ofLong(
          "postgresql.jit_deform_count",
          "1",
          DEVELOPMENT,
          "Tuple deforming functions compiled just in time.");

  /** Time spent compiling tuple deforming functions. */
  public static final AttrKey<Double> JIT_DEFORM_TIME =
      AttrKey.ofDouble(
          "postgresql.jit_deform_time",
          "s",
          DEVELOPMENT,
          "Time spent compiling tuple deforming functions.");

  /** Parallel workers planned to be launched. */
  public static final AttrKey<Long> PARALLEL_WORKERS_TO_LAUNCH =
      AttrKey.ofLong(
          "postgresql.parallel_workers_to_launch",
          "{worker}",
          DEVELOPMENT,
          "Parallel workers planned to be launched.");

  /** Parallel workers launched. */
  public static final AttrKey<Long> PARALLEL_WORKERS_LAUNCHED =
      AttrKey.ofLong(
          "postgresql.parallel_workers_launched",
          "{worker}",
          DEVELOPMENT,
          "Parallel workers launched.");

  /** All of the above. */
  public static List<AttrKey<?>> all() {
    return List.of(
        QUERYID,
        ROLNAME,
        CALLS,
        ROWS,
        TOTAL_EXEC_TIME,
        SHARED_BLKS_HIT,
        SHARED_BLKS_READ,
        SHARED_BLKS_DIRTIED,
        SHARED_BLKS_WRITTEN,
        TEMP_BLKS_READ,
        TEMP_BLKS_WRITTEN,
        PLANS,
        TOTAL_PLAN_TIME,
        LOCAL_BLKS_HIT,
        LOCAL_BLKS_READ,
        LOCAL_BLKS_DIRTIED,
        LOCAL_BLKS_WRITTEN,
        SHARED_BLK_READ_TIME,
        SHARED_BLK_WRITE_TIME,
        LOCAL_BLK_READ_TIME,
        LOCAL_BLK_WRITE_TIME,
        TEMP_BLK_READ_TIME,
        TEMP_BLK_WRITE_TIME,
        WAL_RECORDS,
        WAL_FPI,
        WAL_BYTES,
        WAL_BUFFERS_FULL,
        JIT_FUNCTIONS,
        JIT_GENERATION_TIME,
        JIT_INLINING_COUNT,
        JIT_INLINING_TIME,
        JIT_OPTIMIZATION_COUNT,
        JIT_OPTIMIZATION_TIME,
        JIT_EMISSION_COUNT,
        JIT_EMISSION_TIME,
        JIT_DEFORM_COUNT,
        JIT_DEFORM_TIME,
        PARALLEL_WORKERS_TO_LAUNCH,
        PARALLEL_WORKERS_LAUNCHED);
  }
}
