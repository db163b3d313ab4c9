-- All counters, without the texts: false spares the server the file they are in.
-- A row our role may not see has no id.
-- https://www.postgresql.org/docs/current/pgstatstatements.html
select s.queryid as query_id, s.userid::bigint as user_oid, s.dbid::bigint as database_oid, {columns}
from {schema}.pg_stat_statements(false) s
