-- The largest indexes of 10 MiB or more, in tables that are written to, that nothing read since the statistics began, if
-- they began {unused_days} days ago or earlier. Constraints and replica identities need theirs, used or not.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
-- https://www.postgresql.org/docs/current/catalog-pg-index.html
--
-- A crash discards all statistics, which moves the archiver's, and a reset by hand the database's: the later of the two
-- is never before they began.
WITH began AS MATERIALIZED (
  SELECT greatest(d.stats_reset, a.stats_reset) AS at
  FROM pg_catalog.pg_stat_archiver AS a, pg_catalog.pg_stat_database AS d
  WHERE d.datname = pg_catalog.current_database()
)
SELECT
  pg_catalog.format('%I.%I', n.nspname, x.relname) AS subject,
  pg_catalog.pg_size_pretty(
    x.relpages::pg_catalog.int8 * pg_catalog.current_setting('block_size')::pg_catalog.int8) AS size,
  pg_catalog.date_part('day', pg_catalog.clock_timestamp() - began.at)::pg_catalog.int4::pg_catalog.text AS days,
  'SELECT ' || x.oid::pg_catalog.text || '::regclass;' AS lookup,
  pg_catalog.count(*) OVER () AS found
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = x.relnamespace
CROSS JOIN began
WHERE i.indisvalid
  AND NOT i.indisunique
  AND NOT i.indisreplident
  AND c.relkind IN ('r', 'm')
  AND NOT x.relispartition
  AND c.relpersistence <> 't'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND x.relpages::pg_catalog.int8 * pg_catalog.current_setting('block_size')::pg_catalog.int8 >= 10485760
  AND began.at <= pg_catalog.clock_timestamp() - pg_catalog.make_interval(days => {unused_days})
  AND pg_catalog.pg_stat_get_numscans(x.oid) = 0
  AND pg_catalog.pg_stat_get_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_tuples_updated(c.oid) > 0
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = i.indexrelid)
ORDER BY x.relpages DESC, x.oid
LIMIT 10
