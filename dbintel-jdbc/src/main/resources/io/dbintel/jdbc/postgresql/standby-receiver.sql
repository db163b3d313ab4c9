-- Whether a standby is connected to a server that sends, and when it last heard from there.
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-WAL-RECEIVER-VIEW
SELECT
  (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_wal_receiver AS w WHERE w.pid IS NOT NULL) AS receivers,
  (SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - w.last_msg_receipt_time)
    FROM pg_catalog.pg_stat_wal_receiver AS w) AS message_seconds
WHERE pg_catalog.pg_is_in_recovery()
