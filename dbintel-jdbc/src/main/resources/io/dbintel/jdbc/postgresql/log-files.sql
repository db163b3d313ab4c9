-- The files of the log, newest first, those that are written now with their format.
-- https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SESSION-TABLE
with now_written as materialized (
  select d.format, pg_catalog.regexp_replace(pg_catalog.pg_current_logfile(d.format), '^.*/', '') as name
  from pg_catalog.unnest(array['csvlog', 'stderr']) d(format))
select f.name, f.size, (extract(epoch from f.modification) * 1000000)::bigint as modified_micros, c.format
from pg_catalog.pg_ls_logdir() f left join now_written c on c.name = f.name
order by f.modification desc limit 500
