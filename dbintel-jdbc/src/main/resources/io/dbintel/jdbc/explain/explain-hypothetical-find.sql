-- Where HypoPG is in this database, if it is the extension of that name, a superuser's, and our role may call it. A function that only
-- bears the name is not found.
-- https://hypopg.readthedocs.io/en/rel1_stable/usage.html
select n.nspname as schema
from pg_catalog.pg_extension e
  join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  join pg_catalog.pg_roles r on r.oid = e.extowner
where e.extname = 'hypopg' and r.rolsuper and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  and 2 = (
    select pg_catalog.count(*)
    from pg_catalog.pg_depend d
      join pg_catalog.pg_proc p on p.oid = d.objid
      join pg_catalog.pg_roles o on o.oid = p.proowner
    where d.classid = 'pg_catalog.pg_proc'::regclass and d.refclassid = 'pg_catalog.pg_extension'::regclass and d.refobjid = e.oid
      and d.deptype = 'e' and p.pronamespace = n.oid and o.rolsuper and pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
      and (p.proname = 'hypopg_create_index' and pg_catalog.oidvectortypes(p.proargtypes) = 'text'
        or p.proname = 'hypopg_reset' and p.pronargs = 0))
