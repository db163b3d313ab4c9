-- How far a standby is behind what it was sent. With all replayed the delay is 0, however long ago the last commit was.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-RECOVERY-CONTROL
-- https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-WAL-RECEIVER-VIEW
SELECT
  CASE
    WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() THEN 0
    ELSE pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())
  END AS replay_seconds,
  pg_catalog.pg_wal_lsn_diff(
    pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())::pg_catalog.int8 AS replay_bytes,
  (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_wal_receiver AS w WHERE w.pid IS NOT NULL) AS receivers,
  (SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - w.last_msg_receipt_time)
    FROM pg_catalog.pg_stat_wal_receiver AS w) AS message_seconds
WHERE pg_catalog.pg_is_in_recovery()
