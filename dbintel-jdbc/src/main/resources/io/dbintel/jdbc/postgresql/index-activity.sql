-- What happens to the indexes of a database. An index of a partition counts as the partitioned index it is a part of.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
WITH discarded AS MATERIALIZED (
SELECT CASE
    WHEN a.stats_reset = b.stats_reset AND a.stats_reset = s.oldest AND a.stats_reset = s.newest
      THEN (extract(EPOCH FROM a.stats_reset) * 1000000)::pg_catalog.int8
  END AS micros
  FROM pg_catalog.pg_stat_archiver AS a,
    pg_catalog.pg_stat_bgwriter AS b,
    (SELECT pg_catalog.min(r.stats_reset) AS oldest, pg_catalog.max(r.stats_reset) AS newest
      FROM pg_catalog.pg_stat_slru AS r) AS s
),
relations AS MATERIALIZED (
  SELECT
    x.oid,
    CASE WHEN x.relispartition THEN pg_catalog.pg_partition_root(x.oid)::pg_catalog.oid ELSE x.oid END AS root_index,
    CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid ELSE c.oid END AS root_table
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE x.relkind = 'i'
    AND c.relkind IN ('r', 'm')
    AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  ORDER BY x.relpages DESC, x.oid
  LIMIT {max}
)
SELECT
  r.oid::pg_catalog.text AS row_key,
  discarded.micros AS reset_micros,
  pg_catalog.current_database() || '|' || n.nspname AS namespace,
  c.relname::pg_catalog.text AS table_name,
  x.relname::pg_catalog.text AS index_name,
  pg_catalog.pg_stat_get_numscans(r.oid) AS scans,
  pg_catalog.pg_stat_get_tuples_returned(r.oid) AS tup_read
FROM relations AS r
JOIN pg_catalog.pg_class AS x ON x.oid = r.root_index
JOIN pg_catalog.pg_class AS c ON c.oid = r.root_table
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN discarded
