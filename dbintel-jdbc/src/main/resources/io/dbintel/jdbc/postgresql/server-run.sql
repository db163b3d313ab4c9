-- Which run of which server answers: opens each reading of counters.
-- https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SESSION
SELECT
  (extract(EPOCH FROM pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8 AS now_micros,
  (extract(EPOCH FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::pg_catalog.int8 AS started_micros
