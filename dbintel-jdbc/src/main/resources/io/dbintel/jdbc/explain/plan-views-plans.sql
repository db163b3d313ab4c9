-- The texts of some plans: pairs of a query's id and a plan's, hexadecimal UTF-8, separated by commas and colons.
-- https://www.postgresql.org/docs/current/functions-string.html
with wanted(query_id, plan_id) as materialized (
  select pg_catalog.convert_from(pg_catalog.decode(pg_catalog.split_part(x.pair, ':', 1), 'hex'), 'UTF8'),
    pg_catalog.convert_from(pg_catalog.decode(pg_catalog.split_part(x.pair, ':', 2), 'hex'), 'UTF8')
  from pg_catalog.regexp_split_to_table('{pairs}', ',') as x(pair))
select distinct on (1, 2, 3) v.{query_id}::text as query_id, v.{plan_id}::text as plan_id,
  coalesce((select d.datname::text from pg_catalog.pg_database d where d.oid::text = v.{database}::text), v.{database}::text, '') as database,
  v.{plan}::text as plan
from {relation} v join wanted w on w.query_id = v.{query_id}::text and w.plan_id = v.{plan_id}::text
where v.{plan} is not null and pg_catalog.length(v.{plan}::text) between 1 and 1000000
order by 1, 2, 3
