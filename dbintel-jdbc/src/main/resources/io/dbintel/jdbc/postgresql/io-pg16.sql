-- Input and output by who, on what and why, PostgreSQL 16 and 17. Rows in which nothing ever happened are left out.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-IO-VIEW
SELECT
  i.backend_type || '/' || i.object || '/' || i.context AS row_key,
  (extract(EPOCH FROM i.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  i.backend_type,
  i.object,
  i.context,
  i.reads,
  i.writes,
  i.extends,
  i.writebacks,
  i.fsyncs,
  i.hits,
  i.evictions,
  i.reuses,
  (i.reads * i.op_bytes)::pg_catalog.int8 AS read_bytes,
  (i.writes * i.op_bytes)::pg_catalog.int8 AS write_bytes,
  (i.extends * i.op_bytes)::pg_catalog.int8 AS extend_bytes,
  i.read_time,
  i.write_time,
  i.extend_time,
  i.writeback_time,
  i.fsync_time
FROM pg_catalog.pg_stat_io AS i
WHERE coalesce(i.reads, 0) + coalesce(i.writes, 0) + coalesce(i.extends, 0) + coalesce(i.writebacks, 0)
  + coalesce(i.fsyncs, 0) + coalesce(i.hits, 0) + coalesce(i.evictions, 0) + coalesce(i.reuses, 0) > 0
