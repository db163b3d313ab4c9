-- What logical slots decoded, PostgreSQL 14 and later.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-SLOTS-VIEW
SELECT
  s.slot_name::pg_catalog.text AS row_key,
  (extract(EPOCH FROM s.stats_reset) * 1000000)::pg_catalog.int8 AS reset_micros,
  s.slot_name::pg_catalog.text AS slot,
  s.total_txns,
  s.total_bytes,
  s.spill_bytes
FROM pg_catalog.pg_stat_replication_slots AS s
ORDER BY s.total_bytes DESC
LIMIT 1001
