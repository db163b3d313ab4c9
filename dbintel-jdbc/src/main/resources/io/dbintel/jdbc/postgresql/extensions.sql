-- The extensions of the database we are connected to.
-- https://www.postgresql.org/docs/current/catalog-pg-extension.html
select e.extname::text as name, e.extversion as version, n.nspname::text as schema
from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
