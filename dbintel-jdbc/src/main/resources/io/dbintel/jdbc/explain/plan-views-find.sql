-- Which of these views, tables or functions are there, with their columns, and whether they are a superuser's: functions in a view that
-- somebody planted would run as our role. The names are hexadecimal UTF-8, separated by commas.
-- https://www.postgresql.org/docs/current/catalog-pg-class.html
with wanted(name) as (
  select pg_catalog.convert_from(pg_catalog.decode(x.hex, 'hex'), 'UTF8')::name
  from pg_catalog.regexp_split_to_table('{names}', ',') as x(hex) where x.hex <> '')
select n.nspname::text as schema, c.relname::text as name, false as is_function, r.rolsuper as trusted,
  array(select a.attname::text from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
from pg_catalog.pg_class c
  join wanted w on w.name = c.relname
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_roles r on r.oid = c.relowner
where c.relkind in ('r', 'v', 'm')
union all
select n.nspname::text, p.proname::text, true, r.rolsuper, p.proargnames::text[]
from pg_catalog.pg_proc p
  join wanted w on w.name = p.proname
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_roles r on r.oid = p.proowner
where p.proretset and p.proargnames is not null
order by 3, 1
