-- The databases a role can visit.
-- https://www.postgresql.org/docs/current/catalog-pg-database.html
select d.datname::text as name
from pg_catalog.pg_database d
where d.datallowconn and not d.datistemplate and pg_catalog.has_database_privilege(d.oid, 'connect')
order by d.datname
limit 1000
