-- Long maintenance and how far it is, PostgreSQL 13; done is null as long as the server does not know how much there is.
-- https://www.postgresql.org/docs/current/progress-reporting.html
SELECT
  p.operation,
  p.phase,
  d.datname::pg_catalog.text AS database_name,
  1::pg_catalog.int8 AS running,
  CASE WHEN p.total > 0 THEN least(1, p.done::pg_catalog.float8 / p.total) END AS done
FROM (
  SELECT 'vacuum' AS operation, v.phase, v.datid, v.heap_blks_scanned AS done, v.heap_blks_total AS total
  FROM pg_catalog.pg_stat_progress_vacuum AS v
  UNION ALL
  SELECT 'analyze', a.phase, a.datid, a.sample_blks_scanned, a.sample_blks_total
  FROM pg_catalog.pg_stat_progress_analyze AS a
  UNION ALL
  SELECT 'create_index', i.phase, i.datid,
    CASE WHEN i.blocks_total > 0 THEN i.blocks_done ELSE i.tuples_done END,
    CASE WHEN i.blocks_total > 0 THEN i.blocks_total ELSE i.tuples_total END
  FROM pg_catalog.pg_stat_progress_create_index AS i
  UNION ALL
  SELECT 'cluster', c.phase, c.datid, c.heap_blks_scanned, c.heap_blks_total
  FROM pg_catalog.pg_stat_progress_cluster AS c
  UNION ALL
  SELECT 'base_backup', b.phase, NULL, b.backup_streamed, b.backup_total
  FROM pg_catalog.pg_stat_progress_basebackup AS b
) AS p
LEFT JOIN pg_catalog.pg_database AS d ON d.oid = p.datid
LIMIT 1001
