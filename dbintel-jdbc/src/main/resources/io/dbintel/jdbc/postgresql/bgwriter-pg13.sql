-- The background writer, PostgreSQL 13 to 16: with what backends wrote themselves.
-- https://www.postgresql.org/docs/16/monitoring-stats.html#MONITORING-PG-STAT-BGWRITER-VIEW
SELECT
  'bgwriter' AS row_key,
  (extract(EPOCH FROM b.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  b.buffers_clean,
  b.maxwritten_clean,
  b.buffers_alloc,
  b.buffers_backend,
  b.buffers_backend_fsync
FROM pg_catalog.pg_stat_bgwriter AS b
