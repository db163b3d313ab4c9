-- What the functions of pg_stat_statements return here: the extension's version is that of its last update, not the server's.
-- https://www.postgresql.org/docs/current/catalog-pg-proc.html
select n.nspname::text as schema, p.proname::text as function,
  array(select a.name from unnest(p.proargnames, p.proargmodes) as a(name, mode) where a.mode = 'o') as columns
from pg_catalog.pg_extension e
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
    and d.refobjid = e.oid and d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.deptype = 'e'
  join pg_catalog.pg_proc p on p.oid = d.objid
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where e.extname = 'pg_stat_statements' and p.proname in ('pg_stat_statements', 'pg_stat_statements_info')
