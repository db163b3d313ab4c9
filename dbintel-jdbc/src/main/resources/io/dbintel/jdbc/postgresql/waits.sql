-- How often each wait was met since the profile began, by statement: of all processes together, and once more of each
-- process of ours, to be subtracted, and known also where it was not met yet. In sums of the others alone, whatever
-- becomes ours would look like a reset.
-- Who waits for nothing has no type and no event, and is there where the extension counts that.
-- https://github.com/postgrespro/pg_wait_sampling#views
WITH profile AS MATERIALIZED (
  SELECT p.pid, p.event_type, p.event, coalesce(p.queryid, 0) AS query_id, p.count
  FROM {schema}.pg_wait_sampling_profile AS p
), own AS MATERIALIZED (
  SELECT a.pid
  FROM pg_catalog.pg_stat_activity AS a
  WHERE a.application_name = 'dbintel'
    AND a.usename = SESSION_USER
)
SELECT
  0 AS own_pid,
  p.event_type,
  p.event,
  p.query_id,
  sum(p.count)::pg_catalog.int8 AS samples
FROM profile AS p
GROUP BY p.event_type, p.event, p.query_id
UNION ALL
SELECT
  p.pid,
  p.event_type,
  p.event,
  p.query_id,
  p.count
FROM profile AS p
WHERE p.pid IN (SELECT o.pid FROM own AS o)
UNION ALL
SELECT o.pid, NULL, NULL, 0, 0 FROM own AS o
