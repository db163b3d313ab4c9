-- The server itself, its connections, ours among them, and its oldest transaction, PostgreSQL 13 to 15.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW
-- https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-CONNECTION-SETTINGS
-- https://www.postgresql.org/docs/current/view-pg-prepared-xacts.html
WITH used AS MATERIALIZED (
  SELECT
    pg_catalog.count(*) FILTER (WHERE a.backend_type = 'client backend') AS connections,
    pg_catalog.max(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.xact_start))
      FILTER (WHERE a.pid <> pg_catalog.pg_backend_pid() AND a.backend_type IN ('client backend', 'parallel worker'))
      AS oldest_session_seconds
  FROM pg_catalog.pg_stat_activity AS a
),
limits AS MATERIALIZED (
  SELECT
    pg_catalog.current_setting('max_connections')::pg_catalog.int8 AS most,
    pg_catalog.current_setting('max_connections')::pg_catalog.int8
    - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int8 AS ordinary
),
prepared AS MATERIALIZED (
  SELECT
    pg_catalog.count(*) AS transactions,
    pg_catalog.max(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - p.prepared)) AS oldest_seconds
  FROM pg_catalog.pg_prepared_xacts AS p
)
SELECT
  limits.most,
  used.connections,
  least(1, used.connections::pg_catalog.float8 / greatest(1, limits.ordinary)) AS utilization,
  greatest(0, coalesce(used.oldest_session_seconds, 0)) AS oldest_session_seconds,
  prepared.transactions AS prepared_transactions,
  greatest(0, coalesce(prepared.oldest_seconds, 0)) AS oldest_prepared_seconds
FROM used, limits, prepared
