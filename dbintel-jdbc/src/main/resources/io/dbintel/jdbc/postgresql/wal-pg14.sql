-- What went into the write-ahead log, PostgreSQL 14 to 17: with how it was written.
-- https://www.postgresql.org/docs/17/monitoring-stats.html#MONITORING-PG-STAT-WAL-VIEW
SELECT
  'wal' AS row_key,
  (extract(EPOCH FROM w.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  w.wal_records,
  w.wal_fpi,
  w.wal_bytes,
  w.wal_buffers_full,
  w.wal_write,
  w.wal_sync,
  w.wal_write_time,
  w.wal_sync_time
FROM pg_catalog.pg_stat_wal AS w
