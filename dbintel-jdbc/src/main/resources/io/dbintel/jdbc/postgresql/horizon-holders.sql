-- Who has held the past from being removed for {held_minutes} minutes, or for {held_transactions} transactions: sessions,
-- prepared transactions, replication slots and standbys, the worst first. A session holds it by a transaction id or by a
-- snapshot; one that is idle between two statements at read committed, and wrote nothing, has neither. Nor does VACUUM
-- hold it, nor a slot that was lost. The identifier that its client gave to a prepared transaction is free text and not
-- asked for: its transaction id tells which it is. Nothing here ends or drops more than one by name or number.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW (backend_xid, backend_xmin)
-- https://www.postgresql.org/docs/current/view-pg-prepared-xacts.html
-- https://www.postgresql.org/docs/current/view-pg-replication-slots.html (xmin, catalog_xmin)
WITH holders AS MATERIALIZED (
  SELECT
    'session, pid' AS kind,
    NULL::pg_catalog.text AS subject,
    a.pid::pg_catalog.int8 AS number,
    a.application_name::pg_catalog.text AS application,
    coalesce(a.datname::pg_catalog.text, '') AS database_name,
    a.xact_start AS began,
    coalesce(greatest(pg_catalog.age(a.backend_xid), pg_catalog.age(a.backend_xmin)), 0) AS age,
    'SELECT pg_terminate_backend(' || a.pid::pg_catalog.text || ');' AS lookup
  FROM pg_catalog.pg_stat_activity AS a
  WHERE a.pid <> pg_catalog.pg_backend_pid()
    AND a.backend_type <> 'walsender'
    AND (a.backend_xid IS NOT NULL OR a.backend_xmin IS NOT NULL)
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_stat_progress_vacuum AS v WHERE v.pid = a.pid OR v.pid = a.leader_pid)
  UNION ALL
  SELECT
    'prepared transaction,',
    NULL,
    p.transaction::pg_catalog.text::pg_catalog.int8,
    '',
    p.database::pg_catalog.text,
    p.prepared,
    pg_catalog.age(p.transaction),
    'SELECT gid FROM pg_prepared_xacts WHERE transaction = ''' || p.transaction::pg_catalog.text
      || '''; then ROLLBACK PREPARED it in that database.'
  FROM pg_catalog.pg_prepared_xacts AS p
  UNION ALL
  SELECT
    'replication slot,',
    s.slot_name::pg_catalog.text,
    NULL,
    '',
    coalesce(s.database::pg_catalog.text, ''),
    NULL,
    greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)),
    'SELECT slot_name FROM pg_replication_slots WHERE '
      -- Slots often share what they hold; where one stands that nobody reads from is its own.
      || CASE
        WHEN s.active THEN 'active_pid = ' || s.active_pid::pg_catalog.text
        ELSE coalesce('restart_lsn = ''' || s.restart_lsn::pg_catalog.text || ''' AND ', '')
          || coalesce('xmin = ''' || s.xmin::pg_catalog.text, 'catalog_xmin = ''' || s.catalog_xmin::pg_catalog.text)
          || ''''
      END
      || '; then start what reads from it, let that catch up, or drop the one: SELECT pg_drop_replication_slot(''<its name>'');'
  FROM pg_catalog.pg_replication_slots AS s
  WHERE (s.xmin IS NOT NULL OR s.catalog_xmin IS NOT NULL)
    AND s.wal_status IS DISTINCT FROM 'lost'
  UNION ALL
  SELECT
    'standby, pid',
    NULL,
    r.pid::pg_catalog.int8,
    r.application_name::pg_catalog.text,
    '',
    NULL,
    pg_catalog.age(r.backend_xmin),
    'End the long query there: hot_standby_feedback reports it here.'
  FROM pg_catalog.pg_stat_replication AS r
  WHERE r.backend_xmin IS NOT NULL
)
SELECT
  h.kind,
  h.subject,
  h.number,
  CASE WHEN h.application <> '' THEN h.application ELSE 'no name' END AS application,
  CASE WHEN h.database_name <> '' THEN h.database_name ELSE 'no database' END AS database_name,
  coalesce(pg_catalog.floor(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - h.began) / 60)::pg_catalog.text, '?')
    AS minutes,
  CASE WHEN h.age < 1000000 THEN h.age::pg_catalog.text ELSE (h.age / 1000000)::pg_catalog.text || ' million' END AS age,
  h.lookup,
  pg_catalog.count(*) OVER () AS found
FROM holders AS h
WHERE h.began <= pg_catalog.clock_timestamp() - pg_catalog.make_interval(mins => {held_minutes})
  OR h.age >= {held_transactions}
ORDER BY h.age DESC, h.began
LIMIT 5
