-- How far what receives this server's write-ahead log is behind it. In recovery it sends on what it received. Apart from
-- the rest: some managed servers raise an error at these functions.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW
WITH here AS MATERIALIZED (
  SELECT CASE
    WHEN pg_catalog.pg_is_in_recovery()
      THEN coalesce(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
    ELSE pg_catalog.pg_current_wal_lsn()
  END AS lsn
)
SELECT
  coalesce(pg_catalog.host(r.client_addr), 'unix') AS client,
  r.application_name,
  pg_catalog.pg_wal_lsn_diff(here.lsn, coalesce(r.replay_lsn, r.flush_lsn, r.sent_lsn))::pg_catalog.int8
    AS delay_bytes
FROM pg_catalog.pg_stat_replication AS r
CROSS JOIN here
ORDER BY delay_bytes DESC NULLS LAST
LIMIT 1001
