-- Jobs that wait, by queue, the longest queues first and the others together.
-- Ages are made by the server's clock; names are qualified: the search path holds pg_catalog only.
-- Names of queues are cut, since they become labels of a metric.
WITH queues AS (
  SELECT left(queue, 100) AS queue,
         count(*) AS waiting,
         extract(epoch FROM clock_timestamp() - min(created_at))::float8 AS oldest_seconds
  FROM {table}
  WHERE state = 'waiting'
  GROUP BY left(queue, 100)
), ranked AS (
  SELECT *, row_number() OVER (ORDER BY waiting DESC, queue) AS place FROM queues
)
SELECT CASE WHEN place <= {max} THEN queue ELSE 'other' END AS queue,
       sum(waiting)::bigint AS waiting,
       greatest(max(oldest_seconds), 0) AS oldest_seconds
FROM ranked
GROUP BY 1
