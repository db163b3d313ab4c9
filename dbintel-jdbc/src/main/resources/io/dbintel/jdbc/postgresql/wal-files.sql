-- The files of the write-ahead log: one look into its directory.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-GENFILE
SELECT
  pg_catalog.count(*) AS files,
  pg_catalog.sum(f.size)::pg_catalog.int8 AS size_bytes,
  pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - pg_catalog.min(f.modification)) AS oldest_seconds
FROM pg_catalog.pg_ls_waldir() AS f
WHERE f.name ~ '^[0-9A-F]{24}$'
