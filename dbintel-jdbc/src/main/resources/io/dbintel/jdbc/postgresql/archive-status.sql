-- The files of the write-ahead log that wait to be archived: one look into a directory.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-GENFILE
SELECT pg_catalog.count(*) FILTER (WHERE f.name LIKE '%.ready') AS pending
FROM pg_catalog.pg_ls_archive_statusdir() AS f
