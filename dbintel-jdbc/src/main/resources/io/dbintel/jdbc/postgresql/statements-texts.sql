-- The texts of some statements, and which statements of our role bear our mark. Makes the server load the file with all texts,
-- however few are asked for: asked at most once a minute.
-- https://www.postgresql.org/docs/current/pgstatstatements.html
select distinct on (s.queryid, s.userid = r.oid)
  s.queryid as query_id, s.userid = r.oid as own_role,
  pg_catalog.strpos(s.query, '/* dbintel:') > 0 as marked,
  pg_catalog.left(s.query, 16384) as query_text,
  pg_catalog.octet_length(s.query) as query_bytes
from {schema}.pg_stat_statements(true) s
  cross join (select p.oid from pg_catalog.pg_roles p where p.rolname = current_user) r
where s.queryid is not null
  and (s.queryid = any(?) or (s.userid = r.oid and pg_catalog.strpos(s.query, '/* dbintel:') > 0))
order by s.queryid, s.userid = r.oid
