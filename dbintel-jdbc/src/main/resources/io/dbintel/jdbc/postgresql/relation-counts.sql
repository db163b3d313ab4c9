-- How many tables and indexes a database has, and how many of the indexes do nothing for it: not valid, or never scanned
-- since the statistics began. Constraints need theirs, used or not. Which they are, unused-indexes.sql tells of the largest.
-- https://www.postgresql.org/docs/current/catalog-pg-index.html
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
WITH tables AS MATERIALIZED (
  SELECT c.oid
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm')
    AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
),
indexes AS MATERIALIZED (
  SELECT
    i.indisvalid,
    i.indisvalid
      AND NOT i.indisunique
      AND NOT i.indisreplident
      AND pg_catalog.pg_stat_get_numscans(i.indexrelid) = 0
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = i.indexrelid) AS unused,
    x.relpages::pg_catalog.int8 * pg_catalog.current_setting('block_size')::pg_catalog.int8 AS bytes
  FROM pg_catalog.pg_index AS i
  JOIN tables AS t ON t.oid = i.indrelid
  JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
)
SELECT
  pg_catalog.current_database()::pg_catalog.text AS database_name,
  (SELECT pg_catalog.count(*) FROM tables) AS tables,
  pg_catalog.count(*) AS indexes,
  pg_catalog.count(*) FILTER (WHERE NOT indisvalid) AS invalid,
  pg_catalog.count(*) FILTER (WHERE unused) AS unused,
  coalesce(pg_catalog.sum(bytes) FILTER (WHERE unused), 0)::pg_catalog.int8 AS unused_bytes
FROM indexes
