-- The texts of some statements as the server keeps them, who ran each, and the search path it then had: that of the role in the database, of
-- the role, of the database, of all; else the server's. Makes the server load the file with all texts.
-- https://www.postgresql.org/docs/current/pgstatstatements.html
-- https://www.postgresql.org/docs/current/catalog-pg-db-role-setting.html
with ran as (
  select s.queryid, s.dbid, s.userid, pg_catalog.min(s.query) as query, pg_catalog.sum(s.total_exec_time) as total
  from {schema}.pg_stat_statements(true) s
  where s.queryid = any(?::bigint[]) and pg_catalog.strpos(s.query, '/* dbintel:') = 0
  group by s.queryid, s.dbid, s.userid)
select distinct on (s.queryid, s.dbid)
  s.queryid as query_id, d.datname::text as database, r.rolname::text as role,
  pg_catalog.left(s.query, 32768) as query_text, pg_catalog.octet_length(s.query) as query_bytes,
  coalesce(
    (select pg_catalog.substr(c.setting, 13)
    from pg_catalog.pg_db_role_setting g cross join pg_catalog.unnest(g.setconfig) as c(setting)
    where g.setdatabase in (0, s.dbid) and g.setrole in (0, s.userid) and pg_catalog.starts_with(c.setting, 'search_path=')
    order by g.setrole <> 0 desc, g.setdatabase <> 0 desc
    limit 1),
    (select p.reset_val from pg_catalog.pg_settings p
    where p.name = 'search_path' and p.reset_val not in ('pg_catalog,pg_temp', 'pg_catalog, pg_temp')),
    '"$user", public') as search_path
from ran s
  join pg_catalog.pg_database d on d.oid = s.dbid
  left join pg_catalog.pg_roles r on r.oid = s.userid
order by s.queryid, s.dbid, s.total desc, s.userid
