-- What receives this server's write-ahead log, and how long it takes there.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW
SELECT
  coalesce(pg_catalog.host(r.client_addr), 'unix') AS client,
  r.application_name,
  1::pg_catalog.int8 AS receivers,
  pg_catalog.date_part('epoch', r.write_lag) AS write_seconds,
  pg_catalog.date_part('epoch', r.flush_lag) AS flush_seconds,
  pg_catalog.date_part('epoch', r.replay_lag) AS replay_seconds,
  pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - r.reply_time) AS reply_seconds
FROM pg_catalog.pg_stat_replication AS r
ORDER BY replay_seconds DESC NULLS LAST
LIMIT 1001
