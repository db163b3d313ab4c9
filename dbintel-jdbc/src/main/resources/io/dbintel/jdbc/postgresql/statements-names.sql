-- What databases and roles are called.
-- https://www.postgresql.org/docs/current/catalog-pg-database.html
with wanted(oid) as (select pg_catalog.unnest(?::bigint[]))
select d.oid::bigint as oid, d.datname::text as name, true as is_database
from pg_catalog.pg_database d join wanted w on d.oid::bigint = w.oid
union all
select r.oid::bigint, r.rolname::text, false
from pg_catalog.pg_roles r join wanted w on r.oid::bigint = w.oid
