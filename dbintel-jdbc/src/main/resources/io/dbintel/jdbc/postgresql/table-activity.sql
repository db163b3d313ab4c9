-- What happens to the tables of a database. A partition counts as the table it is a part of. Temporary tables are left
-- out: they come and go, and are their session's business. Takes no lock on any table.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-TABLES-VIEW (and PG-STATIO-ALL-TABLES)
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-INFO-PARTITION
--
-- As with databases, reset_micros tells of a crash; what is reset by hand is told by a counter that falls.
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
    c.oid,
    c.reltoastrelid,
    CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid ELSE c.oid END AS root,
    CASE WHEN c.relfrozenxid::pg_catalog.text <> '0' THEN pg_catalog.age(c.relfrozenxid) END AS xid_age
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm')
    AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  ORDER BY c.relpages DESC, c.oid
  LIMIT {max}
),
indexes AS MATERIALIZED (
  SELECT
    i.indrelid,
    pg_catalog.sum(pg_catalog.pg_stat_get_blocks_fetched(i.indexrelid))::pg_catalog.int8 AS fetched,
    pg_catalog.sum(pg_catalog.pg_stat_get_blocks_hit(i.indexrelid))::pg_catalog.int8 AS hit
  FROM pg_catalog.pg_index AS i
  GROUP BY i.indrelid
)
SELECT
  r.oid::pg_catalog.text AS row_key,
  discarded.micros AS reset_micros,
  pg_catalog.current_database() || '|' || n.nspname AS namespace,
  c.relname::pg_catalog.text AS table_name,
  pg_catalog.pg_stat_get_numscans(r.oid) AS seq_scan,
  pg_catalog.pg_stat_get_tuples_returned(r.oid) AS seq_tup_read,
  pg_catalog.pg_stat_get_tuples_inserted(r.oid) AS inserted,
  pg_catalog.pg_stat_get_tuples_updated(r.oid) AS updated,
  pg_catalog.pg_stat_get_tuples_deleted(r.oid) AS deleted,
  pg_catalog.pg_stat_get_tuples_hot_updated(r.oid) AS hot_updated,
  pg_catalog.pg_stat_get_live_tuples(r.oid) AS live,
  pg_catalog.pg_stat_get_dead_tuples(r.oid) AS dead,
  CASE WHEN pg_catalog.pg_stat_get_dead_tuples(r.oid) + pg_catalog.pg_stat_get_live_tuples(r.oid) > 0
    THEN pg_catalog.pg_stat_get_dead_tuples(r.oid)::pg_catalog.float8
      / (pg_catalog.pg_stat_get_dead_tuples(r.oid) + pg_catalog.pg_stat_get_live_tuples(r.oid))
  END AS dead_ratio,
  pg_catalog.pg_stat_get_mod_since_analyze(r.oid) AS modified,
  pg_catalog.pg_stat_get_vacuum_count(r.oid) AS vacuums,
  pg_catalog.pg_stat_get_autovacuum_count(r.oid) AS autovacuums,
  pg_catalog.pg_stat_get_analyze_count(r.oid) AS analyzes,
  pg_catalog.pg_stat_get_autoanalyze_count(r.oid) AS autoanalyzes,
  pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - greatest(
    pg_catalog.pg_stat_get_last_vacuum_time(r.oid), pg_catalog.pg_stat_get_last_autovacuum_time(r.oid)))
    AS vacuumed_seconds,
  pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - greatest(
    pg_catalog.pg_stat_get_last_analyze_time(r.oid), pg_catalog.pg_stat_get_last_autoanalyze_time(r.oid)))
    AS analyzed_seconds,
  r.xid_age::pg_catalog.int8 AS xid_age,
  pg_catalog.pg_stat_get_blocks_fetched(r.oid) - pg_catalog.pg_stat_get_blocks_hit(r.oid) AS heap_read,
  pg_catalog.pg_stat_get_blocks_hit(r.oid) AS heap_hit,
  coalesce(i.fetched - i.hit, 0) AS idx_read,
  coalesce(i.hit, 0) AS idx_hit,
  pg_catalog.pg_stat_get_blocks_fetched(r.reltoastrelid) - pg_catalog.pg_stat_get_blocks_hit(r.reltoastrelid) AS toast_read,
  pg_catalog.pg_stat_get_blocks_hit(r.reltoastrelid) AS toast_hit,
  coalesce(t.fetched - t.hit, 0) AS tidx_read,
  coalesce(t.hit, 0) AS tidx_hit
FROM relations AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.root
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN indexes AS i ON i.indrelid = r.oid
LEFT JOIN indexes AS t ON t.indrelid = r.reltoastrelid AND r.reltoastrelid <> 0
CROSS JOIN discarded
