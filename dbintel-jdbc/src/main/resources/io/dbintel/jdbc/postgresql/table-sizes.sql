-- The disk space of tables, without their indexes: exact for the {exact} largest, estimated from their last vacuum or analyze for the others.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-DBSIZE
-- https://www.postgresql.org/docs/current/catalog-pg-class.html (relpages)
--
-- To ask for a size takes a lock for a moment, and would wait behind an ACCESS EXCLUSIVE one, or behind somebody who waits
-- for one. Whatever is so locked is skipped and counted. A lock that is taken just after we looked is waited for 10 ms at
-- most; then this reading of sizes is given up.
WITH patience AS MATERIALIZED (
  SELECT pg_catalog.set_config('lock_timeout', '10ms', true) AS lock_timeout
),
locked AS MATERIALIZED (
  SELECT DISTINCT l.relation
  FROM pg_catalog.pg_locks AS l
  JOIN pg_catalog.pg_database AS d ON d.oid = l.database
  WHERE d.datname = pg_catalog.current_database()
    AND l.locktype = 'relation'
    AND l.mode = 'AccessExclusiveLock'
),
relations AS MATERIALIZED (
  SELECT
    c.oid,
    c.reltoastrelid,
    pg_catalog.row_number() OVER (
      ORDER BY greatest(c.relpages, pg_catalog.pg_stat_get_live_tuples(c.oid) / 100) DESC, c.oid) AS place,
    c.relpages::pg_catalog.int8 * pg_catalog.current_setting('block_size')::pg_catalog.int8 AS estimate,
    CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid ELSE c.oid END AS root
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  CROSS JOIN patience
  WHERE c.relkind IN ('r', 'm')
    AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND patience.lock_timeout IS NOT NULL
  ORDER BY c.relpages DESC, c.oid
  LIMIT {max}
),
checked AS MATERIALIZED (
  SELECT
    r.*,
    EXISTS (SELECT FROM locked AS l WHERE l.relation IN (r.oid, r.reltoastrelid)) AS is_locked
  FROM relations AS r
)
SELECT
  pg_catalog.current_database() || '|' || n.nspname AS namespace,
  c.relname::pg_catalog.text AS table_name,
  CASE
    WHEN r.is_locked THEN NULL
    WHEN r.place <= {exact} THEN pg_catalog.pg_table_size(r.oid)
    ELSE r.estimate
  END AS size_bytes,
  pg_catalog.current_database()::pg_catalog.text AS database_name,
  r.is_locked::pg_catalog.int4::pg_catalog.int8 AS locked
FROM checked AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.root
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
