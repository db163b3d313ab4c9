-- One sample of all sessions, PostgreSQL 13: as for 14, without query_id and waitstart, which it has not.
-- https://www.postgresql.org/docs/13/monitoring-stats.html (pg_stat_activity)
-- https://www.postgresql.org/docs/13/view-pg-locks.html
-- https://www.postgresql.org/docs/13/functions-info.html (pg_blocking_pids: holds up the lock manager, so only for
-- who waits for a lock; pg_locks likewise is read only if somebody does)
--
-- Always gives at least one row, with the sums. Idle sessions are counted, and shown only where somebody waits for
-- them. Sessions our role may not see have no backend_start. Ours are left out: this one, and those that carry our name
-- and log in as our role does, so that nobody else can hide behind the name.
--
-- However many wait, the lock manager is held up for the 256 whose statements are oldest, and each shows its first 256
-- blockers; the others are shown waiting, and counted.
WITH seen AS MATERIALIZED (
  SELECT
    a.*,
    pg_catalog.row_number() OVER (PARTITION BY a.wait_event_type = 'Lock' ORDER BY a.query_start, a.pid) AS place
  FROM pg_catalog.pg_stat_activity AS a
  WHERE a.pid <> pg_catalog.pg_backend_pid()
    AND (a.application_name IS DISTINCT FROM 'dbintel' OR a.usename IS DISTINCT FROM SESSION_USER)
    AND a.wait_event_type IS DISTINCT FROM 'Activity'
),
activity AS MATERIALIZED (
  SELECT
    s.*,
    CASE WHEN s.wait_event_type = 'Lock' AND s.place <= 256
      THEN (pg_catalog.pg_blocking_pids(s.pid))[1:256]
    END AS blockers
  FROM seen AS s
),
waits AS MATERIALIZED (
  SELECT
    l.pid,
    l.mode,
    l.locktype,
    CASE
      WHEN l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
        THEN l.relation::pg_catalog.regclass::pg_catalog.text
    END AS relation,
    NULL::pg_catalog.float8 AS lock_seconds
  FROM pg_catalog.pg_locks AS l
  WHERE NOT l.granted
    AND EXISTS (SELECT FROM activity WHERE blockers IS NOT NULL)
)
SELECT
  sums.idle_sessions,
  sums.hidden_sessions,
  sums.unasked_waiters,
  shown.*
FROM (
  SELECT
    pg_catalog.count(*) FILTER (WHERE a.state = 'idle' AND a.backend_type = 'client backend') AS idle_sessions,
    pg_catalog.count(*) FILTER (WHERE a.backend_start IS NULL) AS hidden_sessions,
    pg_catalog.count(*) FILTER (WHERE a.wait_event_type = 'Lock' AND a.blockers IS NULL) AS unasked_waiters
  FROM activity AS a
) AS sums
LEFT JOIN (
  SELECT
    a.pid,
    (pg_catalog.date_part('epoch', a.backend_start) * 1000000)::pg_catalog.int8 AS start_micros,
    a.leader_pid,
    a.backend_type,
    a.datname::pg_catalog.text AS database_name,
    a.usename::pg_catalog.text AS user_name,
    a.application_name,
    pg_catalog.host(a.client_addr) AS client_address,
    a.state,
    a.wait_event_type,
    a.wait_event,
    pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.xact_start) AS transaction_seconds,
    pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.query_start) AS query_seconds,
    pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.state_change) AS state_seconds,
    NULL::pg_catalog.int8 AS query_id,
    pg_catalog.left(a.query, 16384) AS query_text,
    pg_catalog.octet_length(a.query) AS query_bytes,
    a.blockers,
    w.mode AS lock_mode,
    w.locktype AS lock_type,
    w.relation AS lock_relation,
    w.lock_seconds
  FROM activity AS a
  LEFT JOIN waits AS w ON w.pid = a.pid AND a.wait_event_type = 'Lock'
  WHERE a.backend_start IS NOT NULL
    AND (
      a.state IS DISTINCT FROM 'idle'
      OR a.pid IN (SELECT pg_catalog.unnest(b.blockers) FROM activity AS b)
    )
  LIMIT 100001 -- one more than maxSessions can be
) AS shown ON TRUE
