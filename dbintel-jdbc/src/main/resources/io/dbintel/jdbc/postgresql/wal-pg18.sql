-- What went into the write-ahead log, PostgreSQL 18 and later: how it was written stands in pg_stat_io.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-WAL-VIEW
SELECT
  'wal' AS row_key,
  (extract(EPOCH FROM w.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  w.wal_records,
  w.wal_fpi,
  w.wal_bytes,
  w.wal_buffers_full
FROM pg_catalog.pg_stat_wal AS w
