-- The disk space of each database our role may ask about. It looks at every file of it: not to be asked often.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-DBSIZE
SELECT
  d.oid::pg_catalog.text AS row_key,
  d.datname::pg_catalog.text AS database_name,
  pg_catalog.pg_database_size(d.oid) AS size_bytes
FROM pg_catalog.pg_database AS d
WHERE pg_catalog.pg_has_role('pg_read_all_stats', 'usage')
  OR pg_catalog.has_database_privilege(d.oid, 'connect')
ORDER BY d.oid
LIMIT 10001
