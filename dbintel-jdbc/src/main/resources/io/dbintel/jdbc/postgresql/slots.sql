-- Replication slots: what they keep from being removed.
-- https://www.postgresql.org/docs/current/view-pg-replication-slots.html
WITH here AS MATERIALIZED (
  SELECT CASE
    WHEN pg_catalog.pg_is_in_recovery()
      THEN coalesce(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
    ELSE pg_catalog.pg_current_wal_lsn()
  END AS lsn
)
SELECT
  s.slot_name::pg_catalog.text AS slot,
  s.slot_type,
  s.active::pg_catalog.int4 AS active,
  (coalesce(s.wal_status, '') = 'lost')::pg_catalog.int4 AS lost,
  pg_catalog.pg_wal_lsn_diff(here.lsn, s.restart_lsn)::pg_catalog.int8 AS retained_bytes,
  s.safe_wal_size AS safe_bytes,
  coalesce(greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)), 0)::pg_catalog.int8 AS xmin_age
FROM pg_catalog.pg_replication_slots AS s
CROSS JOIN here
ORDER BY retained_bytes DESC NULLS LAST
LIMIT 1001
