-- Since when the server runs, what it is, and how many databases it has.
-- https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SESSION
SELECT
  pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - pg_catalog.pg_postmaster_start_time()) AS uptime_seconds,
  pg_catalog.pg_is_in_recovery()::pg_catalog.int4 AS recovery,
  (SELECT pg_catalog.count(*) FROM pg_catalog.pg_database AS d WHERE NOT d.datistemplate) AS databases
