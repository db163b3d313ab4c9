-- Slots nobody reads from that keep more than 1 GiB of the write-ahead log; one that was lost keeps nothing.
-- https://www.postgresql.org/docs/current/view-pg-replication-slots.html
SELECT
  s.slot_name::pg_catalog.text AS subject,
  pg_catalog.pg_size_pretty(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.restart_lsn)) AS retained,
  'SELECT slot_name FROM pg_replication_slots WHERE restart_lsn = ''' || s.restart_lsn::pg_catalog.text || ''';' AS lookup,
  pg_catalog.count(*) OVER () AS found
FROM pg_catalog.pg_replication_slots AS s
WHERE NOT s.active
  AND s.wal_status IS DISTINCT FROM 'lost'
  AND pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.restart_lsn) > 1073741824
ORDER BY s.restart_lsn
LIMIT 20
