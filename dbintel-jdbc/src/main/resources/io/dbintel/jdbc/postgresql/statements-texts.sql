-- The texts of some statements, and which statements of our role bear our mark. Makes the server load the file with all texts,
-- however few are asked for: asked at most once a minute. The array is of pairs: an id, and the database.
-- https://www.postgresql.org/docs/current/pgstatstatements.html
with pairs(items) as (select ?::bigint[]),
  wanted(query_id, database_oid) as (
    select p.items[i], p.items[i + 1]
    from pairs p cross join pg_catalog.generate_series(1, pg_catalog.cardinality(p.items), 2) as i)
select distinct on (s.queryid, s.dbid, s.userid = r.oid)
  s.queryid as query_id, s.dbid::bigint as database_oid, s.userid = r.oid as own_role,
  pg_catalog.strpos(s.query, '/* dbintel:') > 0 as marked,
  pg_catalog.left(s.query, 16384) as query_text,
  pg_catalog.octet_length(s.query) as query_bytes
from {schema}.pg_stat_statements(true) s
  cross join (select p.oid from pg_catalog.pg_roles p where p.rolname = current_user) r
  left join wanted w on w.query_id = s.queryid and w.database_oid = s.dbid::bigint
where s.queryid is not null
  and (w.query_id is not null or (s.userid = r.oid and pg_catalog.strpos(s.query, '/* dbintel:') > 0))
order by s.queryid, s.dbid, s.userid = r.oid, s.query is null
