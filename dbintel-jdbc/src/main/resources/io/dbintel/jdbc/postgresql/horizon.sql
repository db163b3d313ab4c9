-- How many transactions ago the oldest one was that something still needs the past of, by what needs it. Vacuum can
-- remove nothing younger. Ours is left out, and so is VACUUM, which holds nothing itself, with what works for it, and so is a slot that
-- was lost. Always gives a row for each kind of holder.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW (backend_xid, backend_xmin)
-- https://www.postgresql.org/docs/current/view-pg-prepared-xacts.html
-- https://www.postgresql.org/docs/current/view-pg-replication-slots.html (xmin, catalog_xmin)
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW (backend_xmin: the feedback of a standby)
SELECT
  h.holder,
  coalesce(pg_catalog.max(h.age), 0)::pg_catalog.int8 AS age
FROM (
  VALUES ('session'::pg_catalog.text, 0), ('prepared_transaction', 0), ('replication_slot', 0), ('standby', 0)
  UNION ALL
  SELECT 'session', greatest(pg_catalog.age(a.backend_xid), pg_catalog.age(a.backend_xmin))
  FROM pg_catalog.pg_stat_activity AS a
  WHERE a.pid <> pg_catalog.pg_backend_pid()
    AND a.backend_type <> 'walsender'
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_stat_progress_vacuum AS v WHERE v.pid = a.pid OR v.pid = a.leader_pid)
  UNION ALL
  SELECT 'prepared_transaction', pg_catalog.age(p.transaction)
  FROM pg_catalog.pg_prepared_xacts AS p
  UNION ALL
  SELECT 'replication_slot', greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin))
  FROM pg_catalog.pg_replication_slots AS s
  WHERE s.wal_status IS DISTINCT FROM 'lost'
  UNION ALL
  SELECT 'standby', pg_catalog.age(r.backend_xmin)
  FROM pg_catalog.pg_stat_replication AS r
) AS h(holder, age)
GROUP BY h.holder
