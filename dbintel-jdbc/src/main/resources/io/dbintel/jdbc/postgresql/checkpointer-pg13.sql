-- The checkpointer, PostgreSQL 13 to 16, where it shares a view with the background writer.
-- https://www.postgresql.org/docs/16/monitoring-stats.html#MONITORING-PG-STAT-BGWRITER-VIEW
SELECT
  'checkpointer' AS row_key,
  (extract(EPOCH FROM b.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  b.checkpoints_timed,
  b.checkpoints_req,
  b.checkpoint_write_time,
  b.checkpoint_sync_time,
  b.buffers_checkpoint
FROM pg_catalog.pg_stat_bgwriter AS b
