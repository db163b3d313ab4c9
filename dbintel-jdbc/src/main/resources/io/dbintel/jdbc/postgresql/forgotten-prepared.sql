-- Prepared transactions older than an hour: they hold locks and the past, and outlive a restart.
-- https://www.postgresql.org/docs/current/view-pg-prepared-xacts.html
SELECT
  p.transaction::pg_catalog.text::pg_catalog.int8 AS subject,
  p.database::pg_catalog.text AS database_name,
  pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - p.prepared)::pg_catalog.text AS age,
  'SELECT gid FROM pg_prepared_xacts WHERE transaction = ''' || p.transaction::pg_catalog.text || ''';' AS lookup,
  pg_catalog.count(*) OVER () AS found
FROM pg_catalog.pg_prepared_xacts AS p
WHERE p.prepared < pg_catalog.clock_timestamp() - interval '1 hour'
ORDER BY p.prepared
LIMIT 20
