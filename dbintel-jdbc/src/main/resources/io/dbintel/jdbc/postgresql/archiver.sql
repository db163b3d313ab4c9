-- The archiver.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ARCHIVER-VIEW
SELECT
  'archiver' AS row_key,
  (extract(EPOCH FROM a.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  a.archived_count,
  a.failed_count,
  pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.last_archived_time) AS archived_seconds,
  CASE WHEN a.last_failed_time > coalesce(a.last_archived_time, '-infinity') THEN 1 ELSE 0 END AS failing
FROM pg_catalog.pg_stat_archiver AS a
