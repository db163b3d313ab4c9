-- How our own connection is protected. Every role sees its own rows.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-SSL-VIEW
select coalesce(s.ssl, false) as ssl,
  coalesce(pg_catalog.inet_client_addr() <<= '127.0.0.0/8'::inet
    or pg_catalog.inet_client_addr() = '::1'::inet
    or pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr(), true) as local
from (select 1) one left join pg_catalog.pg_stat_ssl s on s.pid = pg_catalog.pg_backend_pid()
