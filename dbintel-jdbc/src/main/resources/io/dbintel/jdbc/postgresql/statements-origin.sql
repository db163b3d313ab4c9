-- Whose counters these are and since when they count. Asked before and after they are read.
-- {info} is the function pg_stat_statements_info, or nothing where there is none.
-- https://www.postgresql.org/docs/current/pgstatstatements.html
select (extract(epoch from pg_catalog.clock_timestamp()) * 1000000)::bigint as now_micros,
  (extract(epoch from pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint as started_micros,
  coalesce(pg_catalog.host(pg_catalog.inet_server_addr()), '') || ':'
    || coalesce(pg_catalog.inet_server_port(), 0) as address,
  (select r.oid::bigint from pg_catalog.pg_roles r where r.rolname = current_user) as role_oid,
  coalesce(pg_catalog.current_setting('pg_stat_statements.max', true), '0')::bigint as max_entries,
  i.dealloc as deallocations,
  (extract(epoch from i.stats_reset) * 1000000)::bigint as reset_micros
from {info} i
