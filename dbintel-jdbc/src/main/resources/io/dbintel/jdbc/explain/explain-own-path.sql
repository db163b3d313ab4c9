-- What follows is ours again, and no operator or function that somebody planted may take part in it.
-- https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET
select pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true)
