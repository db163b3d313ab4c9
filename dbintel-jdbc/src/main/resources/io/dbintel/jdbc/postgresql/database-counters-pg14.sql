-- Each database: its counters, its backends and the age of its oldest transaction id, PostgreSQL 14 and 15.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-DATABASE-VIEW (and -CONFLICTS-VIEW)
-- https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
--
-- pg_stat_database.stats_reset moves also when one table is reset, so it says nothing of these counters. All are lost
-- after a crash; then the server-wide views begin anew at one and the same instant, which is what reset_micros tells.
WITH discarded AS MATERIALIZED (
SELECT CASE
    WHEN a.stats_reset = b.stats_reset AND a.stats_reset = s.oldest AND a.stats_reset = s.newest
      THEN (extract(EPOCH FROM a.stats_reset) * 1000000)::pg_catalog.int8
  END AS micros
  FROM pg_catalog.pg_stat_archiver AS a,
    pg_catalog.pg_stat_bgwriter AS b,
    (SELECT pg_catalog.min(r.stats_reset) AS oldest, pg_catalog.max(r.stats_reset) AS newest
      FROM pg_catalog.pg_stat_slru AS r) AS s
)
SELECT
  d.oid::pg_catalog.text AS row_key,
  discarded.micros AS reset_micros,
  d.datname::pg_catalog.text AS database_name,
  s.numbackends::pg_catalog.int8 AS backends,
  s.xact_commit,
  s.xact_rollback,
  s.blks_read,
  s.blks_hit,
  s.tup_returned,
  s.tup_fetched,
  s.tup_inserted,
  s.tup_updated,
  s.tup_deleted,
  s.temp_files,
  s.temp_bytes,
  s.deadlocks,
  s.checksum_failures,
  s.blk_read_time,
  s.blk_write_time,
  s.session_time,
  s.active_time,
  s.idle_in_transaction_time,
  s.sessions,
  s.sessions_abandoned,
  s.sessions_fatal,
  s.sessions_killed,
  c.confl_tablespace,
  c.confl_lock,
  c.confl_snapshot,
  c.confl_bufferpin,
  c.confl_deadlock,
  pg_catalog.age(d.datfrozenxid)::pg_catalog.int8 AS xid_age,
  pg_catalog.mxid_age(d.datminmxid)::pg_catalog.int8 AS multixact_age,
  pg_catalog.age(d.datfrozenxid) / 2147483648.0::pg_catalog.float8 AS xid_used,
  pg_catalog.mxid_age(d.datminmxid) / 2147483648.0::pg_catalog.float8 AS multixact_used
FROM pg_catalog.pg_database AS d
JOIN pg_catalog.pg_stat_database AS s ON s.datid = d.oid
JOIN pg_catalog.pg_stat_database_conflicts AS c ON c.datid = d.oid
CROSS JOIN discarded
ORDER BY s.xact_commit DESC, d.oid
LIMIT 10001
