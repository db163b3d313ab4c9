-- Locks by database, mode and kind, without those of this transaction itself. It looks at every lock of the server.
-- https://www.postgresql.org/docs/current/view-pg-locks.html
SELECT
  d.datname::pg_catalog.text AS database_name,
  l.mode,
  l.locktype AS lock_type,
  pg_catalog.count(*) AS locks,
  pg_catalog.count(*) FILTER (WHERE NOT l.granted) AS waiting
FROM pg_catalog.pg_locks AS l
LEFT JOIN pg_catalog.pg_database AS d ON d.oid = l.database
WHERE l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
GROUP BY d.datname, l.mode, l.locktype
ORDER BY locks DESC
LIMIT 10001
