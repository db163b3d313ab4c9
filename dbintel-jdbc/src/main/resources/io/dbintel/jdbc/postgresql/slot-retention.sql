-- How much of the write-ahead log replication slots keep from being removed. Apart from the rest: some managed servers
-- raise an error at these functions. One that was lost keeps nothing.
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
  CASE
    WHEN s.wal_status = 'lost' THEN 0
    ELSE pg_catalog.pg_wal_lsn_diff(here.lsn, s.restart_lsn)::pg_catalog.int8
  END AS retained_bytes
FROM pg_catalog.pg_replication_slots AS s
CROSS JOIN here
ORDER BY retained_bytes DESC NULLS LAST
LIMIT 1001
