-- The background writer, PostgreSQL 17 and later: what backends write stands in pg_stat_io.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-BGWRITER-VIEW
SELECT
  'bgwriter' AS row_key,
  (extract(EPOCH FROM b.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  b.buffers_clean,
  b.maxwritten_clean,
  b.buffers_alloc
FROM pg_catalog.pg_stat_bgwriter AS b
