-- Whose profile of waits this is, where it is, and how far its samples are apart: null if the library is not loaded.
-- https://github.com/postgrespro/pg_wait_sampling#configuration
SELECT
  (extract(EPOCH FROM pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8 AS now_micros,
  (extract(EPOCH FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::pg_catalog.int8 AS started_micros,
  coalesce(pg_catalog.host(pg_catalog.inet_server_addr()), '') || ':'
    || coalesce(pg_catalog.inet_server_port(), 0) AS address,
  (SELECT n.nspname::pg_catalog.text
   FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
   WHERE e.extname = 'pg_wait_sampling') AS schema,
  (SELECT s.setting::pg_catalog.int8 FROM pg_catalog.pg_settings AS s
   WHERE s.name = 'pg_wait_sampling.profile_period') AS period_millis
