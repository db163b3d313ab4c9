-- How far a standby is behind what it was sent. With all replayed the delay is 0, however long ago the last commit was.
-- Apart from the rest: some managed servers raise an error at these functions.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-RECOVERY-CONTROL
SELECT
  CASE
    WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() THEN 0
    ELSE pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())
  END AS replay_seconds,
  pg_catalog.pg_wal_lsn_diff(
    pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())::pg_catalog.int8 AS replay_bytes
WHERE pg_catalog.pg_is_in_recovery()
