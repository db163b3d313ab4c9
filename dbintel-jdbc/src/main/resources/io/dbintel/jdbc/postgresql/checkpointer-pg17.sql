-- The checkpointer, PostgreSQL 17.
-- https://www.postgresql.org/docs/17/monitoring-stats.html#MONITORING-PG-STAT-CHECKPOINTER-VIEW
SELECT
  'checkpointer' AS row_key,
  (extract(EPOCH FROM c.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  c.num_timed AS checkpoints_timed,
  c.num_requested AS checkpoints_req,
  c.write_time AS checkpoint_write_time,
  c.sync_time AS checkpoint_sync_time,
  c.buffers_written AS buffers_checkpoint,
  c.restartpoints_done
FROM pg_catalog.pg_stat_checkpointer AS c
