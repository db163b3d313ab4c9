-- Which run of which server answers, and whether our role sees all of it now: opens each reading of counters.
-- https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SESSION (and -ACCESS)
SELECT
  (extract(EPOCH FROM pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8 AS now_micros,
  (extract(EPOCH FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::pg_catalog.int8 AS started_micros,
  pg_catalog.pg_has_role('pg_read_all_stats', 'usage') AS monitor
