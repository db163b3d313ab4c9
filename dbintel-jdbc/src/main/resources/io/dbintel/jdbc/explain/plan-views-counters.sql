-- How often and how long each plan was executed; the texts are left where they are.
-- https://www.postgresql.org/docs/current/catalog-pg-database.html
select v.{query_id}::text as query_id, v.{plan_id}::text as plan_id,
  coalesce((select d.datname::text from pg_catalog.pg_database d where d.oid::text = v.{database}::text), v.{database}::text, '') as database,
  pg_catalog.sum(v.{calls})::bigint as calls, pg_catalog.sum(v.{time})::float8 as total_ms
from {relation} v
where v.{query_id} is not null and v.{plan_id} is not null
group by 1, 2, 3
limit {max}
